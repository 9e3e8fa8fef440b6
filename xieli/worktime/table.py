"""The day table under a calendar: every period of work of a span of years, with prefix sums to bisect in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

_EPOCH = date(1970, 1, 1).toordinal()
# China has kept one hour, UTC+8, without summer time since 1992; a fixed offset is exact from then on.
OFFSET = 8 * 3600


def midnight(ordinal: int) -> int:
    """Unix time at which the local day with this proleptic ordinal begins."""
    return (ordinal - _EPOCH) * 86_400 - OFFSET


def local_ordinal(second: int) -> int:
    """The proleptic ordinal of the local day in which a Unix second lies."""
    return (second + OFFSET) // 86_400 + _EPOCH


@dataclass(frozen=True)
class Year:
    """One year's periods as Unix seconds, and the close of business of each working day."""

    opens: list[int]
    ends: list[int]
    closes: list[int]


class Table:
    """Periods of whole years [first, last], in order. Immutable; a longer one replaces it.

    `position(t)` is the working time between the table's beginning and t; only differences of positions of
    one table mean anything.
    """

    def __init__(self, first: int, last: int, years: Sequence[Year]) -> None:
        self.first, self.last = first, last
        self.begin = midnight(date(first, 1, 1).toordinal())
        self.end = midnight(date(last + 1, 1, 1).toordinal())
        self.opens = [second for year in years for second in year.opens]
        self.ends = [second for year in years for second in year.ends]
        self.closes = [second for year in years for second in year.closes]
        lengths = (end - start for start, end in zip(self.opens, self.ends, strict=True))
        sums = [0, *accumulate(lengths)]
        self.total = sums.pop()
        self.before = sums

    def position(self, second: int) -> int:
        """Working seconds from the table's beginning to a second of its span."""
        index = bisect_right(self.opens, second) - 1
        if index < 0:
            return 0
        end = self.ends[index]
        return self.before[index] + (second if second < end else end) - self.opens[index]

    def earliest(self, position: int) -> int:
        """The earliest second at this position (0 < position <= total): at a boundary, the close."""
        index = bisect_left(self.before, position) - 1
        return self.opens[index] + position - self.before[index]

    def latest(self, position: int) -> int:
        """The latest second at this position (0 <= position < total): at a boundary, the opening."""
        index = bisect_right(self.before, position) - 1
        return self.opens[index] + position - self.before[index]

    def is_open(self, second: float) -> bool:
        """Whether the second lies in a period: its opening does, its close does not."""
        index = bisect_right(self.opens, second) - 1
        return index >= 0 and second < self.ends[index]
