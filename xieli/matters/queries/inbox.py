"""What a person has to do: three index scans (mine, as deputy, my departments' queues), each cut to its top N."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from xieli.core.composed import composed
from xieli.core.database import prepared
from xieli.matters import registry
from xieli.matters.models import Follow, Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import lights

COUNTED_TO = 1000
NEAR = (timedelta(hours=1), timedelta(hours=8))

# Three ways to owe something, each its own top of a partial index: joined by OR they would read every open item.
_WAYS = (
    "person_id = %(me)s",
    "deputy_id = %(me)s AND person_id IS DISTINCT FROM %(me)s",
    "person_id IS NULL AND department_id = ANY(%(departments)s::int[]) AND deputy_id IS DISTINCT FROM %(me)s",
)
_BRANCHES = " UNION ALL ".join(
    f"(SELECT id, matter_id, main, sender_department_id FROM matters_workitem WHERE closed_at IS NULL AND {way}"  # noqa: S608
    f" ORDER BY due_at, id LIMIT {COUNTED_TO})"
    for way in _WAYS
)
_OWED = f"""
SELECT item.id, item.matter_id, matter.procedure, item.main, matter.priority, item.sender_department_id,
  {lights.LIGHT}, {lights.MOMENT}
FROM ({_BRANCHES}) item JOIN matters_matter matter ON matter.id = item.matter_id {lights.CLOCK}
"""  # noqa: S608  (put together from constants)


class Owed(NamedTuple):
    """One open item of a person: what its rank and the filters of the desk depend on. `at`: due, or a pause's end."""

    item: int
    matter: int
    procedure: str
    main: bool
    priority: int
    sender_department: int | None
    light: str
    at: datetime | None

    @property
    def pinned(self) -> bool:
        """Whether it stands first until it is done (公告待确认)."""
        return not self.main and bool(registry.get(self.procedure).pinned)

    def rank(self, now: datetime) -> tuple[Any, ...]:
        """By consequence: pinned; late; due within the hour, the day; urgency; what others wait for; the clock."""
        waiting = 0 if self.sender_department else 1
        left = self.at - now if self.at else timedelta.max
        near = next((place for place, span in enumerate(NEAR) if left < span), len(NEAR))
        # within the hour the clock alone decides
        important = (-self.priority, waiting) if near else ()
        return (not self.pinned, self.light != "red", near, important, left, self.matter)


def owed(person: Person, now: datetime) -> list[Owed]:
    """All open items of a person, by consequence: own, as a deputy, and unclaimed ones of their departments."""
    values: dict[str, Any] = {"me": person.pk, "departments": organisation.departments_of(person), "now": now}
    with prepared() as cursor:
        cursor.execute(_OWED, values)
        found = [Owed._make(row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: one.rank(now))


_ITEMS = composed(
    lambda ids: (
        WorkItem.objects.filter(pk__among=ids)
        .select_related("matter")
        .defer("matter__words", "matter__draft")
    )
)


def items(ids: Sequence[int]) -> list[WorkItem]:
    """These items with their matters, in this order."""
    found = {item.pk: item for item in _ITEMS(list(ids))} if ids else {}
    return [found[one] for one in ids if one in found]


def owed_by(person: Person, now: datetime, limit: int = 50) -> list[WorkItem]:
    """The first open items of a person with their matters, by consequence."""
    return items([one.item for one in owed(person, now)[:limit]])


def to_read(person: Person) -> "QuerySet[Follow]":
    """待阅: matters somebody copied to this person and which they have not opened since."""
    return (
        Follow.objects.filter(person=person, copied_by__isnull=False, read_at=None)
        .select_related("matter")
        .order_by("-at")
    )


def done_by(person: Person) -> "QuerySet[WorkItem]":
    """已办: items this person ended, newest first."""
    return (
        WorkItem.objects.filter(closed_by=person, closed_at__isnull=False)
        .select_related("matter")
        .order_by("-closed_at")
    )


def started_by(person: Person) -> "QuerySet[Matter]":
    """我发起: submitted matters of this person, newest first."""
    return Matter.objects.filter(initiator=person, head_seq__gt=0).order_by("-opened_at")


def followed_by(person: Person) -> "QuerySet[Matter]":
    """关注: matters this person follows and may still see."""
    return (
        Matter.objects.visible_to(person)
        .filter(follows__person=person, follows__active=True)
        .order_by("-follows__at")
    )


def drafts_of(person: Person) -> "QuerySet[Matter]":
    """草稿: what this person began and has not submitted, the last touched first."""
    return Matter.objects.filter(initiator=person, head_seq=0).order_by("-opened_at")
