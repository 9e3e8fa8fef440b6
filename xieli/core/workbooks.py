"""Workbooks as texts. Called by `core.apart` alone: the library reserves a whole page, from its first cell to its last,
before anybody can ask how large it is.
"""

import io
from datetime import date, datetime, time

import python_calamine

MOST_CELLS = 2_000_000

Page = list[list[str]]


def every(content: bytes) -> list[tuple[str, Page]]:
    """Every page of a workbook with its name, in order; none for what is no workbook."""
    return _pages(content, None)


def first(content: bytes) -> list[tuple[str, Page]]:
    """The first page alone."""
    return _pages(content, 1)


def _pages(content: bytes, most: int | None) -> list[tuple[str, Page]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        return [(name, _texts(book.get_sheet_by_name(name))) for name in book.sheet_names[:most]]
    except (python_calamine.CalamineError, IndexError):
        return []


def cell_text(value: object) -> str:
    """What a person sees in the cell: 19900000001.0 is 19900000001, a date is 2026-11-23."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value if value is not None else "").strip()


def _texts(page: python_calamine.CalamineSheet) -> Page:
    if page.total_height * page.total_width > MOST_CELLS:
        raise MemoryError
    return [[cell_text(cell) for cell in line] for line in page.to_python(skip_empty_area=False)]
