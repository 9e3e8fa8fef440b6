"""Who has how much to do in which week: days of work by department or person, against the days there are.

A line takes its holder's whole day on each of its working days: plans hold no hours. So for a person 100 % means one
line at a time, and for a department the figure is how many of its lines run at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .outline import leaves
from .plan import Plan, Task
from .schedule import Schedule

Level = Literal["none", "light", "full", "over"]


@dataclass(frozen=True)
class Week:
    """A week from its Monday, with its working days."""

    monday: date
    days: int


@dataclass(frozen=True)
class Cell:
    """What one holder has in one week: days of work, percent of the week's days, the lines."""

    days: int
    percent: int
    codes: tuple[str, ...]

    @property
    def level(self) -> Level:
        """How a person's week looks: nothing, room left, full, more than one can do."""
        if not self.days:
            return "none"
        return "light" if self.percent < 80 else "full" if self.percent <= 100 else "over"


@dataclass(frozen=True)
class Holder:
    """One department's or person's weeks; `id` is None for lines that nobody answers for yet."""

    id: int | None
    cells: tuple[Cell, ...]

    @property
    def days(self) -> int:
        """Everything in all weeks."""
        return sum(cell.days for cell in self.cells)

    @property
    def peak(self) -> int:
        """The fullest week, in percent."""
        return max((cell.percent for cell in self.cells), default=0)


@dataclass(frozen=True)
class Load:
    """Weeks across, holders down, the fullest first."""

    weeks: tuple[Week, ...]
    holders: tuple[Holder, ...]


def load(
    plans: Iterable[tuple[Plan, Schedule]],
    by: Literal["department", "person"],
    first: date,
    weeks: int = 12,
) -> Load:
    """The load in `weeks` weeks from the one of `first`, over one plan or several. Done lines load nobody any more.

    Codes are told as they are; with several plans the caller knows whose they are by asking for one at a time.
    """
    monday = first - timedelta(first.weekday())
    mondays = [monday + timedelta(7 * n) for n in range(weeks)]
    found: dict[int | None, list[dict[str, int]]] = defaultdict(lambda: [{} for _monday in mondays])
    working: list[int] = [0] * weeks
    for plan, dates in plans:
        working = [dates.days.between(day, day + timedelta(6)) for day in mondays]
        for task in leaves(plan):
            if task.kind == "task" and not dates[task.code].done:
                _spread(task, dates, mondays, found[getattr(task, by)])
    holders = [Holder(key, tuple(map(_cell, lines, working))) for key, lines in found.items()]
    busy = sorted((h for h in holders if h.days), key=lambda h: (h.id is None, -h.peak, -h.days))
    return Load(tuple(map(Week, mondays, working)), tuple(busy))


def _spread(task: Task, dates: Schedule, mondays: list[date], weeks: list[dict[str, int]]) -> None:
    line = dates[task.code]
    for monday, lines in zip(mondays, weeks, strict=True):
        begin, end = max(line.start, monday), min(line.finish, monday + timedelta(6))
        if begin <= end and (days := dates.days.between(begin, end)):
            lines[task.code] = lines.get(task.code, 0) + days


def _cell(lines: dict[str, int], working: int) -> Cell:
    days = sum(lines.values())
    return Cell(days, round(100 * days / working) if working else 0, tuple(lines))
