"""The periods plans are made for: calendar years, quarters and months. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"year": 12, "quarter": 3, "month": 1}
# How many days before it begins a department is asked for its next plan.
AHEAD = {"year": 31, "quarter": 14, "month": 7}


@dataclass(frozen=True)
class Period:
    """From its first day to its last."""

    cadence: str
    first: date
    last: date

    def next(self) -> "Period":
        """The one after it."""
        return period(self.cadence, self.last + timedelta(days=1))

    def before(self) -> "Period":
        """The one before it."""
        return period(self.cadence, self.first - timedelta(days=1))

    @property
    def part(self) -> int:
        """Which quarter or month of its year it is; 1 for a year."""
        return (self.first.month - 1) // MONTHS[self.cadence] + 1


def period(cadence: str, day: date) -> Period:
    """The period of this length in which a day lies."""
    months = MONTHS[cadence]
    month = (day.month - 1) // months * months + 1
    last = month + months - 1
    return Period(cadence, date(day.year, month, 1), date(day.year, last, monthrange(day.year, last)[1]))


def moved(day: date, source: Period, target: Period) -> date:
    """A day of one period at the same place of another: as many months and days in, never after its end."""
    months = (day.year - source.first.year) * 12 + day.month - source.first.month
    total = target.first.month - 1 + months
    year, month = target.first.year + total // 12, total % 12 + 1
    found = date(year, month, min(day.day, monthrange(year, month)[1]))
    return min(max(found, target.first), target.last)
