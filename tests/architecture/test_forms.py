"""Every official form there is: it builds on an empty matter, is drawn in both kinds, and offers clear placeholders."""

import pytest

from tests.cast import Cast
from xieli.core import clock
from xieli.documents import pdf, placeholders, word
from xieli.documents.kinds import all_kinds
from xieli.documents.paper import Facts, Paper, Proof

pytestmark = pytest.mark.django_db


def papers() -> dict[str, Paper]:
    """Specimen of each kind."""
    return {kind.key: kind.specimen() for kind in all_kinds()}


def test_every_form_is_drawn_as_pdf_and_word_on_an_empty_matter(cast: Cast) -> None:
    found = papers()
    assert {
        "service.case",
        "collaboration.request",
        "assignment.task",
        "coordination.decision",
    } <= found.keys()
    for paper in found.values():
        assert pdf.render(paper, Proof(), clock.at(2026, 9, 7).date()).startswith(b"%PDF")
        assert word.render(paper, Proof()).startswith(b"PK")


def test_no_two_cells_of_a_form_share_a_label(cast: Cast) -> None:
    general = set(placeholders.words_of(Paper("", ())).values) - {"标题"}
    for key, paper in papers().items():
        labels = [one.label for block in paper.blocks if isinstance(block, Facts) for one in block.facts]
        assert len(labels) == len(set(labels)), key
        assert not general & set(labels) - {"紧急程度"}, key


def test_a_series_belongs_to_one_kind_of_document() -> None:
    series = [kind.series for kind in all_kinds() if kind.series]
    assert len(series) == len(set(series))
