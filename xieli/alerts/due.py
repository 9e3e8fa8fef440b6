"""What is due: one statement claims the clocks and brings all that their warnings need to know."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection

from xieli.core.composed import Quick
from xieli.matters.models import Clock, WorkItem

# Lock order is matter before clock everywhere (model, "The engine"). The claim therefore takes the matter too, in the
# weak mode that the alert's foreign key needs anyway, and skips what anybody is acting on at this moment.
ROWS = """
SELECT c.id, c.matter_id, c.item_id, c.name, c.kind, c.calendar, c.allowed, c.unit, c.run_from, c.used, c.due_at,
       c.warnings, c.level, c.next_at,
       m.uid::text, m.procedure, m.number, m.title, m.audience, m.lead_department_id,
       i.step, i.person_id, i.deputy_id, i.department_id
  FROM matters_clock c JOIN matters_matter m ON m.id = c.matter_id LEFT JOIN matters_workitem i ON i.id = c.item_id
 WHERE c.next_at <= %s AND (c.next_at, c.id) > (%s, %s) AND c.kind <> 'timer' AND c.paused_at IS NULL
 ORDER BY c.next_at, c.id LIMIT %s
"""
CLAIM = f"""{ROWS}
   FOR KEY SHARE OF m SKIP LOCKED
   FOR NO KEY UPDATE OF c SKIP LOCKED
"""
_CLOCKS = Quick(Clock)  # a burst is thousands of them
FIELDS = (
    *("id", "matter_id", "item_id", "name", "kind", "calendar", "allowed", "unit", "run_from", "used"),
    *("due_at", "warnings", "level", "next_at"),
)


class Subject(NamedTuple):
    """What a clock is about: its matter, and the step's item if it times one."""

    uid: str
    procedure: str
    number: str | None
    title: str
    audience: tuple[int, ...]
    lead_department: int | None
    step: str | None
    person: int | None
    deputy: int | None
    department: int | None


class Holding(NamedTuple):
    """Who holds the ball, as far as a warning must know: people, if any are named, and the department."""

    people: tuple[int, ...]
    department: int | None

    @classmethod
    def of(cls, held: Iterable[tuple[int | None, int | None, int | None]], lead: int | None) -> "Holding":
        """From (person, deputy, department) of the items that owe; the matter's lead where no item names one."""
        rows = list(held)
        people = [one for person, deputy, _ in rows for one in (person, deputy) if one is not None]
        departments = [department for *_, department in rows if department is not None]
        return cls(tuple(dict.fromkeys(people)), departments[0] if departments else lead)


class Due(NamedTuple):
    """A claimed clock whose moment has come."""

    clock: Clock
    subject: Subject
    holding: Holding
    place: "Place"


Place = tuple[datetime, int]
START: Place = (datetime(1970, 1, 1, tzinfo=UTC), 0)


def claim(now: datetime, batch: int, after: Place = START) -> list[Due]:
    """Lock up to `batch` due clocks, earliest first; what is being acted on is left for the next time.

    `after`: the place of the last one claimed. Beginning there spares a step over the index entries of all that
    moved on in this same burst, which stay until they are vacuumed.
    """
    return _all(CLAIM, [now, *after, batch])


def coming(now: datetime, until: datetime, most: int) -> list[Due]:
    """What falls due between the two moments, as far as it is known, without locking it."""
    return _all(ROWS, [until, now, 0, most])


def _all(statement: str, values: list[Any]) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = [_read(row) for row in cursor.fetchall()]
    holders = _open_items(clock.matter_id for clock, subject in rows if subject.step is None)
    return [Due(clock, subject, _holding(clock, subject, holders), _place(clock)) for clock, subject in rows]


def _place(clock: Clock) -> Place:
    return (clock.next_at or START[0], clock.pk)


def _read(row: tuple[Any, ...]) -> tuple[Clock, Subject]:
    clock = _CLOCKS.from_db(DEFAULT_DB_ALIAS, FIELDS, row[: len(FIELDS)])
    uid, procedure, number, title, audience, *rest = row[len(FIELDS) :]
    return clock, Subject(uid, procedure, number, title, tuple(audience), *rest)


def _holding(clock: Clock, subject: Subject, holders: dict[int, list[Any]]) -> Holding:
    """A step's own item; for a matter's clock all open items of its main round."""
    if subject.step is None:
        return Holding.of(holders[clock.matter_id], subject.lead_department)
    return Holding.of([(subject.person, subject.deputy, subject.department)], subject.lead_department)


def _open_items(matters: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if keys := set(matters):
        rows = WorkItem.objects.filter(matter_id__in=keys, closed_at=None, main=True).order_by("pk")
        for matter, *held in rows.values_list("matter_id", "person_id", "deputy_id", "department_id"):
            found[matter].append(held)
    return found
