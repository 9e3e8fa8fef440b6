"""The clauses are all there, in order, in two languages."""

import re

import pytest
from django.utils import translation

from xieli.regulation import clauses

WRITTEN = """
    1 1.1 1.2 1.3 1.3.a 1.3.b 1.3.c 1.3.d 2 2.1
    3 3.1 3.1.a 3.1.b 3.2 3.2.a 3.2.b 3.3 3.3.a 3.3.b
    4 4.1 4.1.a 4.1.b 4.1.c 4.1.d 4.2 4.2.a 4.2.b 4.2.c 4.3 4.3.a 4.3.b 4.3.c
    5 5.1 5.1.a 5.1.b 5.1.c 5.2 5.2.a 5.2.b 5.2.c 5.3 5.3.a 5.3.b 5.3.c 5.4 5.4.a 5.4.b 5.4.c
    6 6.1 6.1.a 6.1.b 6.1.c 6.2 6.2.a 6.2.b 6.2.c
"""
IDS = WRITTEN.split()


def test_every_clause_of_the_regulation_is_there_in_its_order() -> None:
    assert [clause.id for clause in clauses.all()] == IDS


@pytest.mark.parametrize("id", IDS)
def test_a_clause_is_told_in_both_languages_in_one_to_three_sentences(id: str) -> None:
    clause = clauses.get(id)
    assert 2 <= len(clause.title_zh) <= 12
    assert len(re.findall(r"[。！？]", clause.summary_zh)) in (1, 2, 3)
    assert clause.summary_zh.endswith("。")
    assert clause.summary_en.endswith(".")
    assert not re.search(r"[\u4e00-\u9fff]", clause.title_en + clause.summary_en)
    assert len(re.findall(r"\.(?:\s|$)", clause.summary_en)) <= 3


def test_sections_hold_their_clauses_and_know_where_they_stand() -> None:
    assert [clause.id for clause in clauses.children("4.3")] == ["4.3.a", "4.3.b", "4.3.c"]
    assert [clause.id for clause in clauses.chapters()] == list("123456")
    assert [clause.id for clause in clauses.get("4.3.b").path] == ["4", "4.3"]
    assert clauses.get("4").parent is None


def test_the_reader_gets_the_language_asked_for() -> None:
    clause = clauses.get("4.3.a")
    assert str(clause) == "4.3.a 受理"
    with translation.override("en"):
        assert str(clause) == "4.3.a Intake"
        assert clause.summary == clause.summary_en


def test_an_unknown_clause_is_an_error() -> None:
    assert not clauses.exists("7.1")
    with pytest.raises(KeyError):
        clauses.get("7.1")
