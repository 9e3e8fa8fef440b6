"""When the lines of a plan fall, and which of them the end hangs on: the critical path method in working days.

Positions are those of `WorkingDays`: work from s to f begins on working day s and ends on working day f − 1. What
already happened stands as it happened; what waits for it moves by as many working days (clause 4.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from xieli.worktime.working_days import WorkingDays

from .network import Bound, Network
from .outline import leaves, outline
from .plan import Plan, Task
from .problems import circle_in_words, circles


class PlanError(ValueError):
    """A plan that can't be scheduled; the message says why, in words for its author."""


@dataclass(frozen=True)
class Actual:
    """What happened to a line, and when its owner expects it to end."""

    start: date | None = None
    finish: date | None = None
    forecast: date | None = None


@dataclass(frozen=True)
class Dates:
    """When a line falls, days included; `slack` is how many working days it may slip before the end moves.

    A milestone falls on the day on which what it waits for ends; with nothing to wait for, on its own first day.
    """

    start: date
    finish: date
    late_start: date
    late_finish: date
    slack: int
    critical: bool
    done: bool = False


@dataclass(frozen=True)
class Schedule:
    """Dates by code, phases included. `ends` are the lines that nothing waits for."""

    days: WorkingDays = field(repr=False, compare=False)
    start: date
    finish: date
    lines: Mapping[str, Dates]
    ends: tuple[str, ...] = ()

    def __getitem__(self, code: str) -> Dates:
        return self.lines[code]

    @cached_property
    def length(self) -> int:
        """Working days from the first to the last."""
        return self.days.between(self.start, self.finish)

    @cached_property
    def critical(self) -> tuple[str, ...]:
        """The lines the end hangs on, phases among them, in order of time."""
        codes = [code for code, dates in self.lines.items() if dates.critical]
        return tuple(sorted(codes, key=lambda code: (self.lines[code].start, self.lines[code].finish)))


def schedule(
    plan: Plan,
    days: WorkingDays,
    actual: Mapping[str, Actual] | None = None,
    today: date | None = None,
) -> Schedule:
    """The dates of a plan without `problems`. PlanError where lines wait for each other or reach beyond 2200.

    With `today`, what is not finished ends today at the earliest, and what has not begun begins no earlier.
    """
    tasks = list(leaves(plan))
    facts = actual or {}
    network = Network([task.code for task in tasks], plan.dependencies)
    if len(network.order) < len(tasks):
        raise PlanError(circle_in_words(plan, circles(plan)[0]))
    try:
        bounds = _bounds(plan, tasks, days, facts, today)
        network.run(bounds)
        return _schedule(plan, tasks, days, facts, network, bounds)
    except ValueError as error:
        raise PlanError(_("计划排到了 2200 年之后，请检查工期和间隔。")) from error


def _bounds(
    plan: Plan, tasks: list[Task], days: WorkingDays, facts: Mapping[str, Actual], today: date | None
) -> list[Bound]:
    """What each line is held to besides its links."""
    start = days.first(plan.start)
    now = days.first(today) if today else None
    earliest = {"": start}
    for line in outline(plan):
        wish = line.task.not_before
        above = earliest[line.task.parent]
        earliest[line.task.code] = max(above, days.first(wish)) if wish else above
    return [_bound(task, facts.get(task.code), earliest[task.code], days, now) for task in tasks]


def _bound(task: Task, fact: Actual | None, earliest: int, days: WorkingDays, now: int | None) -> Bound:
    milestone = task.kind == "milestone"
    bound = Bound(task.days, earliest if now is None else max(earliest, now), milestone=milestone)
    if fact is None:
        return bound
    if milestone:
        if fact.finish:
            bound.reached = days.first(fact.finish), days.past(fact.finish)
        elif fact.forecast:
            bound.earliest = max(bound.earliest, days.first(fact.forecast))
        return bound
    if fact.finish:
        bound.finish = days.past(fact.finish)
        bound.start = min(days.first(fact.start), bound.finish) if fact.start else bound.finish - task.days
        return bound
    soonest = bound.least_finish if now is None else now + 1
    expected = days.past(fact.forecast) if fact.forecast else None
    if fact.start:
        bound.start = days.first(fact.start)
        # Who is at it knows better than the plan, in both directions.
        ends = bound.start + task.days if expected is None else max(expected, bound.start + 1)
        bound.least_finish = max(ends, soonest)
    elif expected is not None:
        bound.least_finish = expected
    return bound


def _schedule(
    plan: Plan,
    tasks: Sequence[Task],
    days: WorkingDays,
    facts: Mapping[str, Actual],
    network: Network,
    bounds: Sequence[Bound],
) -> Schedule:
    lines = {
        task.code: _dates(place, network, bounds[place], days, facts.get(task.code))
        for place, task in enumerate(tasks)
    }
    waited_for = {one.before for one in plan.dependencies}
    ends = tuple(task.code for task in tasks if task.code not in waited_for)
    _roll_up(plan, lines)
    if not lines:
        return Schedule(days, plan.start, plan.start, {})
    first = min(one.start for one in lines.values())
    last = max(one.finish for one in lines.values())
    return Schedule(days, first, last, lines, ends)


def _dates(at: int, network: Network, bound: Bound, days: WorkingDays, fact: Actual | None) -> Dates:
    if fact is not None and fact.finish:
        begun = fact.finish if bound.milestone else fact.start or days.day(network.start[at])
        begun = min(begun, fact.finish)
        return Dates(begun, fact.finish, begun, fact.finish, 0, critical=False, done=True)
    opening, close = network.start[at], network.finish[at] - 1
    if bound.milestone:
        # Held by its own day it falls on that, held by what it waits for on the day before its position.
        opening = close = opening if network.asked(at) <= bound.earliest else close
    slack = network.slack(at)
    begun = fact.start if fact is not None and fact.start else days.day(opening)
    late_start = begun if bound.start is not None else days.day(opening + slack)
    return Dates(begun, days.day(close), late_start, days.day(close + slack), slack, slack == 0)


def _roll_up(plan: Plan, lines: dict[str, Dates]) -> None:
    """A phase lasts from its first line to its last and has the slack of the tightest of those not done."""
    below: dict[str, list[Dates]] = {}
    for line in reversed(outline(plan)):
        task = line.task
        if task.kind == "phase" and task.code in below:
            lines[task.code] = _around(below[task.code])
        if task.code in lines:
            below.setdefault(task.parent, []).append(lines[task.code])


def _around(parts: list[Dates]) -> Dates:
    left = [part for part in parts if not part.done]
    return Dates(
        min(part.start for part in parts),
        max(part.finish for part in parts),
        min(part.late_start for part in parts),
        max(part.late_finish for part in parts),
        min((part.slack for part in left), default=0),
        any(part.critical for part in left),
        not left,
    )
