"""The application for a seal keeps what every procedure keeps."""

from typing import Any, ClassVar

import pytest

from xieli.documents.models import Document
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler

from .conftest import issued, seal


def some_number(filler: Filler, form: Any) -> str | None:
    """A document that has no seal yet."""
    free = Document.objects.filter(imprint=None, status="valid").values_list("number", flat=True)
    return filler.random.choice(list(free)) if free else None


class TestConformance(Conformance):
    key = "seal_use"
    answers: ClassVar = {"document": some_number}

    @pytest.fixture(autouse=True)
    def _papers_and_seals(self, request: pytest.FixtureRequest) -> None:
        if "cast" in request.fixturenames:
            cast = request.getfixturevalue("cast")
            issued(cast, 40)
            seal(cast)
            seal(cast, "department")
