"""The week of resources as a table: rows are resources, columns are days, in each cell who has it from when to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from xieli.core import clock
from xieli.matters.models import Matter
from xieli.matters.web.names import department_name, person_name
from xieli.organisation.models import Person

from .models import Blackout, BookingDetails, Resource


@dataclass(frozen=True)
class Entry:
    """A booking on one day, or a time when it can't be had. `url`: empty where the reader may not see the matter."""

    begins: datetime
    ends: datetime
    who: str
    url: str = ""
    off: bool = False


@dataclass(frozen=True)
class Day:
    """One cell; `begins`: what a booking from here would begin at, empty for days that are over."""

    day: date
    entries: list[Entry]
    begins: str = ""
    ends: str = ""


def monday_of(text: str, now: datetime) -> date:
    """The Monday of the week that a date in `text` (YYYY-MM-DD) lies in; of this week where it is no date."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        chosen = clock.local(now).date()
    return chosen - timedelta(days=chosen.weekday())


def rows(resources: Iterable[Resource], monday: date, person: Person) -> list[tuple[Resource, list[Day]]]:
    """Each resource with its seven days, in three queries however many there are."""
    resources = list(resources)
    days = [monday + timedelta(days=n) for n in range(7)]
    first, last = _midnight(days[0]), _midnight(days[-1] + timedelta(days=1))
    found = _entries(resources, first, last, person)
    return [(one, [_cell(day, found.get(one.pk, ())) for day in days]) for one in resources]


def _entries(
    resources: Sequence[Resource], first: datetime, last: datetime, person: Person
) -> dict[int, list[Entry]]:
    within = {"begins_at__lt": last, "ends_at__gt": first, "resource__in": resources}
    bookings = list(BookingDetails.objects.filter(holding=True, **within).select_related("matter"))
    seen = set(
        Matter.objects.visible_to(person)
        .filter(pk__in=[one.pk for one in bookings])
        .values_list("pk", flat=True)
    )
    found: dict[int, list[Entry]] = {}
    for one in bookings:
        who = f"{department_name(one.matter.initiator_department_id)} {person_name(one.responsible_id)}"
        url = one.matter.get_absolute_url() if one.pk in seen else ""
        entry = Entry(one.begins_at, one.ends_at, who if url else "", url)
        found.setdefault(one.resource_id, []).append(entry)
    for off in Blackout.objects.filter(**within):
        entry = Entry(off.begins_at, off.ends_at, off.reason, off=True)
        found.setdefault(off.resource_id, []).append(entry)
    return found


def _cell(day: date, entries: Sequence[Entry]) -> Day:
    start, end = _midnight(day), _midnight(day + timedelta(days=1))
    inside = sorted((one for one in entries if one.begins < end and one.ends > start), key=lambda e: e.begins)
    if day < clock.local(clock.now()).date():
        return Day(day, inside)
    return Day(day, inside, f"{day}T09:00", f"{day}T11:00")


def _midnight(day: date) -> datetime:
    moment = datetime.combine(day, time())
    return clock.at(moment.year, moment.month, moment.day)
