"""The periods of a regular series, by its recurrence rule: so many weeks from the Monday of the first meeting's week,
or calendar months. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xieli.core import clock

from . import repeating


@dataclass(frozen=True)
class Period:
    """From `begins` up to `ends` (both midnight, aware); `meets`: when its meeting is to be."""

    begins: datetime
    ends: datetime
    meets: datetime


def period(first: datetime, rule: str, number: int) -> Period:
    """The period of a number (0 is that of the first meeting)."""
    local = clock.local(first)
    if repeating.parts(rule)["FREQ"] == "MONTHLY":
        begins, ends = _month(local, number), _month(local, number + 1)
        return Period(begins, ends, repeating.occurrence(rule, begins, ends, first))
    length = timedelta(weeks=repeating.answers(rule)[1])
    monday = _midnight(local - timedelta(days=local.weekday()))
    return Period(monday + number * length, monday + (number + 1) * length, local + number * length)


def number_at(first: datetime, rule: str, moment: datetime) -> int:
    """The number of the period a moment lies in; negative before the first."""
    local, at = clock.local(first), clock.local(moment)
    if repeating.parts(rule)["FREQ"] == "MONTHLY":
        return (at.year - local.year) * 12 + at.month - local.month
    zero = period(first, rule, 0)
    return (moment - zero.begins) // (zero.ends - zero.begins)


def _month(local: datetime, number: int) -> datetime:
    months = local.year * 12 + local.month - 1 + number
    return _midnight(local.replace(year=months // 12, month=months % 12 + 1, day=1))


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def to_plan(first: datetime, rule: str, since: datetime, now: datetime, ahead: timedelta) -> list[Period]:
    """The periods that should have a meeting planned now: all that were not over when this rule began to hold
    (`since`), up to the present one, and the next as soon as its meeting is near."""
    begin, at = max(0, number_at(first, rule, since)), number_at(first, rule, now)
    found = [period(first, rule, one) for one in range(begin, max(begin, at) + 2)]
    return [one for one in found if one.ends > since and one.meets - now <= ahead]


def upcoming(
    first: datetime, rule: str, now: datetime, works: Callable[[date], bool], n: int
) -> list[datetime]:
    """The next `n` dates after `now`, moved off holidays."""
    at = max(0, number_at(first, rule, now))
    periods = (period(first, rule, one) for one in range(at, at + n + 1))
    dates = [on_a_working_day(one.meets, one.begins, one.ends, works) for one in periods]
    return [one for one in dates if one > now][:n]


def on_a_working_day(
    meets: datetime, begins: datetime, ends: datetime, works: Callable[[date], bool]
) -> datetime:
    """The same hour on the next working day of the period; where there is none left, on the last before; where there is
    none at all, as it was."""
    for step in (1, -1):
        moved = meets
        while begins <= moved < ends:
            if works(moved.date()):
                return moved
            moved += timedelta(days=step)
    return meets
