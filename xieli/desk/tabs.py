"""The lists of the desk, one for each tab: narrowed and counted by the database, drawn as far as they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from xieli.desk.rows import Row, matter_rows, owed_rows
from xieli.matters.models import Matter
from xieli.matters.queries import inbox
from xieli.organisation.models import Person

SOON = timedelta(days=1)
OFTEN = 3  # items one ends of the same matter, at most nearly always: a list of what was done names each once


@dataclass(frozen=True)
class Part:
    """The beginning of a list, whether it goes on; `owed`: what is known besides from the list of what one owes."""

    rows: list[Row]
    more: bool
    owed: inbox.Owed | None = None


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
    owed = inbox.owed(person, now, shown + 1, chosen)
    items = inbox.items(owed.items[:shown])
    return Part(owed_rows(items, person, now), len(owed.items) > shown, owed)


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
