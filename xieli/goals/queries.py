"""Reading goals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from xieli.core import clock
from xieli.goals import progress
from xieli.goals.models import Goal, Measure


@dataclass(frozen=True)
class Line:
    """A goal in a list: how deep it stands, how far it is, what the date asks for, its light."""

    goal: Goal
    depth: int
    percent: int | None
    expected: int
    light: str


def goals_of(year: int) -> "list[tuple[Goal, int]]":
    """The goals of a year as a tree written down: each with its depth, under its parent, in order of code."""
    rows = list(Goal.objects.filter(year=year).select_related("department").order_by("code"))
    known = {goal.pk for goal in rows}
    below: dict[int | None, list[Goal]] = {}
    for goal in rows:
        below.setdefault(goal.parent_id if goal.parent_id in known else None, []).append(goal)

    def under(parent: int | None, depth: int) -> list[tuple[Goal, int]]:
        found = []
        for goal in below.get(parent, []):
            found += [(goal, depth), *under(goal.pk, depth + 1)]
        return found

    return under(None, 0)


def lines(
    year: int, *, kind: str = "", department: int | None = None, state: str = "", text: str = ""
) -> list[Line]:
    """The goals of a year that fit: a tree where nothing narrows it, else a flat list. Three queries."""
    narrowed = bool(kind or department or state or text)
    rows = goals_of(year)
    if narrowed:
        fitting = Goal.objects.filter(year=year)
        if kind:
            fitting = fitting.filter(kind=kind)
        if department:
            fitting = fitting.filter(department=department)
        if state:
            fitting = fitting.filter(closed_at__isnull=state == "open")
        if text:
            fitting = fitting.filter(Q(title__icontains=text) | Q(code__icontains=text))
        kept = set(fitting.values_list("pk", flat=True))
        rows = [(goal, 0) for goal, _depth in rows if goal.pk in kept]
    return said(rows, percents())


def said(rows: Iterable[tuple[Goal, int]], done: dict[int, int | None]) -> list[Line]:
    """Goals with their depth as lines of today."""
    return [_line(goal, depth, done.get(goal.pk), today()) for goal, depth in rows]


def _line(goal: Goal, depth: int, percent: int | None, on: date) -> Line:
    expected = progress.elapsed(goal.year, goal.period, on)
    light = progress.light(percent, expected, goal.closed_at is not None)
    return Line(goal, depth, percent, expected, light)


def percents() -> dict[int, int | None]:
    """Goal → percent done, for all goals: two queries."""
    measures: dict[int, list[tuple[Decimal, int]]] = {}
    for goal, start, target, actual, weight in Measure.objects.values_list(
        "goal_id", "start", "target", "actual", "weight"
    ):
        measures.setdefault(goal, []).append((progress.share(start, target, actual), weight))
    return progress.roll_up(
        progress.Node(pk, parent, weight, tuple(measures.get(pk, ())))
        for pk, parent, weight in Goal.objects.values_list("pk", "parent_id", "weight")
    )


def today() -> date:
    """The day in China."""
    return clock.local(clock.now()).date()


def years() -> list[int]:
    """The years that have goals, newest first."""
    return list(Goal.objects.order_by("-year").values_list("year", flat=True).distinct())


def open_goals() -> "QuerySet[Goal]":
    """Goals that work can be put under."""
    return Goal.objects.filter(closed_at=None)
