"""I1 what was acknowledged is there; I2 one effect per key; I11, second half: gapless numbers."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet

from xieli.documents.models import Counter
from xieli.matters import registry
from xieli.matters.models import Event, Idempotency, Matter
from xieli.matters.numbering import written
from xieli.matters.procedure import Procedure

from .breach import Breach


def look_at_keys(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I2: a key was committed together with what it did."""
    for key in Idempotency.objects.filter(event=None):
        yield Breach("I2", f"{key.scope} {key.key}", "the key is taken, but nothing was done")


def look_for_gaps(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I11: every number up to the last of its series was given, and none besides."""
    for procedure in registry.all_procedures():  # one at a time: the numbers of one procedure fit in memory
        expected = set(_taken(procedure))
        rows = Matter.objects.filter(procedure=procedure.key, number__isnull=False)
        given = {str(number) for number in rows.values_list("number", flat=True).iterator()}
        for number in sorted(expected - given):
            yield Breach("I11", number, "this number of the series is missing")
        for number in sorted(given - expected):
            yield Breach("I11", number, "this number was never taken from its series")


def _taken(procedure: Procedure) -> Iterator[str]:
    """Every number that was given, by what the counters of the procedure's two series say."""
    series = (procedure.prefix, f"{procedure.prefix}·")
    for counter in Counter.objects.filter(series__in=series):
        hidden = counter.series != procedure.prefix
        for n in range(1, counter.last + 1):
            yield written(procedure, counter.period, n, hidden=hidden)


def look_for_acknowledged(path: Path) -> Iterator[Breach]:
    """I1: each line of a client's own ledger, {"matter": uid, "seq": n, "hash": …}, is an event with that hash."""
    for place, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        said = json.loads(line)
        found = Event.objects.filter(matter__uid=said["matter"], seq=said["seq"]).values_list(
            "hash", flat=True
        )
        if found.first() != said["hash"]:
            yield Breach(
                "I1", f"{said['matter']} line {said['seq']}", f"acknowledged (line {place}), but not there"
            )
