"""Who has read and confirmed: read off the work items that asked for it, or off what was sent to be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from xieli.matters.models import Follow, Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from .addressing import CONFIRM
from .models import AnnouncementDetails


@dataclass(frozen=True)
class Reader:
    """One who was asked. `due_at`: until when to confirm; `excused`: left before they had."""

    person: Person
    department: Department | None
    asked_at: datetime
    read_at: datetime | None
    confirmed_at: datetime | None = None
    due_at: datetime | None = None
    excused: bool = False
    must_confirm: bool = True

    @property
    def done(self) -> bool:
        """Nothing is missing any more."""
        return self.excused or (self.confirmed_at if self.must_confirm else self.read_at) is not None

    def late(self, now: datetime) -> bool:
        """Confirmed after the moment, or not yet though it is past."""
        return self.due_at is not None and not self.excused and (self.confirmed_at or now) > self.due_at


@dataclass(frozen=True)
class Figures:
    """How many were asked, have read, have confirmed."""

    asked: int = 0
    read: int = 0
    confirmed: int = 0
    must_confirm: bool = True

    @property
    def done(self) -> int:
        """How many did what was asked of them."""
        return self.confirmed if self.must_confirm else self.read

    @property
    def missing(self) -> int:
        """How many did not."""
        return self.asked - self.done

    @property
    def percent(self) -> int:
        """Of those asked."""
        return self.done * 100 // self.asked if self.asked else 0


def readers_of(details: AnnouncementDetails, departments: Iterable[int] | None = None) -> list[Reader]:
    """Everybody asked, by department and name; of some departments alone where these are given."""
    found = _confirming(details) if details.must_confirm else _reading(details)
    if departments is not None:
        wanted = set(departments)
        found = [one for one in found if one.department is not None and one.department.pk in wanted]
    order = {row.pk: place for place, row in enumerate(organisation.departments())}
    return sorted(
        found, key=lambda one: (order.get(one.department.pk if one.department else 0, 999), one.person.pinyin)
    )


def _confirming(details: AnnouncementDetails) -> list[Reader]:
    items = WorkItem.objects.filter(matter=details.pk, step=CONFIRM, person__isnull=False)
    return [
        Reader(
            item.person, item.department, item.opened_at, item.seen_at or item.seat.decided_at,
            item.seat.decided_at if item.seat.verdict else None, item.due_at, item.seat.dropped,
        )
        for item in items.select_related("person", "department", "seat")
        if item.person is not None
    ]  # fmt: skip


def _reading(details: AnnouncementDetails) -> list[Reader]:
    sent = Follow.objects.filter(matter=details.pk, copied_by__isnull=False)
    return [
        Reader(
            one.person, one.person.department, one.at, one.read_at,
            excused=one.read_at is None and not one.person.active, must_confirm=False,
        )
        for one in sent.select_related("person__department")
    ]  # fmt: skip


def counted(rows: Iterable[Reader]) -> Figures:
    """The figures over a list; who left before confirming is not asked any more."""
    kept = [one for one in rows if not one.excused]
    return Figures(
        len(kept), sum(one.read_at is not None for one in kept), sum(one.confirmed_at is not None for one in kept),
        all(one.must_confirm for one in kept),
    )  # fmt: skip


def by_department(rows: Iterable[Reader]) -> list[tuple[Department | None, Figures]]:
    """The figures of each department, in the order of the list."""
    grouped: dict[Department | None, list[Reader]] = {}
    for one in rows:
        grouped.setdefault(one.department, []).append(one)
    return [(department, counted(group)) for department, group in grouped.items()]


def figures(details: Iterable[AnnouncementDetails]) -> dict[int, Figures]:
    """The figures of several announcements in two statements."""
    must = {one.pk: one.must_confirm for one in details}
    items = WorkItem.objects.filter(matter__in=must, step=CONFIRM, person__isnull=False, seat__dropped=False)
    rows = items.values("matter").annotate(
        asked=Count("pk"),
        read=Count("pk", filter=Q(seen_at__isnull=False) | ~Q(seat__verdict="")),
        confirmed=Count("pk", filter=~Q(seat__verdict="")),
    )
    found = {one["matter"]: Figures(one["asked"], one["read"], one["confirmed"]) for one in rows}
    sent = Follow.objects.filter(matter__in=must, copied_by__isnull=False).values("matter")
    for one in sent.annotate(asked=Count("pk"), read=Count("read_at")):
        if not must[one["matter"]]:
            found[one["matter"]] = Figures(one["asked"], one["read"], 0, must_confirm=False)
    return found


def own_state(matters: Iterable[Matter], person: Person) -> dict[int, str]:
    """What each asks of this person: confirm | confirmed | read | unread; nothing where they are not addressed."""
    ids = [one.pk for one in matters]
    found: dict[int, str] = {}
    sent = Follow.objects.filter(matter__in=ids, person=person, copied_by__isnull=False)
    found |= {pk: "read" if at else "unread" for pk, at in sent.values_list("matter_id", "read_at")}
    items: Any = WorkItem.objects.filter(matter__in=ids, step=CONFIRM, person=person)
    for pk, verdict, closed in items.values_list("matter_id", "seat__verdict", "closed_at"):
        found[pk] = "confirmed" if verdict else "missed" if closed else "confirm"
    return found
