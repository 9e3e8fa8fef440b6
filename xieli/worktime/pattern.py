"""The weekly pattern of a calendar: one week, or several weeks in turn counted from an anchor (大小周)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from xieli.worktime.period import Day, day_length, parse_day, write_day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIRST_MONDAY = date(2000, 1, 3).toordinal()


@dataclass(frozen=True)
class WeekPattern:
    """Weeks in turn, each of seven days from Monday; `anchor` is any day of a week that runs as the first."""

    weeks: tuple[tuple[Day, ...], ...]
    anchor: date | None = None

    def __post_init__(self) -> None:
        if not any(day for week in self.weeks for day in week):
            raise ValueError(_("一周里至少要有一个工作时段"))
        if len(self.weeks) > 1 and self.anchor is None:
            raise ValueError(_("几周轮换的日历要写明从哪一周起算"))

    @classmethod
    def parse(cls, data: Any, anchor: date | None = None) -> "WeekPattern":
        """Read the stored form `{"weeks": [{"mon": ["08:30-12:00", …], …}, …]}`; absent days are closed."""
        weeks = data.get("weeks") if isinstance(data, Mapping) else None
        if not isinstance(weeks, list) or not 1 <= len(weeks) <= 8:
            raise ValueError(_("工作周须写成一至八周"))
        return cls(tuple(_parse_week(week) for week in weeks), anchor)

    def to_json(self) -> dict[str, Any]:
        """The stored form, closed days left out."""
        return {
            "weeks": [
                {name: write_day(day) for name, day in zip(WEEKDAYS, week, strict=True) if day}
                for week in self.weeks
            ]
        }

    def day(self, on: date) -> Day:
        """The periods the pattern alone gives to a date."""
        return self.weeks[self._turn(on)][on.weekday()]

    def _turn(self, on: date) -> int:
        if self.anchor is None or len(self.weeks) == 1:
            return 0
        return (_week_number(on) - _week_number(self.anchor)) % len(self.weeks)

    @cached_property
    def standard_day(self) -> Day:
        """The usual working day: the commonest of the pattern. Shifted working days (调休) run like it."""
        return Counter(day for week in self.weeks for day in week if day).most_common(1)[0][0]

    @cached_property
    def day_seconds(self) -> int:
        """Working seconds of the usual day."""
        return day_length(self.standard_day)


def _parse_week(week: Any) -> tuple[Day, ...]:
    if not isinstance(week, Mapping) or set(week) - set(WEEKDAYS):
        raise ValueError(_("一周须按 mon 至 sun 写明每天的时段"))
    return tuple(parse_day(week.get(name, ())) for name in WEEKDAYS)


def _week_number(on: date) -> int:
    return (on.toordinal() - _FIRST_MONDAY) // 7
