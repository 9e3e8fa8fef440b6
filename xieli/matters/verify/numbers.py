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

from .breach import Breach


def look_at_keys(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I2: a key was committed together with what it did."""
    for key in Idempotency.objects.filter(event=None):
        yield Breach("I2", f"{key.scope} {key.key}", "the key is taken, but nothing was done")


def look_for_gaps(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I11: every number up to the last of its series was given, and none besides."""
    procedures = {procedure.prefix: procedure for procedure in registry.all_procedures()}
    expected: dict[str, set[str]] = {}
    for counter in Counter.objects.order_by("series", "period"):
        prefix = counter.series.removesuffix("·")
        procedure = procedures.get(prefix)
        if procedure is not None:
            expected.setdefault(procedure.key, set()).update(
                written(procedure, counter.period, n, hidden=counter.series != prefix)
                for n in range(1, counter.last + 1)
            )
    for key, numbers in expected.items():
        all_given = Matter.objects.filter(procedure=key).values_list("number", flat=True)
        given = {number for number in all_given if number is not None}
        for number in sorted(numbers - given):
            yield Breach("I11", number, "this number of the series is missing")
        for number in sorted(given - numbers):
            yield Breach("I11", number, "this number was never taken from its series")


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
