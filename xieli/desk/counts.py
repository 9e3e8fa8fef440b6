"""The numbers beside the navigation, on the bell and on the desk's tabs: capped, in one statement each."""

from typing import Any

from xieli.core import clock
from xieli.core.database import prepared
from xieli.matters.policy import tokens
from xieli.notifications import queries as notifications
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

# Three ways to owe something, each a range of its own index: joined by OR they would read every open item.
_OWED = """(
  SELECT due_at, sender_department_id FROM matters_workitem WHERE closed_at IS NULL AND person_id = %(me)s
  UNION ALL
  SELECT due_at, sender_department_id FROM matters_workitem
  WHERE closed_at IS NULL AND deputy_id = %(me)s AND person_id IS DISTINCT FROM %(me)s
  UNION ALL
  SELECT due_at, sender_department_id FROM matters_workitem
  WHERE closed_at IS NULL AND person_id IS NULL AND department_id = ANY(%(departments)s::int[])
    AND deputy_id IS DISTINCT FROM %(me)s
) owed"""
_SUBJECTS = {
    "todo": _OWED,
    "late": f"{_OWED} WHERE due_at < %(now)s",
    "to_read": "matters_follow WHERE person_id = %(me)s AND copied_by_id IS NOT NULL AND read_at IS NULL",
    "started": "matters_matter WHERE initiator_id = %(me)s AND head_seq > 0 AND closed_at IS NULL",
    "followed": "matters_follow WHERE person_id = %(me)s AND active",
    "drafts": "matters_matter WHERE initiator_id = %(me)s AND head_seq = 0 AND closed_at IS NULL",
}
_COUNTED = "(SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1000) capped)"
_TABS = "SELECT " + ", ".join(map(_COUNTED.format, _SUBJECTS.values()))
_WAITING = f"""
SELECT sender_department_id, count(*) FROM (
  SELECT sender_department_id FROM {_OWED}
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


def of_tabs(person: Person) -> dict[str, int]:
    """todo, late, to_read, started (open), followed, drafts of a person."""
    with prepared() as cursor:
        cursor.execute(_TABS, _values(person))
        row = cursor.fetchone()
    return dict(zip(_SUBJECTS, row, strict=True))


def of_waiting(person: Person) -> list[tuple[int, int]]:
    """别人在等我: other departments (ids) whose work waits for this person's, and in how many matters."""
    with prepared() as cursor:
        cursor.execute(_WAITING, _values(person))
        return [(department, count) for department, count in cursor.fetchall()]


def _values(person: Person) -> dict[str, Any]:
    return {"me": person.pk, "departments": organisation.departments_of(person), "now": clock.now()}


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
