"""The announcement of a year's holidays as a file: JSON as commonly published, or the Excel template."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.core import sheets
from xieli.core.marks import listed
from xieli.core.sheets import Column, Sheet, SheetError
from xieli.worktime.commands import ShiftedDay


def _date(text: str) -> date:
    for mark in "年月/.":
        text = text.replace(mark, "-")
    try:
        return date(*(int(part) for part in text.strip("日 -").split("-")))
    except (ValueError, TypeError) as error:
        raise ValueError(_("“%(text)s”不是日期，请写成 2027-02-05") % {"text": text}) from error


def _working(text: str) -> bool:
    if text in ("上班", "调休上班", "班"):
        return True
    if text in ("休息", "放假", "休", "假"):
        return False
    raise ValueError(_("请写“放假”或“上班”"))


SHEET = Sheet(
    gettext_lazy("节假日安排"),
    [
        Column("day", gettext_lazy("日期"), _date, required=True, example="2027-02-05"),
        Column("name", gettext_lazy("名称"), required=True, example="春节"),
        Column("working", gettext_lazy("安排"), _working, required=True, example="放假"),
    ],
)


def read(file: BinaryIO) -> tuple[list[ShiftedDay], list[str]]:
    """The days of a file in order, and its errors as sentences; with errors nothing should be imported."""
    start = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    file.seek(0)
    try:
        days, errors = _from_json(file.read()) if start[:1] in (b"{", b"[") else _from_sheet(file)
    except SheetError as error:
        return [], [str(error)]
    return sorted(days, key=lambda entry: entry.day), errors


def main_year(days: Sequence[ShiftedDay]) -> int:
    """The year an announcement is about: that of most of its days."""
    years = [entry.day.year for entry in days]
    return max(set(years), key=years.count)


def _from_json(data: bytes) -> tuple[list[ShiftedDay], list[str]]:
    try:
        content = json.loads(data)
    except ValueError as error:
        raise SheetError(_("这个 JSON 文件读不出来：%(reason)s") % {"reason": error}) from error
    days: list[ShiftedDay] = []
    errors: list[str] = []
    for number, entry in enumerate(content.get("days", []) if isinstance(content, dict) else content, 1):
        try:
            days.append(_from_entry(entry))
        except (ValueError, TypeError, KeyError) as error:
            errors.append(_("第 %(number)s 条：%(reason)s") % {"number": number, "reason": error})
    return days, errors


def _from_entry(entry: Any) -> ShiftedDay:
    if not isinstance(entry, dict) or not isinstance(entry.get("isOffDay"), bool):
        raise ValueError(_("缺少 date、name 或 isOffDay"))
    return ShiftedDay(_date(str(entry["date"])), str(entry.get("name", "")), not entry["isOffDay"])


def _from_sheet(file: BinaryIO) -> tuple[list[ShiftedDay], list[str]]:
    days: list[ShiftedDay] = []
    errors: list[str] = []
    for row in sheets.read(file, SHEET):
        if row.errors:
            words = {"line": row.line, "reason": listed(row.errors, "；")}
            errors.append(_("第 %(line)s 行：%(reason)s") % words)
        else:
            days.append(ShiftedDay(**row.values))
    return days, errors
