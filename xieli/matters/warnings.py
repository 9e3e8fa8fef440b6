"""When a clock warns whom: the templates of §0, as data. Levels are numbered from 0 in the order they fire."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from xieli.worktime.calendar import WorkCalendar

Colour = Literal["blue", "amber", "red", "escalated"]


@dataclass(frozen=True)
class Level:
    """`fraction` of the allowance used (may exceed 1), or `days` working days after due. `tells`: whom, in order."""

    colour: Colour
    tells: tuple[str, ...]
    fraction: float = 1.0
    days: int = 0


TEMPLATES: dict[str, tuple[Level, ...]] = {
    "urgent": (
        Level("blue", ("person",), 0.5),
        Level("amber", ("person", "team_leader"), 0.8),
        Level("red", ("person", "head"), 1.0),
        Level("escalated", ("head", "executive"), 1.5),
        Level("escalated", ("executive", "general_manager"), 2.0),
    ),
    "normal": (
        Level("amber", ("person",), 0.8),
        Level("red", ("person", "head"), 1.0),
        Level("escalated", ("head", "executive"), 1.0, days=1),
        Level("escalated", ("executive", "general_manager"), 1.0, days=3),
    ),
    # What everybody is asked to read: the head hears who has not, nobody above is bothered with single readers.
    "reading": (
        Level("amber", ("person",), 0.8),
        Level("red", ("person", "head"), 1.0),
    ),
    "silent": (),
}


def moments(
    template: str,
    calendar: WorkCalendar,
    *,
    allowed: int,
    unit: str,
    used: int,
    run_from: datetime,
    due: datetime,
) -> Iterator[datetime]:
    """The moment of each level, ascending, worked out as far as it is asked for. Pure; `allowed` and `used` in the
    unit's measure (s, or working days)."""
    at = _by_unit(calendar, allowed=allowed, unit=unit, used=used, run_from=run_from, due=due)
    before: datetime | None = None
    for level in TEMPLATES[template]:
        found = calendar.nth_close(due, level.days) if level.days else at(level.fraction)
        before = found if before is None else max(found, before)
        yield before


def _by_unit(
    calendar: WorkCalendar, *, allowed: int, unit: str, used: int, run_from: datetime, due: datetime
) -> Callable[[float], datetime]:
    if unit == "C":
        return lambda fraction: run_from + timedelta(seconds=fraction * allowed - used)
    if unit == "W":
        return lambda fraction: (
            due if fraction == 1 else calendar.add(run_from, max(0, round(fraction * allowed) - used))
        )
    day = calendar.day_seconds

    def working_days(fraction: float) -> datetime:
        if fraction <= 1:
            return calendar.subtract(due, round((1 - fraction) * allowed * day)) if fraction < 1 else due
        return calendar.add(due, round((fraction - 1) * allowed * day))

    return working_days
