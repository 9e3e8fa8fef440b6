"""A plan as a workbook: lines, budget, criteria, division of work and the project's start, a sheet each.

Kept both ways: everything a `Plan` holds, texts without spaces around them, money to a hundredth of a yuan below 10¹³.
The dates that follow from the plan are written for reading and not read back.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from xieli.core import sheets
from xieli.core.marks import listed
from xieli.core.sheets import Column, Sheet, choice, day, number, text, whole

from ..outline import outline
from ..plan import ROLES, Plan, Task
from ..problems import LONGEST_NAME, MOST_DAYS
from ..schedule import Schedule
from .links import write_links
from .reading import Names

KINDS = (("phase", _("阶段")), ("task", _("任务")), ("milestone", _("里程碑")))

PROJECT = Sheet(_("项目"), [Column("start", _("项目开始"), day, required=True, example="2026-09-01")])
LINES = Sheet(
    _("计划"),
    [
        Column("code", _("编号"), text(20), required=True, example="T1"),
        Column("name", _("名称"), text(LONGEST_NAME), required=True, example="现场勘察"),
        Column("kind", _("类别"), choice(KINDS), example="任务"),
        Column("parent", _("所属阶段"), text(20), example=""),
        Column("days", _("工期（工作日）"), whole(0, MOST_DAYS), example="5"),
        Column("not_before", _("不早于"), day, example=""),
        Column("links", _("前置任务"), text(2_000), example=""),
        Column("department", _("责任部门"), text(100), example=""),
        Column("person", _("责任人"), text(100), example=""),
        Column("weight", _("权重"), whole(0, 1_000_000), example="10"),
        Column("deliverable", _("交付物"), text(500), example="勘察报告"),
    ],
)
BUDGET = Sheet(
    _("预算"),
    [
        Column("subject", _("科目"), text(100), required=True),
        Column("amount", _("金额（元）"), number("0", "9999999999999.99"), required=True),
        Column("source", _("来源"), text(100)),
    ],
)
CRITERIA = Sheet(
    _("验收标准"),
    [
        Column("code", _("编号"), text(20), required=True),
        Column("text", _("内容"), text(1_000), required=True),
        Column("standard", _("标准"), text(1_000)),
        Column("evidence", _("证据"), text(1_000)),
        Column("departments", _("验收部门"), text(1_000)),
    ],
)
PARTS = Sheet(
    _("职责分工"),
    [
        Column("department", _("部门"), text(100), required=True),
        Column("area", _("工作内容"), text(200), required=True),
        Column("role", _("角色"), choice((role, role) for role in ROLES), required=True),
    ],
)
SHEETS = (LINES, BUDGET, CRITERIA, PARTS, PROJECT)
FOLLOWING = (_("开始"), _("完成"))


def template() -> bytes:
    """The workbook to fill in, its first line an example."""
    example = [[column.example for column in LINES.columns]]
    return sheets.write_book(
        (sheet.name, _titles(sheet), example if sheet is LINES else [[c.example for c in sheet.columns]])
        for sheet in SHEETS
    )


def write(plan: Plan, names: Names, dates: Schedule | None = None) -> bytes:
    """The plan as a workbook; with its schedule, each line's dates stand beside it."""
    rows: dict[str, Iterable[list[object]]] = {
        str(LINES.name): _lines(plan, names, dates),
        str(BUDGET.name): [[line.subject, line.amount, line.source] for line in plan.budget],
        str(CRITERIA.name): [
            [c.code, c.text, c.standard, c.evidence, listed(names.departments[d] for d in c.departments)]
            for c in plan.criteria
        ],
        str(PARTS.name): [[names.departments[p.department], p.area, p.role] for p in plan.responsibilities],
        str(PROJECT.name): [[plan.start]],
    }
    return sheets.write_book(
        (
            sheet.name,
            _titles(sheet) + (list(FOLLOWING) if dates and sheet is LINES else []),
            rows[str(sheet.name)],
        )
        for sheet in SHEETS
    )


def _titles(sheet: Sheet) -> list[Any]:
    return [column.title for column in sheet.columns]


def _lines(plan: Plan, names: Names, dates: Schedule | None) -> Iterable[list[object]]:
    links: dict[str, list[Any]] = {}
    for link in plan.dependencies:
        links.setdefault(link.after, []).append(link)
    kinds = dict(KINDS)
    for line in outline(plan):
        task = line.task
        row: list[object] = [
            task.code,
            task.name,
            kinds[task.kind],
            task.parent,
            task.days,
            task.not_before or "",
        ]
        row += [write_links(links.get(task.code, [])), *_people(task, names), task.weight, task.deliverable]
        yield row + ([dates[task.code].start, dates[task.code].finish] if dates else [])


def _people(task: Task, names: Names) -> tuple[str, str]:
    department = names.departments[task.department] if task.department is not None else ""
    return department, names.people[task.person] if task.person is not None else ""
