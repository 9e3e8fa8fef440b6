"""What holds for every matter after every act, whatever the procedure: what `verify` looks for in the whole database,
and what only a test may ask of each single step."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection

from xieli.matters import clocks
from xieli.matters.models import Clock, Matter, Round, WorkItem
from xieli.matters.policy import tokens
from xieli.matters.verify import OF_MATTERS, breaches


def broken(matters: Iterable[Matter], now: datetime) -> list[str]:
    """What is wrong with these matters just now, in words; empty when all is well."""
    chosen = Matter.objects.filter(pk__in=[matter.pk for matter in matters])
    found = [str(breach) for breach in breaches(chosen, OF_MATTERS, now)]
    for matter in chosen:
        own = [*_somebody_owes(matter), *_items(matter), *_ended(matter), *_listed(matter)]
        found += [f"{matter.reference}: {problem}" for problem in own]
    return found


def check_deferred() -> None:
    """Let the constraints that wait for the commit speak now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _somebody_owes(matter: Matter) -> Iterator[str]:
    """Exactly one open main round, unless idle or closed."""
    rounds = Round.objects.filter(matter=matter, closed_at=None, main=True).count()
    expected = 0 if matter.idle or matter.closed_at else 1
    if rounds != expected:
        yield f"{rounds} open main rounds where {expected} was expected"


def _items(matter: Matter) -> Iterator[str]:
    """An open item belongs to an open round, is held by who its seat says, has one running limit and is visible."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None)
    for item in items.select_related("round", "seat", "person").prefetch_related("clocks"):
        name = f"item {item.pk} ({item.step})"
        if item.round.closed_at is not None or item.seat.dropped:
            yield f"{name} is open in a closed round or a dropped seat"
        if (item.seat.department_id, item.seat.person_id) != (item.department_id, item.person_id):
            yield f"{name} is held by another than its seat says"
        if item.person is not None and not set(tokens(item.person)) & set(matter.audience):
            yield f"{item.person} owes {name} and may not see the matter"
        clocks = [one for one in item.clocks.all() if one.stopped_at is None]
        if len(clocks) != 1:
            yield f"{name} has {len(clocks)} unstopped clocks"
        elif clocks[0].due_at != item.due_at:
            yield f"{name} shows another due moment than its clock"


def _ended(matter: Matter) -> Iterator[str]:
    """Closed: no round is open, nothing runs, nothing is due."""
    if matter.closed_at is None:
        return
    if Round.objects.filter(matter=matter, closed_at=None).exists():
        yield "closed, and a round is open"
    if Clock.objects.filter(matter=matter, stopped_at=None).exists():
        yield "closed, and a clock runs"
    if matter.due_at is not None or matter.next_due_at is not None:
        yield "closed, and still due"


def _listed(matter: Matter) -> Iterator[str]:
    """Lists sort by the clock they show."""
    first = clocks.nearest(Clock.objects.filter(matter=matter))
    if matter.next_due_at != (first.due_at if first is not None else None):
        yield f"lists show it due at {matter.next_due_at}, its nearest clock is {first and first.due_at}"
