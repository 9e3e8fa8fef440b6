"""Looks whether what the product promises of its data holds: the invariants I1–I14, those that have a subject yet.

I7 comes with bookings (procedures.sharing); I8 (scores) has no subject yet.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from xieli.core import clock
from xieli.matters.models import Matter

from . import anchor, chain, documents, numbers, rounds, surroundings, times
from .breach import Breach, Examination

OF_MATTERS = (
    Examination("I5", "the ledger is whole and folds to the present state", chain.look),
    Examination("I6", "one verdict per seat, no round stuck", rounds.look),
    Examination("I11", "every open matter has a holder", rounds.look_for_holders),
    Examination("I12", "nothing is owed by somebody who left", rounds.look_for_the_departed),
    Examination("I3", "every warning once", times.look_for_repeats),
    Examination("I3", "every warning of its clock's matter", times.look_at_subjects),
    Examination("I13", "the accounts of each clock balance", times.look_at_accounts),
)
OF_THE_WHOLE = (
    Examination("I2", "one effect per key", numbers.look_at_keys),
    Examination("I4", "no warning is overdue", times.look_for_silence),
    Examination("I9", "nothing undelivered without a plan", surroundings.look_at_deliveries),
    Examination("I10", "attachments have their bytes", surroundings.look_at_files),
    Examination("I11", "numbers without gaps", numbers.look_for_gaps),
    Examination("I14", "document numbers without gaps", documents.look_for_gaps),
    Examination("I14", "documents say what was issued", documents.look_at_papers),
    Examination("I14", "ledger and documents tell the same", documents.look_at_ledger),
    Examination("I5", "the anchors agree with the ledger", anchor.look),
)
# What layers above promise of their own data; each says so when it starts.
FURTHER: list[Examination] = []


def examinations() -> tuple[Examination, ...]:
    """Every examination there is."""
    return (*OF_MATTERS, *OF_THE_WHOLE, *FURTHER)


def breaches(
    matters: "QuerySet[Matter] | None" = None,
    wanted: Iterable[Examination] | None = None,
    now: datetime | None = None,
) -> Iterator[Breach]:
    """Every breach found among these matters (default all)."""
    if matters is None:
        matters = Matter.objects.all()
    for examination in examinations() if wanted is None else wanted:
        yield from examination.look(matters, now or clock.now())


__all__ = ["FURTHER", "OF_MATTERS", "Breach", "Examination", "breaches", "examinations"]
