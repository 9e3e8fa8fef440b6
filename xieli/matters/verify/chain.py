"""I5: the ledger is whole, and folding its facts gives the present state."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from xieli.matters import ledger
from xieli.matters.models import Event, EventText, Matter, Round, WorkItem

from .breach import Breach, chunks


def look(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """Gaps, hashes, words against their digests, and the fold of every matter."""
    told = Event.objects.filter(matter=OuterRef("pk"))
    for piece in chunks(matters.filter(Q(head_seq__gt=0) | Exists(told))):
        yield from _look(piece)


def _look(piece: list[Matter]) -> Iterator[Breach]:
    keys = [matter.pk for matter in piece]
    by_key = {matter.pk: matter for matter in piece}
    events = defaultdict(list)
    for event in Event.objects.filter(matter__in=keys).order_by("matter_id", "seq"):
        event.matter = by_key[event.matter_id]
        events[event.matter_id].append(event)
    open_items: dict[int, dict[int, tuple[str, int | None, int | None]]] = defaultdict(dict)
    for item in WorkItem.objects.filter(matter__in=keys, closed_at=None):
        open_items[item.matter_id][item.pk] = (item.step, item.department_id, item.person_id)
    open_rounds = defaultdict(set)
    for matter_id, no in Round.objects.filter(matter__in=keys, closed_at=None).values_list("matter_id", "no"):
        open_rounds[matter_id].add(no)
    for matter in piece:
        for problem in ledger.broken_links(events[matter.pk]):
            yield Breach("I5", str(matter), problem)
        yield from _head(matter, events[matter.pk])
        yield from _fold(matter, events[matter.pk], open_items[matter.pk], open_rounds[matter.pk])
    said = {
        (event.pk, name): (event, digest)
        for rows in events.values()
        for event in rows
        for name, digest in ledger.words_of(event).items()
    }
    for text in EventText.objects.filter(event__matter__in=keys).select_related("event__matter"):
        _event, digest = said.pop((text.event_id, text.field), (None, None))
        if not ledger.text_is_whole(text, digest):
            yield Breach("I5", str(text.event.matter), f"the words of line {text.event.seq} were changed")
    for (_pk, name), (event, _digest) in said.items():
        yield Breach("I5", f"matter {event.matter_id}", f"the words “{name}” of line {event.seq} are gone")


def _head(matter: Matter, events: list[Event]) -> Iterator[Breach]:
    last = events[-1] if events else None
    if last is None or (matter.head_seq, matter.head_hash) != (last.seq, last.hash):
        yield Breach("I5", str(matter), f"the head {matter.head_seq} is not the last line of the ledger")


def _fold(
    matter: Matter,
    events: list[Event],
    open_items: dict[int, tuple[str, int | None, int | None]],
    open_rounds: set[int],
) -> Iterator[Breach]:
    folded = ledger.fold(events)
    pairs = {
        "state": (folded.state, matter.state),
        "number": (folded.number, matter.number),
        "rev": (folded.rev, matter.rev),
        "closed": (folded.closed, matter.closed_at is not None),
        "open items": (folded.open_items, open_items),
        "open rounds": (folded.open_rounds, open_rounds),
    }
    for what, (told, found) in pairs.items():
        if told != found:
            yield Breach("I5", str(matter), f"{what}: the ledger tells {told}, the tables hold {found}")
