"""Excel sheets in and out: a declared list of columns, read row by row with errors as sentences.

Reading never stops at the first fault: every row carries its own errors, so that a person can mend
the whole file at once. Writing never makes a formula or a link out of what somebody typed.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xieli.core.apart import TooMuch, apart
from xieli.core.marks import listed
from xieli.core.workbooks import Page, cell_text

MAX_ROWS = 20_000
PHONE = r"[0-9+ *-]{5,20}"

Text = str | Promise
Reader = Callable[[str], Any]


class SheetError(ValueError):
    """The file as a whole can't be read; the message says what to do."""


@dataclass(frozen=True)
class Column:
    """One column: its key in code, its title in the file, how a cell's text becomes a value."""

    key: str
    title: Text
    read: Reader = str
    required: bool = False
    example: str = ""
    note: Text = ""


@dataclass(frozen=True)
class Sheet:
    """A declared sheet: what a template offers and an import expects."""

    name: Text
    columns: Sequence[Column]


@dataclass
class Row:
    """One line of a file: `line` as Excel counts it; texts and values by column key; errors as sentences."""

    line: int
    raw: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a person knows the line by: what stands in its first two cells that aren't empty."""
        return " ".join([cell for cell in self.raw.values() if cell][:2])

    def refuse(self, sentence: Text) -> None:
        """Note one more error of this row."""
        self.errors.append(str(sentence))


def read(file: IO[bytes], sheet: Sheet) -> list[Row]:
    """The rows of `file` (.xlsx, .xls, .ods or .csv) under the sheet's columns; empty lines are left out.

    Raises SheetError where the file is no table, lacks a required column, or is too long.
    """
    return read_table(_table(file), sheet)


