"""Reading a plan from a workbook: every row with its own errors first, then the plan as a whole."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from xieli.core import sheets
from xieli.core.sheets import Row, Sheet, SheetError

from ..plan import BudgetLine, Criterion, Dependency, Kind, Plan, Responsibility, Task
from ..problems import line_faults
from .excel import BUDGET, CRITERIA, LINES, PARTS, PROJECT
from .links import read_links
from .reading import Fault, FileError, Names, Reading

Rows = dict[str, list[Row]]


def read(file: IO[bytes], names: Names, start: date) -> Reading:
    """The plan in a workbook made from the template, or all its faults by sheet and line.

    `start` is the project's where the workbook doesn't tell one. FileError for what is no workbook of ours.
    """
    try:
        book = sheets.read_book(file)
        rows = {str(sheet.name): _rows(book, sheet) for sheet in (LINES, BUDGET, CRITERIA, PARTS, PROJECT)}
    except SheetError as error:
        raise FileError(str(error)) from error
    plan = _plan(rows, names, start)
    faults = [
        Fault(row.line, text, name) for name, found in rows.items() for row in found for text in row.errors
    ]
    if not faults:
        faults = [Fault(0, sentence) for sentence in plan.problems()]
    return Reading(None if faults else plan, faults)


def _rows(book: dict[str, list[list[str]]], sheet: Sheet) -> list[Row]:
    table = book.get(str(sheet.name))
    if table is None and sheet is LINES:
        raise SheetError(_("没有名为“%(name)s”的工作表，请用本页的模板。") % {"name": sheet.name})
    if not table or not any(any(cells) for cells in table[1:]):
        return []
    return sheets.read_table(table, sheet)


def _plan(rows: Rows, names: Names, start: date) -> Plan:
    """The plan as far as rows can be read; what is wrong with a row is noted at it."""
    lines = rows[str(LINES.name)]
    tasks = _tasks(lines, names)
    project = rows[str(PROJECT.name)]
    plan = Plan(
        start=(project[0].values["start"] if project else None) or start,
        tasks=tuple(tasks),
        dependencies=tuple(_links(lines)),
        budget=tuple(
            BudgetLine(row.values["subject"], row.values["amount"], row.values["source"] or "")
            for row in rows[str(BUDGET.name)]
            if not row.errors
        ),
        criteria=tuple(_criteria(rows[str(CRITERIA.name)], names)),
        responsibilities=tuple(_parts(rows[str(PARTS.name)], names)),
    )
    at = {row.values["code"]: row for row in lines}
    for code, faults in line_faults(plan).items():
        at[code].errors += faults
    return plan


def _tasks(lines: Sequence[Row], names: Names) -> list[Task]:
    tasks: dict[str, Task] = {}
    for row in lines:
        values = row.values
        if row.errors:
            # Said already; a line of its kind keeps what points to it from being called wrong as well.
            values |= {"days": values["days"] or 1, "name": values["name"] or "?"}
        code: str = values["code"] or f"?{row.line}"
        kind: Kind = values["kind"] or "task"
        if code in tasks:
            row.refuse(_("编号“%(code)s”在上面已经用过。") % {"code": code})
        tasks.setdefault(
            code,
            Task(
                code,
                values["name"],
                values["parent"] or "",
                kind,
                values["days"] or 0,
                values["not_before"],
                _department(row, values["department"], names),
                _person(row, values["person"], names),
                values["weight"] or 0,
                values["deliverable"] or "",
            ),
        )
        values["code"] = code
    return list(tasks.values())


def _links(lines: Sequence[Row]) -> list[Dependency]:
    codes = {row.values["code"] for row in lines}
    found: list[Dependency] = []
    for row in lines:
        try:
            found += read_links(row.values["links"] or "", row.values["code"], codes)
        except ValueError as error:
            row.refuse(_("“%(title)s”：%(error)s") % {"title": _("前置任务"), "error": error})
    return found


def _criteria(rows: Sequence[Row], names: Names) -> list[Criterion]:
    found = []
    for row in rows:
        values = row.values
        judges = [name.strip() for name in (values["departments"] or "").replace(",", "、").split("、")]
        departments = [_department(row, name, names) for name in judges if name]
        if not row.errors:
            known = tuple(d for d in departments if d is not None)
            found.append(
                Criterion(
                    values["code"], values["text"], values["standard"] or "", values["evidence"] or "", known
                )
            )
    return found


def _parts(rows: Sequence[Row], names: Names) -> list[Responsibility]:
    found = []
    for row in rows:
        department = _department(row, row.values["department"], names)
        if not row.errors and department is not None:
            found.append(Responsibility(department, row.values["area"], row.values["role"]))
    return found


def _department(row: Row, name: str | None, names: Names) -> int | None:
    found = names.department(name) if name else None
    if name and found is None:
        row.refuse(_("没有名为“%(name)s”的部门。") % {"name": name})
    return found


def _person(row: Row, name: str | None, names: Names) -> int | None:
    found = names.person(name) if name else None
    if name and found is None:
        row.refuse(_("没有名为“%(name)s”的员工，或不止一位。") % {"name": name})
    return found
