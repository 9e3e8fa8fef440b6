"""Who has read and confirmed: read off the work items that asked for it, or off what was sent to be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

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


def readers_of(
    details: AnnouncementDetails, departments: Iterable[int] | None = None
) -> QuerySet[WorkItem] | QuerySet[Follow]:
    """Everybody asked, by department and name, as rows for `listed`; of some departments alone where they are named."""
    rows: Any = _asked([details.pk], must_confirm=details.must_confirm)
    if departments is not None:
        rows = rows.filter(of__in=list(departments))
    order = [row.pk for row in organisation.departments()]
    place = Func(Value(order, ArrayField(BigIntegerField())), F("of"), function="array_position")
    found: QuerySet[WorkItem] | QuerySet[Follow] = rows.annotate(
        place=ExpressionWrapper(place, IntegerField())
    ).order_by(F("place").asc(nulls_last=True), "person__pinyin", "person__number")
    return found


def _asked(matters: Iterable[int], *, must_confirm: bool) -> Any:
    """Who was asked by these announcements, with `of` (department), `told`, `seen`, `confirmed`, `until`, `gone`."""
    if must_confirm:
        items = WorkItem.objects.filter(matter__in=list(matters), step=CONFIRM, person__isnull=False)
        return items.annotate(
            of=F("department"), told=F("opened_at"), seen=Coalesce("seen_at", "seat__decided_at"),
            confirmed=Case(When(~Q(seat__verdict=""), F("seat__decided_at"))), until=F("due_at"),
            gone=F("seat__dropped"),
        )  # fmt: skip
    left = Q(read_at=None, person__left_on__lte=organisation.today())
    sent = Follow.objects.filter(matter__in=list(matters), copied_by__isnull=False)
    return sent.annotate(
        of=F("person__department"), told=F("at"), seen=F("read_at"), confirmed=_NEVER, until=_NEVER,
        gone=Case(When(left, Value(value=True)), default=Value(value=False)),
    )  # fmt: skip


_NEVER = Value(None, DateTimeField())


def narrowed(rows: Any, which: str, now: datetime, *, must_confirm: bool) -> Any:
    """Of such rows those unread | missing | done | late; all of them for anything else."""
    did = Q(confirmed__isnull=False) if must_confirm else Q(seen__isnull=False)
    after = Q(confirmed__gt=F("until")) | Q(confirmed=None, until__lt=now)
    wanted = {"unread": Q(seen=None), "missing": ~did, "done": did, "late": after}
    return rows.filter(wanted[which], gone=False) if which in wanted else rows


def listed(rows: Any, *, must_confirm: bool) -> list[Reader]:
    """Such rows as readers."""
    found = list(rows.select_related("person"))
    known = Department.objects.in_bulk({one.of for one in found if one.of is not None})
    return [
        Reader(one.person, known.get(one.of), one.told, one.seen, one.confirmed, one.until, one.gone, must_confirm)
        for one in found
    ]  # fmt: skip


def by_department(rows: Any, *, must_confirm: bool) -> list[tuple[Department | None, Figures]]:
    """The figures of each department, in the order of the tree; those closed since and people without one last."""
    found = _counted(rows, "of", must_confirm=must_confirm)
    known = Department.objects.in_bulk([one for one in found if one is not None])
    order = {row.pk: place for place, row in enumerate(organisation.departments())}
    ids = sorted(found, key=lambda one: order.get(one or 0, len(order)))
    return [(known.get(one or 0), found[one]) for one in ids]


def counted(rows: Any, *, must_confirm: bool) -> Figures:
    """The figures of such rows of one announcement."""
    found = _counted(rows, "matter", must_confirm=must_confirm).values()
    return next(iter(found), Figures(must_confirm=must_confirm))


def _counted(rows: Any, by: str, *, must_confirm: bool) -> dict[int | None, Figures]:
    """The figures by one column; who left before confirming is not asked any more."""
    counts = rows.filter(gone=False).order_by().values(by)
    found = counts.annotate(n=Count("pk"), read_n=Count("seen"), confirmed_n=Count("confirmed"))
    return {one[by]: Figures(one["n"], one["read_n"], one["confirmed_n"], must_confirm) for one in found}


def figures(details: Iterable[AnnouncementDetails]) -> dict[int, Figures]:
    """The figures of several announcements in at most two statements."""
    found: dict[Any, Figures] = {}
    rows = list(details)
    for must in (True, False):
        if chosen := [one.pk for one in rows if one.must_confirm is must]:
            found |= _counted(_asked(chosen, must_confirm=must), "matter", must_confirm=must)
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
