"""Project dates are working days of the office calendar."""

from datetime import date, datetime, timedelta

from xieli.core import clock
from xieli.worktime import calendars
from xieli.worktime.working_days import WorkingDays

OFFICE = "office"


def days() -> WorkingDays:
    """The working days plans are reckoned in."""
    return WorkingDays(calendars.get(OFFICE).is_working_day)


def close_of(day: date) -> datetime:
    """Close of business of a day, or of the next that has one."""
    return calendars.get(OFFICE).nth_close(clock.at(day.year, day.month, day.day) - timedelta(seconds=1), 1)


def today(now: datetime) -> date:
    """The local day of a moment."""
    return clock.local(now).date()
