"""I6 one verdict per seat, nobody approves their own matter, no round left that can't be decided; I11 a holder;
I12 nothing owed by somebody who has left."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xieli.core import clock
from xieli.matters.commands.tallying import tally
from xieli.matters.deputies import DECIDING
from xieli.matters.models import Matter, Round, Seat, WorkItem
from xieli.matters.models.responsibility import Mode
from xieli.organisation import queries as organisation

from .breach import Breach, chunks


def look(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I6."""
    yield from _own_matters(matters)
    for piece in chunks(matters.filter(closed_at=None)):
        for round in Round.objects.filter(matter__in=piece, closed_at=None).prefetch_related(
            "seats", "items"
        ):
            yield from _stuck(round)
    ended = Round.objects.filter(matter__in=matters, closed_at__isnull=False, items__closed_at=None)
    for round in ended.select_related("matter").distinct():
        yield Breach("I6", str(round.matter), f"round {round.no} is over, but an item of it is open")


def _own_matters(matters: "QuerySet[Matter]") -> Iterator[Breach]:
    items = WorkItem.objects.filter(matter__in=matters, seat=OuterRef("pk"), kind__in=DECIDING)
    seats = (
        Seat.objects.filter(Exists(items), round__matter__in=matters)
        .exclude(verdict="")
        .exclude(round__purpose="extension")
    )
    for seat in seats.filter(decided_by=F("round__matter__initiator")).select_related(
        "round__matter__initiator"
    ):
        person = seat.round.matter.initiator
        # Only who has nobody above (the general manager) decides on an own matter; the ledger says so.
        if person is not None and organisation.superior_of(person) is not None:
            yield Breach("I6", str(seat.round.matter), f"{person.name} decided on their own matter")
    asked = Seat.objects.filter(
        round__matter__in=matters,
        round__main=False,
        round__payload__has_key="asker",
        decided_by__isnull=False,
    )
    for seat in asked.select_related("round__matter", "decided_by"):
        person = seat.decided_by
        if (
            person is not None
            and person.pk == seat.round.asker
            and organisation.superior_of(person) is not None
        ):
            yield Breach("I6", str(seat.round.matter), f"{person.name} decided on their own request")
    both = WorkItem.objects.filter(matter__in=matters, closed_at=None).exclude(seat__verdict="")
    for item in both.select_related("matter"):
        yield Breach("I6", str(item.matter), f"item {item.pk} is open though its seat has its verdict")


def _stuck(round: Round) -> Iterator[Breach]:
    seats = [seat for seat in round.seats.all() if not seat.dropped]
    waiting = {seat.pk for seat in seats if not seat.verdict}
    asked = {item.seat_id for item in round.items.all() if item.closed_at is None}
    subject = f"round {round.no} of matter {round.matter_id}"
    if not waiting or (
        round.mode != Mode.ONE
        and tally(round.mode, round.need, round.veto, [seat.verdict for seat in seats]) is not None
    ):
        yield Breach("I6", subject, "it could be decided, but is open")
    if round.mode == Mode.ORDER and not asked:
        yield Breach("I6", subject, "in order, and nobody is asked")
    if round.mode != Mode.ORDER and asked != waiting:
        yield Breach("I6", subject, f"seats {sorted(waiting)} wait, seats {sorted(asked)} are asked")


def look_for_holders(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I11, first half: an open matter has a holder, or its state declares why not."""
    owed = WorkItem.objects.filter(matter=OuterRef("pk"), closed_at=None, main=True)
    for matter in matters.filter(~Exists(owed), closed_at=None, idle=False):
        yield Breach("I11", str(matter), "open, and nobody owes the next act")
    left_over = WorkItem.objects.filter(matter__in=matters, closed_at=None, matter__closed_at__isnull=False)
    for item in left_over.select_related("matter"):
        yield Breach("I11", str(item.matter), f"closed, but item {item.pk} is still owed")


def look_for_the_departed(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I12."""
    today = clock.local(now).date()
    gone = Q(person__left_on__lte=today)
    for item in WorkItem.objects.filter(gone, matter__in=matters, closed_at=None).select_related(
        "matter", "person"
    ):
        yield Breach("I12", str(item.matter), f"{item.person} has left and still owes {item.step}")
