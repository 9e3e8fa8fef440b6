"""Who is on shift now, who is free, who is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from xieli.matters.models import WorkItem
from xieli.organisation.models import Department, Person
from xieli.procedures.service.models import CaseDetails, Duty, Shift, ShiftNote
from xieli.stations.models import Station
from xieli.stations.queries import distance_km


def on_shift(department: Department | int | None, moment: datetime) -> list[Duty]:
    """Duties running at `moment` (of one department, or of all), those leading first, on-call last."""
    rows = Duty.objects.filter(begins_at__lte=moment, ends_at__gt=moment).select_related(
        "person", "shift__department"
    )
    if department is not None:
        rows = rows.filter(shift__department=department)
    return list(rows.order_by("on_call", "-leads", "person__pinyin"))


@dataclass(frozen=True)
class Hand:
    """Somebody on shift: how many items they hold, where their present case is, how far from where help is needed."""

    duty: Duty
    load: int
    at: Station | None
    km: float | None

    @property
    def free(self) -> bool:
        """Holds nothing."""
        return self.load == 0


def hands(department: Department, moment: datetime, near: Station | None = None) -> list[Hand]:
    """Everybody on shift in a department, the most useful for a case at `near` first: free, then near, then idle."""
    duties = on_shift(department, moment)
    people = [duty.person_id for duty in duties]
    load = _loads(people)
    places = _places(people)
    found = [
        Hand(
            duty,
            load.get(duty.person_id, 0),
            places.get(duty.person_id),
            _km(places.get(duty.person_id), near),
        )
        for duty in duties
    ]
    return sorted(
        found,
        key=lambda hand: (
            hand.duty.on_call,
            not hand.free,
            hand.km if hand.km is not None else 1e9,
            hand.load,
        ),
    )


def _loads(people: Sequence[int]) -> dict[int, int]:
    rows = (
        WorkItem.objects.filter(person__in=people, closed_at=None).values_list("person").annotate(Count("id"))
    )
    return {person: count for person, count in rows if person is not None}


def _places(people: Sequence[int]) -> dict[int, Station]:
    """Where each one works just now: the station of the case they arrived at or accepted last."""
    cases = (
        CaseDetails.objects.filter(handler__in=people, station__isnull=False, matter__closed_at=None)
        .filter(Q(matter__state__in=["accepted", "resolving"]))
        .select_related("station")
        .order_by("contacted_at", "matter_id")
    )
    return {case.handler_id: case.station for case in cases if case.handler_id and case.station}


def _km(here: Station | None, there: Station | None) -> float | None:
    if here is None or there is None or None in (here.latitude, there.latitude):
        return None
    assert here.latitude and here.longitude and there.latitude and there.longitude
    return distance_km(here.latitude, here.longitude, there.latitude, there.longitude)


def month_sheet(department: Department, first: date, last: date) -> dict[tuple[int, date], list[Duty]]:
    """The duties of a department from `first` to `last`, by (shift id, day)."""
    sheet: dict[tuple[int, date], list[Duty]] = {}
    rows = Duty.objects.filter(shift__department=department, day__range=(first, last)).select_related(
        "person"
    )
    for duty in rows.order_by("day", "-leads", "person__pinyin"):
        sheet.setdefault((duty.shift_id, duty.day), []).append(duty)
    return sheet


def unsigned_notes(department: Department) -> list[ShiftNote]:
    """Notes of ended shifts which nobody of the next has signed."""
    rows = ShiftNote.objects.filter(shift__department=department, signed_at=None)
    return list(rows.select_related("shift", "written_by"))


def departments_with_shifts() -> list[Department]:
    """Departments that keep a roster."""
    return list(Department.objects.filter(pk__in=Shift.objects.values("department")))


def own_shift(person: Person, moment: datetime) -> Duty | None:
    """The shift somebody is on, or was on in the last two hours (a note may be written a little late)."""
    from datetime import timedelta

    rows = Duty.objects.filter(person=person, begins_at__lte=moment, ends_at__gt=moment - timedelta(hours=2))
    return rows.select_related("shift").order_by("ends_at").first()
