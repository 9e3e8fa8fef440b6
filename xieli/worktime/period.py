"""Times of the day: periods of work, written `08:30-12:00`, and a day as a row of them."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

DAY = 86_400
_WRITTEN = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*[-–—~～至]\s*(\d{1,2}):(\d{2})\s*$")


class Period(NamedTuple):
    """Work between two times of one day, in seconds after local midnight: start < end <= 24:00."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `08:30-12:00`; midnight at the end of the day is `24:00`. ValueError says what is wrong."""
        match = _WRITTEN.match(text)
        if match is None:
            raise ValueError(_("“%(text)s”不是时段，请写成 08:30-12:00") % {"text": text})
        hours = [int(part) for part in match.groups()]
        start, end = hours[0] * 3600 + hours[1] * 60, hours[2] * 3600 + hours[3] * 60
        if max(hours[1], hours[3]) > 59 or not start < end <= DAY:
            raise ValueError(_("时段“%(text)s”须从早到晚，最晚到 24:00") % {"text": text})
        return cls(start, end)

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


Day = tuple[Period, ...]


def parse_day(periods: Iterable[str]) -> Day:
    """The periods of one day in order; they may touch, not overlap. An empty day is closed."""
    day = tuple(sorted(Period.parse(text) for text in periods))
    for earlier, later in pairwise(day):
        if later.start < earlier.end:
            raise ValueError(
                _("时段“%(first)s”与“%(second)s”重叠") % {"first": str(earlier), "second": str(later)}
            )
    return day


def write_day(day: Iterable[Period]) -> list[str]:
    """The inverse of `parse_day`, for storage and forms."""
    return [str(period) for period in day]


def day_length(day: Iterable[Period]) -> int:
    """Working seconds of a day."""
    return sum(period.end - period.start for period in day)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
