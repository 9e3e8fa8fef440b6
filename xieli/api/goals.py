"""Company goals with their measures, for cockpits and reports of other systems."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from xieli.accounts.models.token import Scope
from xieli.goals import queries
from xieli.goals.models import Goal

from .callers import Bearer
from .shapes import Department, Problem

router = Router(auth=Bearer(Scope.ORGANISATION), tags=["goals"])


class MeasureOut(Schema):
    """A measure of a goal; `actual` is null until something was recorded."""

    uid: UUID
    name: str
    unit: str
    start: Decimal
    target: Decimal
    actual: Decimal | None
    weight: int


class GoalOut(Schema):
    """A goal; `percent` is rolled up from its measures and the goals below it, `expected` what the date asks for."""

    uid: UUID
    code: str
    title: str
    kind: str
    year: int
    period: str
    department: Department
    parent: UUID | None
    closed: bool
    percent: int | None
    expected: int
    light: str


class GoalWithMeasures(GoalOut):
    """A goal with what it is measured by."""

    description: str
    measures: list[MeasureOut]


@router.get("/goals", response=list[GoalOut], summary="目标 Goals")
def goals(request: Any, year: int | None = None, kind: str = "", department: UUID | None = None) -> Any:
    """The goals of a year (this one), by code."""
    rows = Goal.objects.filter(year=year or queries.today().year).select_related("department", "parent")
    if kind:
        rows = rows.filter(kind=kind)
    if department is not None:
        rows = rows.filter(department__uid=department)
    return [_out(line) for line in queries.said([(row, 0) for row in rows], queries.percents())]


@router.get("/goals/{uid}", response={200: GoalWithMeasures, 404: Problem}, summary="一个目标 One goal")
def goal(request: Any, uid: UUID) -> Any:
    """One goal with its measures."""
    row = get_object_or_404(Goal.objects.select_related("department", "parent"), uid=uid)
    [line] = queries.said([(row, 0)], queries.percents())
    return {**_out(line), "description": row.description, "measures": list(row.measures.all())}


def _out(line: queries.Line) -> dict[str, Any]:
    row = line.goal
    names = ("uid", "code", "title", "kind", "year", "period", "department")
    return {
        **{name: getattr(row, name) for name in names},
        "parent": row.parent.uid if row.parent else None,
        "closed": row.closed_at is not None,
        "percent": line.percent,
        "expected": line.expected,
        "light": line.light,
    }
