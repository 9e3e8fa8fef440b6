"""The Excel file of a list: the rows and columns that are seen, no more and no less."""

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from xieli.core import clock

from .rows import Row

Column = tuple[str, Any, Callable[[Row], Any]]
MOST = 20_000


def columns(*, with_procedure: bool) -> list[Column]:
    """(key, heading, value) of every column of a list of matters, in the order of the page."""
    found: list[Column] = [
        ("number", _("文号"), lambda row: row.matter.number),
        ("title", _("标题"), lambda row: row.matter.title),
        ("procedure", _("流程"), lambda row: row.procedure.name),
        ("state", _("状态"), lambda row: row.step),
        ("lead", _("主办部门"), lambda row: row.lead),
        ("holder", _("在谁手里"), lambda row: row.holder),
        ("due", _("期限"), lambda row: row.due.at),
        ("left", _("剩余"), lambda row: row.due.said),
        ("opened", _("发起时间"), lambda row: row.matter.opened_at),
    ]
    return found if with_procedure else [one for one in found if one[0] != "procedure"]


def workbook(rows: Iterable[Row], shown: list[Column], name: str) -> HttpResponse:
    """One sheet with a frozen heading; moments as China's clock shows them."""
    import xlsxwriter  # when asked for, as in `core.sheets`

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for column, (_key, heading, _value) in enumerate(shown):
        sheet.write_string(0, column, str(heading), bold)
        sheet.set_column(column, column, 40 if _key == "title" else 18)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        for column, (_key, _heading, value) in enumerate(shown):
            cell = value(row)
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, clock.local(cell).replace(tzinfo=None), moment)
            elif cell is not None:
                sheet.write_string(line, column, str(cell))
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M}"
    response = HttpResponse(buffer.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.xlsx"'
    return response
