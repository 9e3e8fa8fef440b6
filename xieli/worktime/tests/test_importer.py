"""Reading the announcement of a year from what people have: JSON or Excel."""

import io
import json
from datetime import date

import pytest

from xieli.core import sheets
from xieli.worktime import importer
from xieli.worktime.commands import ShiftedDay

NEW_YEAR = ShiftedDay(date(2027, 1, 1), "元旦", False)
SHIFTED = ShiftedDay(date(2027, 1, 2), "元旦", True)


def as_json(*days: object) -> io.BytesIO:
    return io.BytesIO(json.dumps({"year": 2027, "days": days}).encode())


def as_sheet(*rows: list[str]) -> io.BytesIO:
    return io.BytesIO(sheets.write("节假日安排", ["日期", "名称", "安排"], rows))


def test_the_published_json_is_read_in_order_of_days() -> None:
    file = as_json(
        {"name": "元旦", "date": "2027-01-02", "isOffDay": False},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
    )
    assert importer.read(file) == ([NEW_YEAR, SHIFTED], [])


def test_a_sheet_is_read_with_dates_as_people_write_them() -> None:
    file = as_sheet(["2027年1月1日", "元旦", "放假"], ["2027/1/2", "元旦", "上班"])
    assert importer.read(file) == ([NEW_YEAR, SHIFTED], [])


def test_every_wrong_row_is_named() -> None:
    days, errors = importer.read(as_sheet(["2027-01-01", "元旦", "放假"], ["2027-13-01", "元旦", "也许"]))
    assert days == [NEW_YEAR]
    assert len(errors) == 1
    assert "第 3 行" in errors[0]
    assert "2027-13-01" in errors[0]
    assert "放假" in errors[0]


def test_every_wrong_entry_of_a_json_file_is_named() -> None:
    file = as_json({"name": "元旦", "date": "2027-01-01"}, {"date": "x", "isOffDay": True}, "y")
    days, errors = importer.read(file)
    assert days == []
    assert [error[:6] for error in errors] == ["第 1 条：", "第 2 条：", "第 3 条："]


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\x01\x02", b"PKnonsense"])
def test_a_file_that_is_none_of_these_is_refused_with_a_sentence(content: bytes) -> None:
    days, errors = importer.read(io.BytesIO(content))
    assert days == []
    assert len(errors) == 1


def test_the_template_reads_back() -> None:
    days, errors = importer.read(io.BytesIO(sheets.template(importer.SHEET)))
    assert (len(days), errors) == (1, [])


def test_an_announcement_is_about_the_year_of_most_of_its_days() -> None:
    early = ShiftedDay(date(2026, 12, 31), "元旦", False)
    assert importer.main_year([early, NEW_YEAR, SHIFTED]) == 2027
