"""The periods of a regular series: so many weeks each, counted from the Monday of the first meeting's week. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xieli.core import clock


@dataclass(frozen=True)
class Period:
    """From `begins` up to `ends` (both midnight, aware); `meets`: when its meeting is to be."""

    begins: datetime
    ends: datetime
    meets: datetime


def period(first: datetime, weeks: int, number: int) -> Period:
    """The period of a number (0 is that of the first meeting)."""
    local = clock.local(first)
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    length = timedelta(weeks=weeks)
    return Period(monday + number * length, monday + (number + 1) * length, local + number * length)


def number_at(first: datetime, weeks: int, moment: datetime) -> int:
    """The number of the period a moment lies in; negative before the first."""
    return (moment - period(first, weeks, 0).begins) // timedelta(weeks=weeks)


def to_plan(first: datetime, weeks: int, since: datetime, now: datetime, ahead: timedelta) -> list[Period]:
    """The periods that should have a meeting planned now: the last one and the present one, unless they were over
    before the series began, and the next as soon as its meeting is near."""
    at = number_at(first, weeks, now)
    found = [period(first, weeks, one) for one in (at - 1, at, at + 1) if one >= 0]
    return [one for one in found if one.ends > since and one.meets - now <= ahead]


def on_a_working_day(meets: datetime, ends: datetime, works: Callable[[date], bool]) -> datetime:
    """The same hour on the next working day of the period; where there is none left, as it was."""
    moved = meets
    while not works(moved.date()):
        moved += timedelta(days=1)
        if moved >= ends:
            return meets
    return moved
