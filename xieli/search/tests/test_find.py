"""What people type finds what they mean, and nothing else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.search import find
from xieli.search.find import CANDIDATES, found, ranked
from xieli.search.tests.table import COLUMNS, Paper, papers, write

__all__ = ["papers"]
pytestmark = pytest.mark.usefixtures("papers")

WORDS = ("巡检", "稀有", "其他", "没有")
GUN = "云港高铁东站 07 号枪拔不出，乘客赶车"
NUMBERED = "客户需求 GD20261121-00017 已派单"
CHARGER = "桩 YG-CS-0031-02 离线"
PLATE = "移动充电车 云A·测001 归还"
WIDE = "全角编号ＸＺ－２０２６－０４１２"


@pytest.fixture(autouse=True)
def texts(papers: type[Paper]) -> None:
    write(GUN, NUMBERED, CHARGER, PLATE, WIDE)


def titles(typed: str) -> list[str]:
    return list(found(Paper.objects.order_by("id"), typed, COLUMNS).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("高铁", GUN),
        ("云港高铁东站", GUN),
        ("拔不出", GUN),
        ("枪拔不出，乘客", GUN),
        ("07", GUN),
        ("07 乘客", GUN),
        ("GD20261121-00017", NUMBERED),
        ("gd20261121-00017", NUMBERED),
        ("GD20261121", NUMBERED),
        ("20261121", NUMBERED),
        ("1121-000", NUMBERED),
        ("00017", NUMBERED),
        ("017", NUMBERED),
        ("YG-CS-0031-02", CHARGER),
        ("CS-0031", CHARGER),
        ("0031-02", CHARGER),
        ("031", CHARGER),
        ("yg", CHARGER),
        ("云A", PLATE),
        ("云a·测001", PLATE),
        ("云A 001", PLATE),
        ("XZ-2026-0412", WIDE),
        ("２０２６", NUMBERED),
        ("ＧＤ２０２６", NUMBERED),
    ],
)
def test_a_text_is_found_by_any_part_of_it(typed: str, title: str) -> None:
    assert title in titles(typed)


@pytest.mark.parametrize(
    "typed", ["", "  ", "，。！", "-", "铁高", "高铁站", "东站云港", "拔出", "00071", "GD 铁", "车乘"]
)
def test_nothing_is_found_by_what_the_text_does_not_hold(typed: str) -> None:
    assert titles(typed) == []


def test_one_character_is_found_at_the_beginning_in_the_middle_and_at_the_end() -> None:
    assert titles("云") == [GUN, PLATE]
    assert titles("铁") == [GUN]
    assert titles("车") == [GUN, PLATE]
    assert titles("桩") == [CHARGER]


def test_a_text_that_holds_all_pairs_but_not_the_word_is_not_found() -> None:
    write("高铁站在东边，铁东路")
    assert titles("高铁东") == [GUN]


def test_several_parts_must_all_be_found_wherever_they_stand() -> None:
    write("赶车", body="东站")
    assert titles("赶车 东站") == [GUN, "赶车"]


def test_a_row_without_a_body_is_found_by_its_title() -> None:
    assert Paper.objects.filter(body=None).count() == 5
    assert titles("离线") == [CHARGER]


def test_quotes_and_operators_are_text_and_not_commands() -> None:
    for typed in ("云\x00港", "'", "a' & 'b", "云:*", "!云", "(云|港)", "\\", "%", "_", "云%", "\x00"):
        titles(typed)
    assert titles("%") == titles("_") == []
    assert titles("云%") == [GUN, PLATE]


def test_very_long_input_is_cut_to_a_few_parts() -> None:
    assert titles(" ".join(f"字{n}" for n in range(1000))) == []


def test_a_title_ranks_before_a_body_and_of_equals_the_newest_comes_first() -> None:
    write("甲", body="绝缘手套")
    write("绝缘手套一", "绝缘手套二")
    got = ranked(Paper.objects.all(), "绝缘手套", COLUMNS).values_list("title", flat=True)
    assert list(got) == ["绝缘手套二", "绝缘手套一", "甲"]


def test_ranking_looks_at_the_newest_matches_only() -> None:
    write(*(f"巡检记录{n}" for n in range(CANDIDATES + 5)))
    got = ranked(Paper.objects.all(), "巡检", COLUMNS)
    assert got.count() == CANDIDATES
    assert "巡检记录0" not in {paper.title for paper in got}


def test_where_the_search_looks_first_changes_nothing_in_what_it_finds(monkeypatch: Any) -> None:
    write(*(f"{'巡检' if n % 3 else '稀有' if n % 50 == 0 else '其他'}记录{n}" for n in range(400)))
    every = {word: [paper.title for paper in ranked(Paper.objects.all(), word, COLUMNS)] for word in WORDS}
    monkeypatch.setattr(find, "AMONG", (20, 330))
    monkeypatch.setattr(find, "CANDIDATES", 200)
    find._begins.clear()
    found_first = {
        word: [paper.title for paper in ranked(Paper.objects.all(), word, COLUMNS)] for word in WORDS
    }
    assert found_first == every
    assert len(every["巡检"]) == 200 and len(every["稀有"]) == 3


def test_a_frequent_word_is_looked_for_among_the_newest_rows_alone(monkeypatch: Any) -> None:
    write(*(f"巡检记录{n}" for n in range(300)))
    monkeypatch.setattr(find, "AMONG", (250,))
    find._begins.clear()
    with CaptureQueriesContext(connection) as queries:
        assert len(ranked(Paper.objects.all(), "巡检", COLUMNS)) == CANDIDATES
    assert " >= " in queries[1]["sql"]
    assert len(queries) == 3


def test_the_search_is_one_query_and_uses_the_index() -> None:
    write(*(f"第{n}份普通报告" for n in range(3000)))
    list(ranked(Paper.objects.all(), "高铁东站", COLUMNS))  # where the newest rows begin is remembered
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_paper")
    with CaptureQueriesContext(connection) as queries:
        list(ranked(Paper.objects.all(), "高铁东站", COLUMNS))
    assert len(queries) == 1
    assert "search_paper_search" in found(Paper.objects.all(), "高铁东站", COLUMNS).explain()


def test_the_word_is_asked_for_before_anything_else_that_narrows_the_rows() -> None:
    sql = str(found(Paper.objects.filter(pk__gt=0), "高铁", COLUMNS).query)
    assert 0 < sql.index(" @@ ") < sql.index(" > 0")


def test_a_changed_title_is_found_by_its_new_words_only() -> None:
    Paper.objects.filter(title=CHARGER).update(title="已恢复")
    assert titles("离线") == []
    assert titles("恢复") == ["已恢复"]
