"""What projects' templates ask for: the sheet of a project, the RACI matrix, edits in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import ngettext

from xieli.core.marks import listed
from xieli.core.templatetags.xieli import day
from xieli.organisation import queries as organisation
from xieli.procedures.project import sheet
from xieli.procedures.project.edits import Edit
from xieli.procedures.project.exchange.excel import KINDS as KIND_NAMES
from xieli.procedures.project.exchange.links import write_links
from xieli.procedures.project.plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task
from xieli.procedures.project.standing import holder

register = template.Library()


@register.simple_tag
def project_sheet(page: Any) -> sheet.Sheet:
    """What the application and its assessment say to this reader."""
    return sheet.of(page.scene, page.person)


@dataclass(frozen=True)
class Matrix:
    """Departments across, areas of work down."""

    departments: list[str]
    rows: list[tuple[str, list[str]]]


@register.simple_tag
def raci(plan: Plan) -> Matrix:
    """The responsibilities of a plan."""
    ids = list(dict.fromkeys(one.department for one in plan.responsibilities))
    cells: dict[tuple[str, int], list[str]] = {}
    for one in plan.responsibilities:
        cells.setdefault((one.area, one.department), []).append(one.role)
    areas = dict.fromkeys(one.area for one in plan.responsibilities)
    rows = [(area, ["".join(cells.get((area, pk), [])) for pk in ids]) for area in areas]
    return Matrix([holder(pk, None) for pk in ids], rows)


KINDS = dict(KIND_NAMES)


@register.filter
def money(amount: Any) -> str:
    """CNY in groups of three, cents only where there are any."""
    return f"{Decimal(str(amount)):,.2f}".removesuffix(".00") if amount not in (None, "") else ""


@register.filter
def departments(ids: Iterable[int]) -> str:
    """The departments of these ids, by their short names."""
    return listed(holder(pk, None) for pk in ids)


@register.filter
def was(edit: Edit) -> str:
    """The value before."""
    return said(edit.field, edit.before)


@register.filter
def becomes(edit: Edit) -> str:
    """The value after."""
    return said(edit.field, edit.after)


def said(field: str, value: Any, dated: Callable[[date], str] = day) -> str:
    """A value of a plan as people read it; `dated` says days, on paper in full."""
    match value:
        case Task():
            what = _days(value.days) if value.kind == "task" else str(KINDS[value.kind])
            return " · ".join(filter(None, (value.name, holder(value.department, value.person), what)))
        case Dependency():
            return write_links([value])
        case BudgetLine():
            return f"{value.subject} {money(value.amount)}"
        case Criterion():
            return value.text
        case Responsibility():
            return value.role
        case Decimal():
            return money(value)
        case date():
            return dated(value)
        case tuple():
            return departments(value)
        case int() if field == "department":
            return holder(value, None)
        case int() if field == "person":
            found = organisation.person_by_id(value)
            return found.name if found is not None else ""
        case int() if field in ("days", "lag"):
            return _days(value)
        case str() if field == "kind":
            return str(KINDS[value])
        case None:
            return ""
        case _:
            return str(value)


def _days(count: int) -> str:
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", count) % {"n": count}
