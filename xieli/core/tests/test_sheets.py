"""Excel in and out: every error told with its line, nothing that was typed becomes a formula."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from xieli.core import apart, sheets
from xieli.core.sheets import Column, Sheet, SheetError

SHEET = Sheet(
    "测试",
    [
        Column("name", "名称", sheets.text(5), required=True, example="甲"),
        Column("zone", "区域", sheets.choice([("urban", "城区"), ("remote", "偏远")]), example="城区"),
        Column("power", "功率", sheets.number("0", "100"), example="60"),
        Column("count", "数量", sheets.whole(1, 9), example="2"),
        Column("day", "日期", sheets.day, example="2026-11-23"),
    ],
)


def book(*rows: list[object]) -> BytesIO:
    return BytesIO(sheets.write("测试", [column.title for column in SHEET.columns], rows))


def test_a_filled_row_is_read_by_its_columns() -> None:
    row = sheets.read(book(["甲", "城区", 60.5, 2, "2026/11/23"]), SHEET)[0]
    assert row.errors == []
    assert row.values == {
        "name": "甲",
        "zone": "urban",
        "power": Decimal("60.5"),
        "count": 2,
        "day": date(2026, 11, 23),
    }


def test_every_wrong_cell_of_a_row_is_told() -> None:
    row = sheets.read(book(["六个字的名称", "郊外", 101, 2.5, "昨天"]), SHEET)[0]
    assert row.line == 2
    assert len(row.errors) == 5
    assert all(error.startswith("“") for error in row.errors)


def test_a_missing_value_is_an_error_only_where_it_is_required() -> None:
    row = sheets.read(book(["", "城区", "", "", ""]), SHEET)[0]
    assert row.errors == ["“名称”没有填。"]
    assert row.values["power"] is None


def test_empty_lines_are_left_out_and_lines_count_as_in_excel() -> None:
    rows = sheets.read(book(["甲"], ["", "", "", "", ""], ["乙"]), SHEET)
    assert [(row.line, row.values["name"]) for row in rows] == [(2, "甲"), (4, "乙")]


def test_columns_may_come_in_any_order_and_with_others_between() -> None:
    file = BytesIO(sheets.write("x", ["备注", "数量", "名称"], [["随便", 3, "甲"]]))
    assert sheets.read(file, SHEET)[0].values["count"] == 3


def test_a_long_number_keeps_all_its_digits() -> None:
    file = BytesIO(sheets.write("x", ["名称"], [[19900000001]]))
    sheet = Sheet("x", [Column("name", "名称")])
    assert sheets.read(file, sheet)[0].values["name"] == "19900000001"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_of_chinese_excel_is_read_too(encoding: str) -> None:
    file = BytesIO("名称,区域\n甲,偏远\n".encode(encoding))
    assert sheets.read(file, SHEET)[0].values["zone"] == "remote"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", "名称\n".encode(), "别的\n甲\n".encode()]
)
def test_what_can_not_be_read_says_what_to_do(data: bytes) -> None:
    with pytest.raises(SheetError) as refused:
        sheets.read(BytesIO(data), SHEET)
    assert str(refused.value).endswith("。")


def a_page_of(cells: str) -> BytesIO:
    """A workbook of one page, whose XML is `cells`."""
    whole, changed = book(["甲"]), BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != "xl/worksheets/sheet1.xml":
                new.writestr(part, old.read(part))
        name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{name}"><sheetData>{cells}</sheetData></worksheet>',
        )
    changed.seek(0)
    return changed


# Two cells, and nothing between them.
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
SWELLING = '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 400_000_000 + "</t></is></c></row>"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(CORNERS.format(row=1048576, column="XFD"), id="more cells than fit into any memory"),
        pytest.param(CORNERS.format(row=1048576, column="Z"), id="more than fit into what it may have"),
        pytest.param(SWELLING, id="packed a thousandfold"),
    ],
)
def test_a_small_file_that_asks_for_all_the_memory_gets_a_sentence(cells: str) -> None:
    file = a_page_of(cells)
    assert len(file.getvalue()) < 1_000_000
    with pytest.raises(SheetError, match="表格太大"):
        sheets.read(file, SHEET)


def test_a_file_that_takes_for_ever_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    with pytest.raises(apart.TooMuch):
        apart.apart("xieli.core.workbooks:first", b"")


def test_a_quotation_mark_never_closed_gets_a_sentence() -> None:
    with pytest.raises(SheetError, match="引号"):
        sheets.read(BytesIO(('名称,区域\n"甲,' + "x" * 200_000).encode()), SHEET)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 1)
    with pytest.raises(SheetError, match="最多 1 行"):
        sheets.read(book(["甲"], ["乙"]), SHEET)


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-1", "@SUM(A1)", "https://example.cn"])
def test_what_was_typed_stays_text(typed: str) -> None:
    file = BytesIO(sheets.write("x", ["名称"], [[typed]]))
    content = file.getvalue()
    assert sheets.read(file, Sheet("x", [Column("name", "名称")]))[0].values["name"] == typed
    assert b"hyperlink" not in content


def test_the_template_reads_back_as_its_own_example() -> None:
    assert sheets.read(BytesIO(sheets.template(SHEET)), SHEET)[0].errors == []
