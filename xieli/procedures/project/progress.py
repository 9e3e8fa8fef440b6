"""How far a project is against its plan: by the weight of its lines, by its money, and the light that follows.

As projects are warned of: amber with at most 5 working days left or 10 points behind, red when
late or 20 points behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from xieli.worktime.working_days import WorkingDays

from .outline import inside, leaves
from .plan import Plan, Task
from .schedule import Dates, Schedule

Light = Literal["ok", "amber", "red"]

AMBER_DAYS = 5
AMBER_POINTS = 10
RED_POINTS = 20


@dataclass(frozen=True)
class Progress:
    """Percent planned and done at one day's end, by weight; exact: `shown` is for people to read."""

    planned: Decimal
    done: Decimal
    complete: bool = False
    """Every line is done, also one without weight."""

    @property
    def shown(self) -> Decimal:
        """Done in whole percent; 100 only once everything is."""
        return (
            Decimal(100) if self.complete else min(Decimal(99), self.done.quantize(Decimal(1), ROUND_HALF_UP))
        )

    @property
    def behind(self) -> Decimal:
        """Points behind the plan; negative when ahead."""
        return self.planned - self.done


def progress(
    plan: Plan, planned: Schedule, percents: Mapping[str, int], today: date, under: str = ""
) -> Progress:
    """Planned against actual progress at the end of `today`, of the whole plan or of the phase `under`.

    `planned` is the schedule of the baseline; `percents` what is done of each line, 0 to 100, none meaning 0.
    A line counts by its weight; where no line has one, by its days. A milestone is reached or not.
    """
    codes = inside(plan, under) if under else None
    tasks = [task for task in leaves(plan) if codes is None or task.code in codes]
    weights = _weights(tasks)
    whole = sum(weights.values())
    if not whole:
        return Progress(Decimal(0), Decimal(0))
    complete = all(_done(t, percents) == 100 for t in tasks)
    due = sum((weights[t.code] * expected(planned[t.code], planned.days, today) for t in tasks), Decimal(0))
    done = sum(weights[t.code] * _done(t, percents) for t in tasks)
    return Progress(due / whole, Decimal(done) / whole, complete)


def expected(dates: Dates, days: WorkingDays, today: date) -> Decimal:
    """Percent of a line's working days that are over at the end of `today`."""
    if today >= dates.finish:
        return Decimal(100)
    if today < dates.start:
        return Decimal(0)
    return Decimal(100 * days.between(dates.start, today)) / max(1, days.between(dates.start, dates.finish))


def light(finish: date, behind: Decimal, days: WorkingDays, today: date, *, done: bool = False) -> Light:
    """The light of what is to be finished on a date: a milestone, a line or the project."""
    if done:
        return "ok"
    if today > finish or behind >= RED_POINTS:
        return "red"
    # Days left are those after today: on its own day a milestone has none.
    left = days.past(finish) - days.past(today)
    return "amber" if left <= AMBER_DAYS or behind >= AMBER_POINTS else "ok"


@dataclass(frozen=True)
class Cost:
    """Spent against the budget, in CNY."""

    budget: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be spent; negative when overspent."""
        return self.budget - self.spent

    @property
    def percent(self) -> Decimal | None:
        """Spent in percent of the budget; None where there is no budget."""
        return 100 * self.spent / self.budget if self.budget else None

    def ahead(self, done: Decimal) -> Decimal | None:
        """By how many points spending is ahead of what is done (percent)."""
        return None if self.percent is None else self.percent - done


def _weights(tasks: list[Task]) -> dict[str, int]:
    given = {task.code: task.weight for task in tasks}
    if any(given.values()):
        return given
    return {task.code: task.days for task in tasks} if any(t.days for t in tasks) else dict.fromkeys(given, 1)


def _done(task: Task, percents: Mapping[str, int]) -> int:
    percent = min(100, max(0, percents.get(task.code, 0)))
    return percent if task.kind == "task" else 100 * (percent == 100)
