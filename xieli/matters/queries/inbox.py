"""What a person has to do: three index scans (mine, as deputy, my departments' queues), each cut to its top N."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
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


def ways(departments: int) -> tuple[str, str, str]:
    """Three ways to owe an item, each a range of its own index: joined by OR they would read every open item.

    One's departments are `d0`, `d1` …, each a value of its own (`named`): of a list in a statement that is planned once
    the database expects ten, and reads everybody's items.
    """
    own = ", ".join(f"%(d{place})s" for place in range(departments)) or "NULL"
    return (
        "person_id = %(me)s",
        "deputy_id = %(me)s AND person_id IS DISTINCT FROM %(me)s",
        f"person_id IS NULL AND department_id IN ({own}) AND deputy_id IS DISTINCT FROM %(me)s",
    )


def named(departments: Sequence[int]) -> dict[str, int]:
    """The values that `ways` asks for."""
    return {f"d{place}": pk for place, pk in enumerate(departments)}


@cache
def _owed(departments: int) -> str:
    """By consequence: pinned until done (公告待确认); late; due within the hour, the day; urgency; what others wait
    for; the clock. Within the hour the clock alone decides: of these the matter isn't read, which is most of a full
    desk. Only what shows leaves the database, of the rest it tells numbers."""
    branches = " UNION ALL ".join(
        f"(SELECT id, matter_id, main, due_at, sender_department_id AS sender FROM matters_workitem"  # noqa: S608
        f" WHERE closed_at IS NULL AND {way} ORDER BY due_at, id LIMIT {COUNTED_TO})"
        for way in ways(departments)
    )
    return f"""
WITH owed AS MATERIALIZED (
  SELECT item.*, matter.procedure, matter.priority,
    NOT item.main AND matter.procedure = ANY(%(pinned)s::text[]) AS pinned
  FROM (
    SELECT item.*, {lights.LIGHT} AS light, moment,
      moment < %(now)s::timestamptz + interval '1 hour' IS TRUE AS at_once,
      moment < %(now)s::timestamptz + interval '8 hours' IS TRUE AS near
    FROM ({branches}) item {lights.CLOCK} CROSS JOIN LATERAL (SELECT {lights.MOMENT} AS moment) its
  ) item LEFT JOIN LATERAL (
    SELECT procedure, priority FROM matters_matter
    WHERE id = item.matter_id AND (NOT item.main OR NOT item.at_once OR %(procedure)s::text <> '') OFFSET 0
  ) matter ON true
), chosen AS (
  SELECT * FROM owed
  WHERE %(procedure)s::text IN ('', procedure) AND %(light)s::text IN ('', light)
    AND (sender <> ALL(%(departments)s::int[]) OR NOT %(others)s::bool)
)
SELECT
  (SELECT count(*) FROM owed), (SELECT count(*) FROM owed WHERE due_at < %(now)s::timestamptz),
  (SELECT array_agg(sender) FROM owed WHERE sender <> ALL(%(departments)s::int[])),
  count(*) FILTER (WHERE light = 'amber'),
  (array_agg(id ORDER BY pinned DESC, light <> 'red', at_once DESC, near DESC,
    CASE WHEN at_once THEN 0 ELSE priority END DESC, at_once OR sender IS NOT NULL DESC, moment, matter_id, id
  ))[1:%(shown)s::int]
FROM chosen
"""  # noqa: S608  (put together from constants)


class Owed(NamedTuple):
    """What a person owes: the first items (ids) by consequence; how many fall due soon; of all, whatever is chosen, how
    many there are (counted up to `COUNTED_TO`), how many are late, and which departments wait for how many."""

    items: list[int]
    soon: int
    todo: int
    late: int
    waiting: list[tuple[int, int]]


def owed(person: Person, now: datetime, shown: int = 50, chosen: Mapping[str, Any] | None = None) -> Owed:
    """Open items of a person: own, as a deputy, and unclaimed ones of their departments. `chosen`: `procedure`, `light`
    and `sender` (others wait) narrow down the items."""
    chosen = chosen or {}
    own = organisation.departments_of(person)
    values = {
        **named(own),
        "me": person.pk,
        "departments": own,
        "now": now,
        "pinned": [one.key for one in registry.all_procedures() if one.pinned],
        "procedure": chosen.get("procedure") or "",
        "light": chosen.get("light") or "",
        "others": bool(chosen.get("sender")),
        "shown": shown,
    }
    with prepared() as cursor:
        cursor.execute(_owed(len(own)), values)
        todo, late, senders, soon, items = cursor.fetchone()
    waiting = Counter(senders or ())
    most = sorted(waiting.items(), key=lambda one: (-one[1], one[0]))
    return Owed(items or [], soon, min(todo, COUNTED_TO), min(late, COUNTED_TO), most)


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
    return items(owed(person, now, limit).items)


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
