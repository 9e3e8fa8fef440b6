"""Cutting text in Python and in the database is one rule."""

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xieli.search import text
from xieli.search.fields import bigrams_field


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("", set()),
        ("，。 -", set()),
        ("站", {"站"}),
        ("云港", {"云港", "港"}),
        ("云港 东站", {"云港", "港", "东站", "站"}),
        ("Hello 世界", {"hello", "世界", "界"}),
        ("B2", {"b2", "2"}),
        ("０７号", {"07", "7", "号"}),
        ("𠮷野", {"𠮷野", "野"}),
    ],
)
def test_text_is_cut_into_pairs_words_and_ends_of_codes(source: str, cut: set[str]) -> None:
    assert text.bigrams(source) == cut


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", ""),
        ("！", ""),
        ("云港", "'云港'"),
        ("云", "'云':*"),
        ("云港东", "'云港' & '港东'"),
        ("GD-17", "'gd':* & '17':*"),
        ("云港 云港", "'云港'"),
    ],
)
def test_what_is_typed_becomes_a_query_of_its_pieces(typed: str, query: str) -> None:
    assert text.query(typed) == query


def test_only_terms_of_several_pieces_need_comparing() -> None:
    assert [text.scattered(term) for term in ("云港", "云", "00017", "云港东", "gd-17")] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_a_column_without_a_known_weight_is_refused() -> None:
    for wrong in ({}, {"title": "E"}, {"title": ""}):
        with pytest.raises(ValueError, match="weight"):
            bigrams_field(**wrong)


mixed = st.text(
    st.one_of(
        st.sampled_from("云港高铁东站号枪。，·-_ 　ａＢ９"),
        st.sampled_from("abzAZ0189éßЖ"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=60,
)


class Twins(TestCase):
    """The database and Python."""

    @given(mixed)
    def test_they_cut_every_text_alike(self, source: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tsvector_to_array(xieli_bigrams(%s))", [source])
            assert set(cursor.fetchone()[0]) == text.bigrams(source)

    @given(mixed, st.integers(0, 60), st.integers(1, 20))
    def test_every_part_of_a_text_meets_it(self, source: str, start: int, length: int) -> None:
        part = text.plain(source)[start : start + length]
        query = text.query(part)
        if query and "\x00" not in part and not _cuts_a_word(text.plain(source), start):
            with connection.cursor() as cursor:
                cursor.execute("SELECT xieli_bigrams(%s) @@ %s::tsquery", [source, query])
                assert cursor.fetchone()[0]


def _cuts_a_word(source: str, start: int) -> bool:
    """Whether a part that starts here starts inside a word of letters: words are found from their beginning."""
    before = source[max(0, start - 1) : start]
    return bool(before) and before.isalnum()


def test_the_generated_column_is_written_into_migrations_as_it_is_declared() -> None:
    field = bigrams_field(title="A", body="C")
    written, imports = MigrationWriter.serialize(field)
    assert "xieli.search.fields.Weighted" in written
    assert "weight='A'" in written
    assert "import xieli.search.fields" in imports
