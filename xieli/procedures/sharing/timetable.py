"""Who has what from when to when, as far as the reader may know: for the calendar and for the table of a week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.matters.web.names import department_name, person_name
from xieli.organisation.models import Person

from .models import Blackout, BookingDetails, Resource

TYPED, TWO_HOURS, OFFICE = "%Y-%m-%dT%H:%M", timedelta(hours=2), range(9, 22)
MAY_MOVE = ("applied", "agreed", "reserved")
OVER = ("returned", "damage", "closed")
KINDS = {"applied": "asked", "countered": "asked", "offered": "asked", "overdue": "late"}


@dataclass(frozen=True)
class Entry:
    """A booking, or a time out of use (`off`). `url`: empty where the reader may not see the matter."""

    begins: datetime
    ends: datetime
    who: str
    url: str = ""
    off: bool = False
    id: str = ""
    state: str = ""
    kind: str = "taken"
    quantity: int = 1
    movable: bool = False


@dataclass(frozen=True)
class Day:
    """One cell; `begins`: what a booking from here would begin at, empty for days that are over."""

    day: date
    entries: list[Entry]
    begins: str = ""
    ends: str = ""


def entries(
    resources: Iterable[Resource], first: datetime, last: datetime, person: Person
) -> dict[int, list[Entry]]:
    """By resource (id), all between two moments. Three queries however many there are."""
    shown = Q(holding=True) | Q(matter__state__in=OVER)
    within = {"begins_at__lt": last, "ends_at__gt": first, "resource__in": list(resources)}
    bookings = list(BookingDetails.objects.filter(shown, **within).select_related("matter"))
    seen = set(
        Matter.objects.visible_to(person)
        .filter(pk__in=[one.pk for one in bookings])
        .values_list("pk", flat=True)
    )
    found: dict[int, list[Entry]] = {}
    for one in bookings:
        found.setdefault(one.resource_id, []).append(_entry(one, person, known=one.pk in seen))
    for off in Blackout.objects.filter(**within):
        entry = Entry(off.begins_at, off.ends_at, off.reason, off=True, kind="off")
        found.setdefault(off.resource_id, []).append(entry)
    return found


def _entry(one: BookingDetails, person: Person, *, known: bool) -> Entry:
    ends = max(one.until, one.begins_at + timedelta(minutes=1))
    if not known:
        return Entry(one.begins_at, ends, "", quantity=one.quantity)
    state, mine = one.matter.state, person.pk in (one.responsible_id, one.matter.initiator_id)
    kind = "over" if state in OVER else KINDS.get(state, "mine" if mine else "other")
    return Entry(
        one.begins_at, ends,
        f"{department_name(one.matter.initiator_department_id)} {person_name(one.responsible_id)}",
        one.matter.get_absolute_url(), id=str(one.matter.uid), kind=kind, quantity=one.quantity,
        state=str(registry.get("sharing").states[state].label), movable=mine and state in MAY_MOVE,
    )  # fmt: skip


def monday_of(text: str, now: datetime) -> date:
    """The Monday of the week that a date in `text` (YYYY-MM-DD) lies in; of this week where it is no date."""
    chosen = day_of(text, now)
    return chosen - timedelta(days=chosen.weekday())


def day_of(text: str, now: datetime) -> date:
    """The date in `text` (YYYY-MM-DD), or the present day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.local(now).date()


def rows(resources: Iterable[Resource], monday: date, person: Person) -> list[tuple[Resource, list[Day]]]:
    """Each resource with its seven days."""
    resources = list(resources)
    days = [monday + timedelta(days=n) for n in range(7)]
    found = entries(resources, midnight(days[0]), midnight(days[-1] + timedelta(days=1)), person)
    return [(one, [_cell(day, found.get(one.pk, ()), one) for day in days]) for one in resources]


def _cell(day: date, of_it: Sequence[Entry], resource: Resource) -> Day:
    start, end = midnight(day), midnight(day + timedelta(days=1))
    inside = sorted((one for one in of_it if one.begins < end and one.ends > start), key=lambda e: e.begins)
    begins = _proposed(start, inside, resource)
    if begins is None:
        return Day(day, inside)
    return Day(day, inside, f"{clock.local(begins):{TYPED}}", f"{clock.local(begins + TWO_HOURS):{TYPED}}")


def _proposed(start: datetime, inside: Sequence[Entry], resource: Resource) -> datetime | None:
    """From when one would book on the day that begins at `start`: the first two free hours since nine that
    still lie ahead, the first of all where a pool or a full day leaves it open; None for a day that is over."""
    hours = [start + timedelta(hours=n) for n in OFFICE]
    ahead = [one for one in hours if one > clock.now()]
    off = [resource.held(one.begins, one.ends) for one in inside if one.off or resource.quantity == 1]
    free = (one for one in ahead if not any(a < one + TWO_HOURS and b > one for a, b in off))
    return next(free, ahead[0] if ahead else None)


def midnight(day: date) -> datetime:
    """The moment a day in China begins."""
    moment = datetime.combine(day, time())
    return clock.at(moment.year, moment.month, moment.day)
