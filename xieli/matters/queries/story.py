"""What happened to one matter: the ribbon of who held it how long, and the timeline of events and alerts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from xieli.core.composed import Composed, composed
from xieli.matters.clocks import held
from xieli.matters.models import Alert, Clock, Event, EventText, Matter, WorkItem
from xieli.matters.queries.hanging import any_of
from xieli.organisation.models import Department, Person
from xieli.worktime import calendars


@dataclass(frozen=True)
class Segment:
    """One stretch of the ribbon, `seconds` as `held` counts them. `colour`: ok blue amber red pause."""

    item: WorkItem
    department: Department | None
    person: Person | None
    begin: datetime
    end: datetime
    seconds: int
    colour: str
    running: bool = False

    @property
    def late(self) -> bool:
        """After the item's due moment."""
        return self.colour == "red"


def ribbon(matter: Matter, now: datetime) -> list[Segment]:
    """The stretches of all main items in order; each split where it became late and where it was paused.

    Two queries: items, and the pauses of their clocks.
    """
    items = list(
        WorkItem.objects.filter(matter=matter, main=True)
        .select_related("department", "person")
        .order_by("opened_at", "id")
    )
    limits = limits_of(matter, items, now)
    return [piece for item in items for piece in pieces(item, limits.get(item.pk, NO_LIMIT), now)]


class Limit(NamedTuple):
    """How an item's own limit counts, and from when to when it stood still."""

    unit: str
    pauses: list[tuple[datetime, datetime]]


NO_LIMIT = Limit("W", [])


def with_units(items: "QuerySet[WorkItem]") -> "QuerySet[WorkItem]":
    """Items with the unit of their own limit (`limit_unit`)."""
    own = Clock.objects.filter(item=OuterRef("pk")).values("unit")[:1]
    return items.annotate(limit_unit=Subquery(own))


def limits_of(matter: Matter, items: Iterable[WorkItem], now: datetime) -> dict[int, Limit]:
    """The limit of each item that has one, by item; a pause that lasts ends now. One query, none where nothing on the
    matter ever stood still (the items are `with_units` then)."""
    if not any_of(matter, "pauses"):
        return {item.pk: Limit(unit, []) for item in items if (unit := item.limit_unit)}  # type: ignore[attr-defined]
    found: dict[int, Limit] = {}
    for item, unit, begin, end in _LIMITS(matter.pk):
        limit = found.setdefault(item, Limit(unit, []))
        if begin is not None:
            limit.pauses.append((begin, end or now))
    return found


_LIMITS = composed(
    lambda matter: (
        Clock.objects.filter(matter=matter, item__isnull=False)
        .annotate(pause=FilteredRelation("changes", condition=Q(changes__kind="pause")))
        .values_list("item_id", "unit", "pause__at", "pause__ended_at")
    )
)


def pieces(item: WorkItem, limit: Limit, now: datetime) -> list[Segment]:
    """One item's stretches. Its `department` and `person` are read: load them with it."""
    end, pauses = item.closed_at or now, limit.pauses
    cuts = {item.opened_at, end}
    if item.due_at and item.opened_at < item.due_at < end:
        cuts.add(item.due_at)
    for begin, stop in pauses:
        cuts |= {moment for moment in (begin, stop) if item.opened_at < moment < end}
    moments = sorted(cuts)
    calendar = calendars.get(item.department.calendar if item.department else "office")
    found = []
    for begin, stop in pairwise(moments):
        paused = any(a <= begin and stop <= b for a, b in pauses)
        late = item.due_at is not None and begin >= item.due_at
        colour = "pause" if paused else "red" if late else "ok"
        found.append(
            Segment(
                item,
                item.department,
                item.person,
                begin,
                stop,
                held(calendar, limit.unit, begin, stop),
                colour,
                running=item.closed_at is None and stop == end,
            )
        )
    return found


@dataclass(frozen=True)
class Line:
    """One line of the timeline: an event with its words, or an alert."""

    at: datetime
    event: Event | None = None
    alert: Alert | None = None
    texts: tuple[tuple[str, str], ...] = ()


def timeline(matter: Matter, limit: int = 200) -> list[Line]:
    """Events and alerts, newest first; names are held in memory. Three queries."""
    events = _events(limit)(matter.pk)
    words: dict[int, list[tuple[str, str]]] = {}
    for event, field, text, erased in _WORDS([event.pk for event in events]):
        words.setdefault(event, []).append((field, _("（已按个人信息要求删除）") if erased else text))
    lines = [Line(event.at, event=event, texts=tuple(words.get(event.pk, ()))) for event in events]
    alerts = _alerts(limit)(matter.pk) if any_of(matter, "alerts") else []
    lines += [Line(alert.raised_at, alert=alert) for alert in alerts]
    return sorted(lines, key=lambda line: (line.at, line.event.seq if line.event else 0), reverse=True)


@cache
def _events(limit: int) -> Composed[Event]:
    unread = ("body", "previous_hash", "hash")
    return composed(
        lambda matter: Event.objects.filter(matter=matter).defer(*unread).order_by("-seq")[:limit]
    )


@cache
def _alerts(limit: int) -> Composed[Alert]:
    return composed(
        lambda matter: (
            Alert.objects.filter(matter=matter)
            .select_related("item", "clock")
            .order_by("-raised_at", "-id")[:limit]
        )
    )


_WORDS = composed(
    lambda events: (
        EventText.objects.filter(event__among=events)
        .order_by("id")
        .values_list("event_id", "field", "text", "erased_at")
    )
)


def colour_of(due: datetime | None, opened: datetime, now: datetime) -> str:
    """The light of an open item by its own limit: red when late, amber in the last fifth, else ok."""
    if due is None:
        return "ok"
    if now >= due:
        return "red"
    span = (due - opened).total_seconds()
    return "amber" if span > 0 and (due - now).total_seconds() < span / 5 else "ok"
