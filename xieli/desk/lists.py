"""Lists of matters: what the address asks for, sorted and paged by key, so that page 400 costs what page 1 costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from xieli.core import clock
from xieli.core.composed import instances
from xieli.core.requests import number
from xieli.desk.rows import SHOWN
from xieli.matters import registry
from xieli.matters.models import Matter, WorkItem
from xieli.organisation.models import Person
from xieli.search.find import found

SIZE = 50
SEARCHED = ("number", "title", "summary")
SORTS = ("due", "-due", "-opened", "opened", "number", "-number")
SOON = timedelta(days=1)
OWED = Q(closed_at=None) & (Q(idle=False) | Q(next_due_at__isnull=False))
WHICH = {
    "open": OWED,  # somebody owes something, or a limit runs
    "waiting": Q(
        closed_at=None, idle=True, next_due_at=None
    ),  # only a period runs out, as for a customer's rating
    "closed": Q(closed_at__isnull=False),
}


@dataclass(frozen=True)
class Window:
    """One page of matters and the key of the next one, empty at the end."""

    matters: list[Matter]
    after: str


def narrowed(person: Person, chosen: Mapping[str, Any], procedure: str = "") -> "QuerySet[Matter]":
    """The matters this person may see that fit the filters; `chosen` is the cleaned data of ListFilter. Where nobody
    ever owes anything, as in the register of decisions, what is in force is open."""
    rows: QuerySet[Matter] = Matter.objects.visible_to(person).filter(head_seq__gt=0)
    if procedure or chosen.get("procedure"):
        rows = rows.filter(procedure=procedure or chosen["procedure"])
    if (which := chosen.get("which") or "open") in WHICH:
        register = which == "open" and procedure and not registry.get(procedure).steps()
        rows = rows.filter(closed_at=None) if register else rows.filter(WHICH[which])
    for name in ("state", "category", "classification"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("lead"):
        rows = rows.filter(lead_department=chosen["lead"])
    if chosen.get("holder"):
        held = WorkItem.objects.filter(department=chosen["holder"], closed_at=None).values("matter")
        rows = rows.filter(pk__in=held)
    rows = _by_time(rows, chosen)
    if chosen.get("mine"):
        rows = rows.filter(Q(initiator=person) | Q(people__contains=[person.pk]))
    if chosen.get("q"):
        rows = found(rows, chosen["q"], SEARCHED, vector="words")
    return rows


def _by_time(rows: "QuerySet[Matter]", chosen: Mapping[str, Any]) -> "QuerySet[Matter]":
    now = clock.now()
    if chosen.get("light") == "red":
        rows = rows.filter(next_due_at__lt=now)
    elif chosen.get("light") == "amber":
        rows = rows.filter(next_due_at__range=(now, now + SOON))
    if chosen.get("since"):
        rows = rows.filter(opened_at__gte=_midnight(chosen["since"]))
    if chosen.get("until"):
        rows = rows.filter(opened_at__lt=_midnight(chosen["until"] + timedelta(days=1)))
    return rows


def _midnight(day: Any) -> datetime:
    return clock.at(day.year, day.month, day.day)


def window(rows: "QuerySet[Matter]", sort: str, after: str, size: int = SIZE) -> Window:
    """One page of `rows`. `after` is the key a former page gave; a broken one begins anew."""
    down = sort.startswith("-")
    if sort.endswith("due"):
        return _by_due(rows, _key(after), size, down=down)
    column = "opened_at" if sort.endswith("opened") else "number"
    rows = rows.order_by(f"{'-' if down else ''}{column}", f"{'-' if down else ''}id")
    key = _key(after)
    if key and key[0] is not None and column == "opened_at":
        side = "lte" if down else "gte"
        rows = rows.filter(**{f"opened_at__{side}": key[0]})
        rows = rows.exclude(**{"opened_at": key[0], f"id__{'gte' if down else 'lte'}": key[1]})
    elif key and column == "number":
        rows = rows.filter(**{f"number__{'lt' if down else 'gt'}": after.rpartition("~")[0]})
    taken = _read(rows[: size + 1])
    return _cut(taken, size, column)


def _by_due(
    rows: "QuerySet[Matter]", key: tuple[datetime | None, int] | None, size: int, *, down: bool
) -> Window:
    """Nearest due first (or last), then those without a limit; each half is a range of its index."""
    if key is None and not down:  # both in one: of how many have a limit the planner knows too little
        return _cut(_read(rows.order_by("next_due_at", "id")[: size + 1]), size, "next_due_at")
    taken: list[Matter] = []
    if key is None or key[0] is not None:
        sign, side = ("-", "lt") if down else ("", "gt")
        dated = rows.filter(next_due_at__isnull=False).order_by(f"{sign}next_due_at", f"{sign}id")
        if key is not None:
            dated = dated.filter(**{f"next_due_at__{side}e": key[0]})
            dated = dated.filter(~Q(next_due_at=key[0]) | Q(**{f"id__{side}": key[1]}))
        taken = _read(dated[: size + 1])
    if len(taken) <= size:
        free = rows.filter(next_due_at=None).order_by("id")
        if key is not None and key[0] is None:
            free = free.filter(id__gt=key[1])
        taken += _read(free[: size + 1 - len(taken)])
    return _cut(taken, size, "next_due_at")


def _read(rows: "QuerySet[Matter]") -> list[Matter]:
    """A page of matters in the columns that lists show."""
    return instances(rows, SHOWN)


def _cut(taken: list[Matter], size: int, column: str) -> Window:
    if len(taken) <= size:
        return Window(taken, "")
    last = taken[size - 1]
    value = getattr(last, column)
    text = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else (value or "")
    return Window(taken[:size], f"{text}~{last.pk}")


def _key(after: str) -> tuple[datetime | None, int] | None:
    """(moment or None, id) of a key, None for no key or nonsense."""
    text, _, pk = after.rpartition("~")
    key = number(pk)
    if key is None:
        return None
    try:
        return (datetime.fromisoformat(text) if text else None), key
    except ValueError:
        return None, key
