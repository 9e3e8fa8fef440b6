"""Who of a department holds how much: counted by the database, whatever their number; items only where they show."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import QuerySet

from xieli.core import clock
from xieli.core.composed import composed
from xieli.core.database import prepared
from xieli.matters import registry
from xieli.matters.models import Clock, WorkItem
from xieli.matters.policy import tokens
from xieli.matters.queries import lights
from xieli.matters.web import due
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

MANY = 8
NEAREST = 8  # of a load that is shown, until all of it is asked for
UNFOLDED = 4  # loads shown without being asked for: the queue and the worst
MOST = 400  # of one load
QUEUE = "queue"

# Whoever is no member holds what belongs back into the queue. `ids`: the nearest of each, due first.
_LOADS = f"""
SELECT CASE WHEN item.person_id = ANY(%(members)s::bigint[]) THEN item.person_id END AS holder,
  count(*), count(*) FILTER (WHERE light = 'red'), count(*) FILTER (WHERE light = 'amber'),
  (array_agg(id ORDER BY due_at, id))[1:{NEAREST}]
FROM (
  SELECT item.id, item.person_id, item.due_at, {lights.LIGHT} AS light
  FROM matters_workitem item JOIN matters_matter matter ON matter.id = item.matter_id {lights.CLOCK}
  WHERE item.department_id = %(department)s AND item.closed_at IS NULL
    AND matter.audience && %(tokens)s::int[]
) item GROUP BY 1
"""  # noqa: S608  (put together from constants)
_OF_ONE = composed(
    lambda department, presented, person: (
        _open_in(department, presented).filter(person=person).values_list("pk", flat=True)[:MOST]
    )
)
_OF_QUEUE = composed(
    lambda department, presented, members: (
        _open_in(department, presented).exclude(person_id__among=members).values_list("pk", flat=True)[:MOST]
    )
)
_ITEMS = composed(
    lambda ids: (
        WorkItem.objects.filter(pk__among=ids)
        .select_related("matter")
        .defer("matter__words", "matter__draft")
        .order_by("due_at", "id")
    )
)
_CLOCKS = composed(lambda ids: Clock.objects.filter(item__among=ids, stopped_at=None).order_by("-id"))


@dataclass(frozen=True)
class Held:
    """An open item as the board shows it."""

    item: WorkItem
    procedure: object
    step: object
    due: due.Due


@dataclass
class Load:
    """One person (or the queue) with what they hold: how much of it is late or soon, and the items that show."""

    person: Person | None
    deputy: Person | None = None
    count: int = 0
    late: int = 0
    soon: int = 0
    overloaded: bool = False
    nearest: list[int] = field(default_factory=list)
    items: list[Held] = field(default_factory=list)
    whole: bool = False  # asked for: the board keeps it when it draws itself anew

    @property
    def key(self) -> str:
        """What it is called in addresses."""
        return str(self.person.uid) if self.person else QUEUE

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


def loads_of(department: Department, person: Person) -> list[Load]:
    """Everybody of the department with their open items counted, the queue first, then the worst. What the viewer may
    not see is not counted."""
    now = clock.now()
    people = organisation.members_of(department)
    deputies = organisation.deputies_for([one.pk for one in people], now)
    loads = {one.pk: Load(one, deputies.get(one.pk)) for one in people}
    queue = Load(None)
    values: dict[str, Any] = {
        "members": list(loads),
        "department": department.pk,
        "tokens": tokens(person),
        "now": now,
    }
    with prepared() as cursor:
        cursor.execute(_LOADS, values)
        for holder, *found in cursor.fetchall():
            load = loads.get(holder, queue)
            load.count, load.late, load.soon, load.nearest = found
    usual = median([one.count for one in loads.values()] or [0])
    for load in loads.values():
        load.overloaded = load.count >= MANY and load.count > 2 * usual
    order = sorted(loads.values(), key=lambda one: (-one.late, -one.count))
    return [queue, *order] if queue.count else order


def unfold(loads: Sequence[Load], department: Department, person: Person, asked: Collection[str]) -> None:
    """Fetch the items that show: all of a load that was asked for, and the nearest of the first few that need looking
    at."""
    shown: list[Load] = []
    members = [load.person.pk for load in loads if load.person]
    for place, load in enumerate(loads):
        if load.key in asked:
            load.nearest, load.whole = _all_of(load, department, person, members), True
            shown.append(load)
        elif place < UNFOLDED and (place == 0 or load.late or load.overloaded):
            shown.append(load)
    _fetch(shown)


def _all_of(load: Load, department: Department, person: Person, members: list[int]) -> list[int]:
    presented = tokens(person)
    if load.person is None:
        return _OF_QUEUE(department.pk, presented, members)
    return _OF_ONE(department.pk, presented, load.person.pk)


def _open_in(department: Any, presented: Any) -> "QuerySet[WorkItem]":
    rows = WorkItem.objects.filter(department=department, closed_at=None)
    return rows.filter(matter__audience__overlap=presented).order_by("due_at", "id")


def _fetch(loads: Iterable[Load]) -> None:
    """The items of these loads with their limits, in two statements."""
    owner = {pk: load for load in loads for pk in load.nearest}
    if not owner:
        return
    ids, now = list(owner), clock.now()
    clocks = {one.item_id: one for one in _CLOCKS(ids)}
    for item in _ITEMS(ids):
        procedure = registry.get(item.matter.procedure)
        state = due.due_of(clocks.get(item.pk), now)
        owner[item.pk].items.append(Held(item, procedure, procedure.step_label(item.step), state))
