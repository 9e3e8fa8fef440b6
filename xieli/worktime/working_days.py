"""Whole working days as a line of numbers, so that "ten working days later" is an addition.

Position n is the n-th working day since the table's beginning; only differences of positions of one table
mean anything. The table grows by years in both directions, and positions once given stay as they are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta

_FIRST_YEAR, _LAST_YEAR = 1990, 2200


class WorkingDays:
    """The working days that `is_working_day` tells, such as a calendar's method of that name."""

    def __init__(self, is_working_day: Callable[[date], bool]) -> None:
        self._is_working_day = is_working_day
        self._days: list[date] = []
        self._zero = 0  # where position 0 stands in the list
        self._first = self._last = 0  # years held; none yet

    def first(self, on: date) -> int:
        """The position of the first working day on or after a date."""
        self._hold(on.year)
        return bisect_left(self._days, on) - self._zero

    def past(self, on: date) -> int:
        """The position behind the last working day on or before a date: where work that ended on it stands."""
        self._hold(on.year)
        return bisect_right(self._days, on) - self._zero

    def day(self, position: int) -> date:
        """The working day at a position. ValueError beyond the year 2200 or before 1990."""
        while position + self._zero >= len(self._days):
            self._hold(self._last + 1)
        while position + self._zero < 0:
            self._hold(self._first - 1)
        return self._days[position + self._zero]

    def between(self, first: date, last: date) -> int:
        """How many working days lie in [first, last]; negative when they are the wrong way round."""
        return self.past(last) - self.first(first) if first <= last else -self.between(last, first)

    def works(self, on: date) -> bool:
        """Whether a date is a working day."""
        return self.past(on) > self.first(on)

    def _hold(self, year: int) -> None:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise ValueError(f"working days are counted in the years {_FIRST_YEAR} to {_LAST_YEAR}")
        if not self._first:
            self._first, self._last, self._days = year, year, self._year(year)
        while self._last < year:
            self._last += 1
            self._days += self._year(self._last)
        while self._first > year:
            self._first -= 1
            earlier = self._year(self._first)
            self._days[:0] = earlier
            self._zero += len(earlier)

    def _year(self, year: int) -> list[date]:
        start = date(year, 1, 1)
        days = (start + timedelta(n) for n in range((date(year + 1, 1, 1) - start).days))
        return [day for day in days if self._is_working_day(day)]
