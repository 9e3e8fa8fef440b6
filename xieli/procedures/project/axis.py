"""Time as a length: where a date lies, the two lines of ticks above a chart, the days nobody works.

For every picture over time in this folder. Lengths are in units of the drawing (pixels at full size).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Literal

from django.utils.translation import gettext as _

from xieli.worktime.working_days import WorkingDays

Scale = Literal["day", "week", "month"]

WIDTHS: dict[Scale, float] = {"day": 24, "week": 8, "month": 2.5}  # of one calendar day
LONGEST = 3_660  # days: ten years, beyond which a picture says nothing


@dataclass(frozen=True)
class Tick:
    """A stretch of the axis with its label."""

    x: float
    width: float
    label: str

    def holds(self, words: str) -> bool:
        """Whether a label at its left is not cut off: a Chinese character takes 12, a digit 7."""
        return self.width >= 8 + sum(7 if one.isascii() else 12 for one in words)

    @property
    def inside(self) -> float:
        """Where a label begins that stands at its left."""
        return self.x + 6

    @property
    def middle(self) -> float:
        """Where a label stands that is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Axis:
    """Calendar days from `first` to `last`, both shown whole."""

    first: date
    last: date
    scale: Scale

    @classmethod
    def around(cls, first: date, last: date, scale: Scale) -> "Axis":
        """An axis that holds both dates and some room: whole weeks by day and week, whole months by month."""
        last = min(last, first + timedelta(LONGEST))
        if scale == "month":
            after = (last.replace(day=1) + timedelta(62)).replace(day=1)
            return cls(first.replace(day=1), after - timedelta(1), scale)
        begin = first - timedelta(first.weekday())
        return cls(begin, last + timedelta(13 - last.weekday()), scale)

    @property
    def day_width(self) -> float:
        """The length of a calendar day."""
        return WIDTHS[self.scale]

    @property
    def width(self) -> float:
        """The whole length."""
        return self.x(self.last + timedelta(1))

    def x(self, day: date) -> float:
        """Where a day begins."""
        return (day - self.first).days * self.day_width

    @cached_property
    def days(self) -> list[date]:
        """Every day shown."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    def upper(self) -> list[Tick]:
        """Weeks by their Monday, months or years: what the lower line's labels leave unsaid; where there is room."""
        return [replace(one, label=one.label if one.holds(one.label) else "") for one in self._upper()]

    def _upper(self) -> list[Tick]:
        if self.scale == "month":
            return self._ticks(lambda day: (day.year,), lambda day: _("%(year)s年") % {"year": day.year})
        if self.scale == "day":
            # A month of days is wider than a screen: its label would be out of sight.
            return self._ticks(
                _week,
                lambda day: (
                    _("%(year)s年%(month)s月%(day)s日")
                    % {"year": day.year, "month": day.month, "day": day.day}
                ),
            )
        return self._ticks(
            lambda day: (day.year, day.month),
            lambda day: _("%(year)s年%(month)s月") % {"year": day.year, "month": day.month},
        )

    def lower(self) -> list[Tick]:
        """Days, weeks by their Monday, or months."""
        if self.scale == "day":
            return [Tick(self.x(day), self.day_width, str(day.day)) for day in self.days]
        if self.scale == "week":
            return self._ticks(_week, lambda day: f"{day.month}/{day.day}")
        return self._ticks(
            lambda day: (day.year, day.month), lambda day: _("%(month)s月") % {"month": day.month}
        )

    def rests(self, days: WorkingDays) -> list[Tick]:
        """Runs of days that nobody works; none by month, where they are too thin to see."""
        return list(self._rests(days)) if self.scale != "month" else []

    def worked(self, days: WorkingDays) -> str:
        """A 1 for every working day shown and a 0 for every other: what a script needs to count working days."""
        return "".join("1" if days.works(day) else "0" for day in self.days)

    def _rests(self, days: WorkingDays) -> Iterator[Tick]:
        for works, run in groupby(self.days, key=days.works):
            if not works:
                shown = list(run)
                yield Tick(self.x(shown[0]), len(shown) * self.day_width, "")

    def _ticks(self, key: Callable[[date], object], words: Callable[[date], str]) -> list[Tick]:
        found = []
        for _key, run in groupby(self.days, key=key):
            shown = list(run)
            found.append(Tick(self.x(shown[0]), len(shown) * self.day_width, words(shown[0])))
        return found


def _week(day: date) -> int:
    return day.toordinal() - day.weekday()
