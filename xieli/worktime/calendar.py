"""Working time of one calendar: pure arithmetic over a day table, no database, no clock."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import ceil

from xieli.worktime.allowance import Allowance
from xieli.worktime.pattern import WeekPattern
from xieli.worktime.period import Day
from xieli.worktime.table import Table, Year, local_ordinal, midnight

_LAST_YEAR = 2200
NAIVE = "working time is counted between aware moments"


class WorkCalendar:
    """When work is done, and how much of it lies between two moments.

    Moments are aware datetimes; answers are in UTC. Working time is counted in whole seconds: a moment inside
    a second counts as that second's end, so that "not later than due" and "used no more than allowed" are
    always the same statement, and spans add up without loss.
    """

    def __init__(
        self,
        code: str,
        pattern: WeekPattern,
        statutory: Mapping[date, bool] | None = None,
        exceptions: Mapping[date, Day | None] | None = None,
        later: Mapping[date, WeekPattern] | None = None,
    ) -> None:
        """`later` holds patterns by the date from which they take the place of `pattern`.

        `statutory` maps shifted days to worked or not; `exceptions` a date to its own periods, or to None for
        the usual ones: these win.
        """
        self.code = code
        changes = sorted((later or {}).items())
        self._since = [since for since, _pattern in changes]
        self._patterns = [pattern, *(changed for _since, changed in changes)]
        self._statutory = statutory or {}
        self._exceptions = exceptions or {}
        self._years: dict[int, Year] = {}
        self._table: Table | None = None

    @property
    def day_seconds(self) -> int:
        """Working seconds of the usual working day, by the newest pattern."""
        return self._patterns[-1].day_seconds

    def pattern(self, on: date) -> WeekPattern:
        """The weekly pattern in force on a date."""
        return self._patterns[bisect_right(self._since, on)]

    def day(self, on: date) -> Day:
        """The periods of a date: company exception, else statutory rule, else the weekly pattern."""
        own = self._exceptions.get(on)
        if own is not None:
            return own
        worked = True if on in self._exceptions else self._statutory.get(on)
        if worked is False:
            return ()
        pattern = self.pattern(on)
        # A shifted Saturday that the pattern works anyway keeps its own hours.
        return pattern.day(on) or (pattern.standard_day if worked else ())

    def is_working_day(self, on: date) -> bool:
        """Whether any work is done on this date."""
        return bool(self.day(on))

    def is_open(self, moment: datetime) -> bool:
        """Whether work is done at the moment; an opening is open, a close is closed."""
        return self._covering(_second(moment)).is_open(_unix(moment))

    def add(self, start: datetime, seconds: int) -> datetime:
        """The earliest moment by which `seconds` of working time have passed since `start`."""
        begin = _second(start)
        if seconds < 0:
            raise ValueError("working time is added forwards; use subtract")
        if seconds == 0:
            return _moment(begin)
        table = self._covering(begin)
        target = table.position(begin) + seconds
        while target > table.total:
            table = self._grown(table.first, table.last + 1)
        return _moment(table.earliest(target))

    def subtract(self, end: datetime, seconds: int) -> datetime:
        """The latest moment from which `seconds` of working time remain until `end`."""
        until = _second(end)
        if seconds < 0:
            raise ValueError("working time is subtracted backwards; use add")
        if seconds == 0:
            return _moment(until)
        table = self._covering(until)
        while (target := table.position(until) - seconds) < 0:
            table = self._grown(table.first - 1, table.last)
        return _moment(table.latest(target))

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Working seconds from `start` to `end`; negative when the end lies before the start."""
        if start.tzinfo is None or end.tzinfo is None:
            raise ValueError(NAIVE)
        # The most frequent question of all: no detours.
        begin, until, table = ceil(start.timestamp()), ceil(end.timestamp()), self._table
        if table is None or not (table.begin <= begin < table.end and table.begin <= until < table.end):
            table = self._covering(min(begin, until), max(begin, until))
        return table.position(until) - table.position(begin)

    def nth_close(self, after: datetime, n: int) -> datetime:
        """The n-th close of business strictly after the moment (n >= 1)."""
        if n < 1:
            raise ValueError("closes of business are counted from 1")
        second = _floor(after)
        table = self._covering(second)
        while (index := bisect_right(table.closes, second) + n - 1) >= len(table.closes):
            table = self._grown(table.first, table.last + 1)
        return _moment(table.closes[index])

    def closes(self, after: datetime, until: datetime) -> int:
        """How many closes of business lie in (after, until]; negative when `until` lies before `after`."""
        first, last = _floor(after), _floor(until)
        table = self._covering(min(first, last), max(first, last))
        return bisect_right(table.closes, last) - bisect_right(table.closes, first)

    def next_day(self, moment: datetime) -> datetime:
        """The local midnight that begins the day after the moment's day."""
        return _moment(midnight(local_ordinal(_floor(moment)) + 1))

    def due(self, start: datetime, allowance: Allowance) -> datetime:
        """When an allowance that starts now ends: working time, calendar time or working days."""
        if allowance.unit == "WD":
            return self.nth_close(self.next_day(start), allowance.amount)
        if allowance.unit == "C":
            return _moment(_second(start) + allowance.amount)
        return self.add(start, allowance.amount)

    def _covering(self, first: int, last: int | None = None) -> Table:
        table = self._table
        last = first if last is None else last
        if table is not None and table.begin <= first and last < table.end:
            return table
        years = [date.fromordinal(local_ordinal(second)).year for second in (first, last)]
        if table is not None:
            years += [table.first, table.last]
        return self._grown(min(years), max(years))

    def _grown(self, first: int, last: int) -> Table:
        if last > _LAST_YEAR or first < 1:
            raise ValueError(f"calendar {self.code} has no working time before the year {_LAST_YEAR}")
        for year in range(first, last + 1):
            if year not in self._years:
                self._years[year] = self._build(year)
        # Assigned in one step: threads see the old table or the new one, both right.
        self._table = table = Table(first, last, [self._years[year] for year in range(first, last + 1)])
        return table

    def _build(self, year: int) -> Year:
        opens: list[int] = []
        ends: list[int] = []
        closes: list[int] = []
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            day = self.day(date.fromordinal(ordinal))
            if day:
                zero = midnight(ordinal)
                opens += [zero + period.start for period in day]
                ends += [zero + period.end for period in day]
                closes.append(ends[-1])
        return Year(opens, ends, closes)


def _unix(moment: datetime) -> float:
    if moment.tzinfo is None:
        raise ValueError(NAIVE)
    return moment.timestamp()


def _second(moment: datetime) -> int:
    return ceil(_unix(moment))


def _floor(moment: datetime) -> int:
    return int(_unix(moment) // 1)


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