def read_book(file: IO[bytes]) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as texts, by its name and in order; SheetError for what is no workbook."""
    data = file.read()
    if not _is_workbook(data):
        raise SheetError(_("这不是 Excel 文件，请用本页的模板。"))
    return dict(_pages(data, "every"))


def read_table(table: list[list[str]], sheet: Sheet) -> list[Row]:
    """The rows of texts under their head row, as `read` gives them."""
    if not table:
        raise SheetError(_("文件是空的，请按模板填写后再上传。"))
    places = {title: place for place, title in enumerate(table[0]) if title}
    missing = [str(c.title) for c in sheet.columns if c.required and str(c.title) not in places]
    if missing:
        raise SheetError(_("缺少列：%(titles)s。请用本页的模板。") % {"titles": listed(missing)})
    lines = [(number, cells) for number, cells in enumerate(table[1:], start=2) if any(cells)]
    if not lines:
        raise SheetError(_("表中没有数据行，请按模板填写后再上传。"))
    if len(lines) > MAX_ROWS:
        raise SheetError(_("一次最多 %(limit)s 行，请分批上传。") % {"limit": MAX_ROWS})
    return [_row(number, cells, places, sheet) for number, cells in lines]


def _table(file: IO[bytes]) -> list[list[str]]:
    data = file.read()
    if not _is_workbook(data):
        return _comma_separated(data)
    return _pages(data, "first")[0][1]


def _is_workbook(data: bytes) -> bool:
    return data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0"


def _pages(data: bytes, which: str) -> list[tuple[str, Page]]:
    """The pages of a workbook with their names: `every` one, or the `first`."""
    try:
        pages = apart(f"xieli.core.workbooks:{which}", data)
    except TooMuch as error:
        raise SheetError(
            _("表格太大，读不了。请删去多余的空行、空列和工作表，或拆成几个文件再上传。")
        ) from error
    if not pages:
        raise SheetError(_("打不开这个 Excel 文件，请另存为 .xlsx 后再试。"))
    return [(name, lines) for name, lines in pages]


def _comma_separated(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):  # what Chinese Excel writes as CSV is GB18030
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _lines(text)
    raise SheetError(_("这不是 Excel 或 CSV 文件，请用本页的模板。"))


def _lines(text: str) -> Page:
    try:
        return [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text))]
    except csv.Error as error:  # a quotation mark that is never closed makes one cell of all the rest
        raise SheetError(_("这个 CSV 文件的引号不成对，请另存为 .xlsx 后再试。")) from error


def _row(number: int, cells: list[str], places: dict[str, int], sheet: Sheet) -> Row:
    raw = {}
    for column in sheet.columns:
        place = places.get(str(column.title))
        raw[column.key] = cells[place] if place is not None and place < len(cells) else ""
    return parse(sheet, number, raw)


def parse(sheet: Sheet, line: int, raw: dict[str, str]) -> Row:
    """A row from the texts of its cells, by column key."""
    row = Row(line, raw)
    for column in sheet.columns:
        text, row.values[column.key] = raw.get(column.key, ""), None
        if text:
            try:
                row.values[column.key] = column.read(text)
            except ValueError as error:
                row.refuse(_("“%(title)s”：%(error)s") % {"title": column.title, "error": error})
        elif column.required:
            row.refuse(_("“%(title)s”没有填。") % {"title": column.title})
    return row


def write(name: Text, titles: Sequence[Text], rows: Iterable[Sequence[object]]) -> bytes:
    """An .xlsx file of one sheet with a frozen, bold head row. What was typed stays text."""
    return write_book([(name, titles, rows)])


def write_book(sheets: Iterable[tuple[Text, Sequence[Text], Iterable[Sequence[object]]]]) -> bytes:
    """An .xlsx file of several sheets, each as `write` makes it: name, titles, rows."""
    import xlsxwriter  # when asked for: writing sheets is rare, and each process would wait for it at its start

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#EEF2F0"})
        for name, titles, rows in sheets:
            _write_page(book.add_worksheet(str(name)[:31]), titles, rows, head)
    return buffer.getvalue()


def _write_page(page: Any, titles: Sequence[Text], rows: Iterable[Sequence[object]], head: Any) -> None:
    page.freeze_panes(1, 0)
    for place, title in enumerate(titles):
        page.write_string(0, place, str(title), head)
        page.set_column(place, place, max(10, 2 * len(str(title)) + 4))
    for line, values in enumerate(rows, start=1):
        for place, value in enumerate(values):
            _write_cell(page, line, place, value)


def _write_cell(page: Any, line: int, place: int, value: object) -> None:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        page.write_number(line, place, value)
    else:
        page.write_string(line, place, cell_text(value))


def template(sheet: Sheet) -> bytes:
    """An empty sheet to fill in, with one example row where the columns give examples."""
    return write(sheet.name, [c.title for c in sheet.columns], [[c.example for c in sheet.columns]])


def text(longest: int) -> Reader:
    """Plain text of at most `longest` characters."""

    def reader(cell: str) -> str:
        if len(cell) > longest:
            raise ValueError(_("最多 %(longest)s 个字。") % {"longest": longest})
        return cell

    return reader


def email(cell: str) -> str:
    """An e-mail address."""
    try:
        validate_email(cell)
    except ValidationError as wrong:
        raise ValueError(_("请填邮箱地址，如 linwan@example.cn。")) from wrong
    return cell


def phone(cell: str) -> str:
    """A telephone number as the forms take it; in the demonstration some digits are stars."""
    if not re.fullmatch(PHONE, cell):
        raise ValueError(_("请填写电话号码。"))
    return cell


def choice(options: Iterable[tuple[str, Text]]) -> Reader:
    """One of the (value, label) pairs, written as its label or its value."""
    pairs = list(options)

    def reader(cell: str) -> str:
        for value, label in pairs:
            if cell in (value, str(label)):
                return value
        raise ValueError(_("只能填 %(labels)s。") % {"labels": listed(label for _value, label in pairs)})

    return reader


def number(least: str, most: str) -> Reader:
    """A decimal number between two bounds, both allowed."""

    def reader(cell: str) -> Decimal:
        try:
            value = Decimal(cell.replace(",", ""))
        except InvalidOperation as error:
            raise ValueError(_("请填数字。")) from error
        if not Decimal(least) <= value <= Decimal(most):
            raise ValueError(_("应在 %(least)s 与 %(most)s 之间。") % {"least": least, "most": most})
        return value

    return reader


def whole(least: int, most: int) -> Reader:
    """A whole number between two bounds, both allowed."""
    reader = number(str(least), str(most))

    def whole_reader(cell: str) -> int:
        value = reader(cell)
        if value != int(value):
            raise ValueError(_("请填整数。"))
        return int(value)

    return whole_reader


def day(cell: str) -> date:
    """A day as 2026-11-23, 2026/11/23 or 2026.11.23."""
    try:
        return datetime.strptime(cell[:10].replace("/", "-").replace(".", "-"), "%Y-%m-%d").date()  # noqa: DTZ007 – a day has no zone
    except ValueError as error:
        raise ValueError(_("请填日期，如 2026-11-23。")) from error
