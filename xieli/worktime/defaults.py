"""The calendars every company starts with. A row in the database takes the place of the one with its code."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from xieli.worktime.pattern import WEEKDAYS, WeekPattern


@dataclass(frozen=True)
class Definition:
    """What is said of a calendar: its name, its week, and whether statutory holidays close it."""

    code: str
    name: str
    pattern: WeekPattern
    keeps_holidays: bool


_OFFICE = ["08:30-12:00", "13:30-17:30"]


def _pattern(*weeks: tuple[list[str], int], anchor: date | None = None) -> WeekPattern:
    """Weeks that run the same periods on their first `days` days."""
    return WeekPattern.parse(
        {"weeks": [dict.fromkeys(WEEKDAYS[:days], periods) for periods, days in weeks]}, anchor
    )


def defaults() -> dict[str, Definition]:
    """Code → the calendar as shipped."""
    listed = [
        Definition("office", gettext_noop("办公时间"), _pattern((_OFFICE, 5)), True),
        Definition("two_shift", gettext_noop("两班制"), _pattern((["07:00-15:00", "15:00-23:00"], 7)), False),
        Definition("round_the_clock", gettext_noop("全天候"), _pattern((["00:00-24:00"], 7)), False),
        Definition(
            "big_small_week",
            gettext_noop("大小周"),
            # The week of 5 January 2026 works its Saturday, the next does not.
            _pattern((_OFFICE, 6), (_OFFICE, 5), anchor=date(2026, 1, 5)),
            True,
        ),
    ]
    return {definition.code: definition for definition in listed}
