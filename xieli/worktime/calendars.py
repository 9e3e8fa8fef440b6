"""The calendars in force, by code: shipped definitions, the company's changes, statutory days, exceptions.

`get` is called for every clock and makes no query in the hot path: one snapshot of all calendars is kept per
process. A command that changes something drops it at once in its own process; every other process asks, at
most once in `CHECK_EVERY` seconds, whether the list of changes has grown. So an answer is never older than
`CHECK_EVERY` seconds. A clock started from such an answer is put right by the change's re-projection, provided
that it comes, or comes again, when a change is older than that.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from time import monotonic
from typing import Any

from django.db.models import Count, Max

from xieli.worktime.calendar import WorkCalendar
from xieli.worktime.defaults import Definition, defaults
from xieli.worktime.models import Announcement, Calendar, CalendarChange, DayException, StatutoryDay
from xieli.worktime.pattern import WeekPattern
from xieli.worktime.period import Day, parse_day
from xieli.worktime.statutory import published, published_years

CHECK_EVERY = 5.0

Version = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything `get` needs, as it was at one version."""

    definitions: Mapping[str, Definition]
    calendars: Mapping[str, WorkCalendar]
    known_years: frozenset[int]


_held: tuple[Snapshot, Version, float] | None = None


def get(code: str) -> WorkCalendar:
    """The calendar with this code. KeyError for one that nobody defined."""
    return current().calendars[code]


def definitions() -> list[Definition]:
    """What is said of each calendar now, shipped ones first."""
    return list(current().definitions.values())


def definition(code: str) -> Definition:
    """What is said of one calendar. KeyError for one that nobody defined."""
    return current().definitions[code]


def provisional(year: int) -> bool:
    """Whether a year is plain weeks only because its holidays are not announced, or not imported, yet."""
    return year not in current().known_years


def forget() -> None:
    """Drop the snapshot: the next call reads the database."""
    global _held
    _held = None


def hold(snapshot: Snapshot) -> None:
    """Answer from this snapshot until `forget`, whatever the database says."""
    global _held
    _held = (snapshot, (0, 0), float("inf"))


@cache
def shipped() -> Snapshot:
    """The calendars of a company that changed nothing."""
    return _snapshot(defaults(), {}, {}, published(), published_years())


def current() -> Snapshot:
    """All calendars in force; another object after every change, for what is remembered of them."""
    global _held
    held = _held
    if held is not None and monotonic() < held[2]:
        return held[0]
    # The version is read before the rows: a change in between is then found by the next check.
    version = _version()
    snapshot = held[0] if held is not None and held[1] == version else _load()
    _held = (snapshot, version, monotonic() + CHECK_EVERY)
    return snapshot


def _version() -> Version:
    # Both, because of two changes at once the one with the lower id may be committed later.
    found = CalendarChange.objects.aggregate(newest=Max("id"), number=Count("id"))
    return found["newest"] or 0, found["number"]


def _load() -> Snapshot:
    listed, later = _defined()
    rules, years = _statutory()
    return _snapshot(listed, later, _exceptions(listed), rules, years)


def _snapshot(
    listed: Mapping[str, Definition],
    later: Mapping[str, Mapping[date, WeekPattern]],
    exceptions: Mapping[str, Mapping[date, Day | None]],
    rules: Mapping[date, bool],
    years: frozenset[int],
) -> Snapshot:
    calendars = {
        code: WorkCalendar(
            code,
            said.pattern,
            rules if said.keeps_holidays else None,
            exceptions.get(code),
            later.get(code),
        )
        for code, said in listed.items()
    }
    return Snapshot(listed, calendars, years)


def _defined() -> tuple[dict[str, Definition], dict[str, dict[date, WeekPattern]]]:
    """Every calendar with its first pattern, and the later ones by date."""
    listed = defaults()
    later: dict[str, dict[date, WeekPattern]] = defaultdict(dict)
    for row in Calendar.objects.prefetch_related("patterns").order_by("id"):
        patterns = {p.valid_from: WeekPattern.parse(p.weeks, p.anchor) for p in row.patterns.all()}
        changes = {since: pattern for since, pattern in patterns.items() if since}
        if None in patterns:
            first = patterns[None]
        elif row.code in listed:
            first = listed[row.code].pattern
        else:  # a calendar of the company's own runs its earliest week from the beginning
            first = changes[min(changes)]
        listed[row.code] = Definition(row.code, row.name, first, row.keeps_holidays)
        later[row.code] = changes
    return listed, later


def _exceptions(listed: Mapping[str, Definition]) -> dict[str, dict[date, Day | None]]:
    """Date → periods by calendar; an exception of one calendar wins over one of all."""
    found: dict[str, dict[date, Day | None]] = defaultdict(dict)
    rows: Any = DayException.objects.order_by("calendar__code").values_list(
        "calendar__code", "day", "kind", "periods"
    )
    for code, day, kind, written in sorted(rows, key=lambda row: row[0] is not None):
        for one in [code] if code else [c for c, said in listed.items() if said.keeps_holidays]:
            found[one][day] = () if kind == "holiday" else parse_day(written) or None
    return found


def _statutory() -> tuple[dict[date, bool], frozenset[int]]:
    """Published and imported days; an imported year takes the place of the library's."""
    imported = frozenset(Announcement.objects.values_list("year", flat=True))
    rules = {day: worked for day, worked in published().items() if day.year not in imported}
    rules |= dict(StatutoryDay.objects.order_by("announcement__year").values_list("day", "working"))
    return rules, published_years() | imported
