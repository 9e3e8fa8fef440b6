"""The lists of the desk, one for each tab: narrowed and counted by the database, drawn as far as they are shown."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from xieli.desk.rows import Row, matter_rows, owed_rows
from xieli.matters.models import Matter
from xieli.matters.queries import inbox
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

SOON = timedelta(days=1)
OFTEN = 3  # items one ends of the same matter, at most nearly always: a list of what was done names each once


@dataclass(frozen=True)
class Part:
    """The beginning of a list, whether it goes on; of what one owes, how much falls due soon and who waits."""

    rows: list[Row]
    more: bool
    soon: int = 0
    waiting: list[tuple[int, int]] | None = None  # None: not known from this list


def part(tab: str, person: Person, chosen: Mapping[str, Any], shown: int, now: datetime) -> Part:
    """The first `shown` rows of a tab that fit what was chosen in the filters of the desk."""
    if tab == "todo":
        return _todo(person, chosen, shown, now)
    query, path = _LISTS[tab]
    most = (shown + 1) * (OFTEN if tab == "done" else 1)
    found = [_matter(row) for row in _narrowed(query(person), path, chosen, now)[:most]]
    once = list({matter.pk: matter for matter in found}.values())
    return Part(matter_rows(once[:shown], now), len(once) > shown or len(found) == most)


def _todo(person: Person, chosen: Mapping[str, Any], shown: int, now: datetime) -> Part:
    own, everything = set(organisation.departments_of(person)), inbox.owed(person, now)
    others = [one.sender_department for one in everything if one.sender_department]
    waiting = Counter([department for department in others if department not in own])
    owed = [
        one
        for one in everything
        if chosen.get("procedure") in (None, "", one.procedure)
        and chosen.get("light") in (None, "", one.light)
        and not (chosen.get("sender") and one.sender_department not in waiting)
    ]
    items = inbox.items([one.item for one in owed[:shown]])
    soon = sum(1 for one in owed if one.light == "amber")
    most = sorted(waiting.items(), key=lambda one: (-one[1], one[0]))
    return Part(owed_rows(items, person, now), len(owed) > shown, soon, most)


def _narrowed(rows: "QuerySet[Any]", path: str, chosen: Mapping[str, Any], now: datetime) -> "QuerySet[Any]":
    """What fits, of rows that lead to their matter by `path`. Nobody waits for what one doesn't owe."""
    due = f"{path}next_due_at"
    lights = {
        "red": Q(**{f"{due}__lt": now}),
        "amber": Q(**{f"{due}__range": (now, now + SOON)}),
        "ok": Q(**{f"{due}__gt": now + SOON}),
    }
    if chosen.get("sender"):
        return rows.none()
    if chosen.get("procedure"):
        rows = rows.filter(**{f"{path}procedure": chosen["procedure"]})
    return rows.filter(lights[chosen["light"]]) if chosen.get("light") else rows


def _matter(row: Any) -> Matter:
    return row if isinstance(row, Matter) else row.matter


_LISTS: dict[str, tuple[Callable[[Person], Any], str]] = {
    "to_read": (inbox.to_read, "matter__"),
    "started": (inbox.started_by, ""),
    "followed": (inbox.followed_by, ""),
    "done": (inbox.done_by, "matter__"),
    "drafts": (inbox.drafts_of, ""),
}
