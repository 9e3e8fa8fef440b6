"""The numbers beside the navigation, on the bell and on the desk's tabs: capped, in one statement each."""

from functools import cache
from typing import Any

from xieli.core import clock
from xieli.core.database import prepared
from xieli.matters.policy import tokens
from xieli.matters.queries import inbox
from xieli.notifications import queries as notifications
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

_BESIDE = {
    "to_read": "matters_follow WHERE person_id = %(me)s AND copied_by_id IS NOT NULL AND read_at IS NULL",
    "started": "matters_matter WHERE initiator_id = %(me)s AND head_seq > 0 AND closed_at IS NULL",
    "followed": "matters_follow WHERE person_id = %(me)s AND active",
    "drafts": "matters_matter WHERE initiator_id = %(me)s AND head_seq = 0 AND closed_at IS NULL",
}
_COUNTED = "(SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1000) capped)"


def _owed(departments: int) -> str:
    """All one owes, as `inbox.ways` has it."""
    return " UNION ALL ".join(
        f"SELECT due_at, sender_department_id FROM matters_workitem WHERE closed_at IS NULL AND {way}"  # noqa: S608
        for way in inbox.ways(departments)
    )


@cache
def _tabs(departments: int | None) -> str:
    """All six numbers; None: without those of what one owes."""
    subjects = [*_BESIDE.values()]
    if departments is not None:
        owed = f"({_owed(departments)}) owed"
        subjects[:0] = owed, f"{owed} WHERE due_at < %(now)s"
    return "SELECT " + ", ".join(map(_COUNTED.format, subjects))


@cache
def _waiting(departments: int) -> str:
    return f"""
SELECT sender_department_id, count(*) FROM (
  SELECT sender_department_id FROM ({_owed(departments)}) owed
  WHERE sender_department_id <> ALL(%(departments)s::int[]) LIMIT 1000
) waiting GROUP BY 1 ORDER BY 2 DESC, 1
"""  # noqa: S608  (put together from constants)


_OPEN = """
SELECT procedure, count(*) FROM (
  SELECT procedure FROM matters_matter
  WHERE closed_at IS NULL AND (NOT idle OR next_due_at IS NOT NULL) AND head_seq > 0
    AND audience && %(tokens)s::int[] LIMIT 5000
) open GROUP BY procedure
"""


def of_tabs(person: Person, owed: inbox.Owed | None = None) -> dict[str, int]:
    """todo, late, to_read, started (open), followed, drafts of a person; `owed`: where that is read already."""
    values: dict[str, Any] = {"me": person.pk}
    own: list[int] | None = None
    if owed is None:
        own = organisation.departments_of(person)
        values |= {"now": clock.now(), **inbox.named(own)}
    with prepared() as cursor:
        cursor.execute(_tabs(None if own is None else len(own)), values)
        row = cursor.fetchone()
    todo = () if owed is None else (owed.todo, owed.late)
    return dict(zip(("todo", "late", *_BESIDE), (*todo, *row), strict=True))


def of_waiting(person: Person) -> list[tuple[int, int]]:
    """别人在等我: other departments (ids) whose work waits for this person's, and in how many matters."""
    with prepared() as cursor:
        own = organisation.departments_of(person)
        cursor.execute(_waiting(len(own)), {"me": person.pk, "departments": own, **inbox.named(own)})
        return [(department, count) for department, count in cursor.fetchall()]


def of_open_matters(person: Person) -> dict[str, int]:
    """Open matters this person may see, by procedure."""
    with prepared() as cursor:
        cursor.execute(_OPEN, {"tokens": tokens(person)})
        return dict(cursor.fetchall())


def badges(person: Person) -> dict[str, dict[str, Any]]:
    """What `counts.js` writes beside the navigation: name → {n, late}."""
    tabs = of_tabs(person)
    found: dict[str, dict[str, Any]] = {
        "todo": {"n": tabs["todo"], "late": tabs["late"] > 0},
        "notifications": {"n": notifications.unread(person), "late": False},
    }
    for procedure, number in of_open_matters(person).items():
        found[procedure] = {"n": number, "late": False}
    return found
