"""Work of every procedure in the hands of one person: what the conformance walks of all folders leave open."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import SYSTEM
from xieli.matters.errors import ActionError
from xieli.matters.holding import role_name, rows_of
from xieli.matters.models import Matter, WorkItem
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.walking import BEGINNING
from xieli.organisation import holdings
from xieli.organisation import queries as organisation
from xieli.organisation.holdings import CannotPass, Occasion, Passing

AFTER = BEGINNING + timedelta(days=20)
QUICK = 0.15  # seconds of processor time
LEFT_OUT = frozenset({"handover", "replay"})  # what is handed over, and what only repeats imported logs


def suites() -> list[Conformance]:
    """The conformance suite of every procedure, each of which knows how to play its own."""
    for path in settings.PROCEDURE_APPS:
        for file in Path(importlib.import_module(path).__file__ or "").parent.glob(
            "tests/test_*conformance.py"
        ):
            importlib.import_module(f"{path}.tests.{file.stem}")
    found = {one.key: one for one in _below(Conformance) if "key" in vars(one) and one.key not in LEFT_OUT}
    return [suite() for key, suite in sorted(found.items()) if key in _known()]


def _below(kind: type[Conformance]) -> Iterator[type[Conformance]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _known() -> set[str]:
    return {one.key for one in registry.all_procedures()}


def pile_up(cast: Any, person: Any, wanted: int, *, steps: int = 2) -> set[int]:
    """Let every procedure be walked twice, then the quick ones begun, until the person holds so many open items;
    answers the matters."""
    papers = importlib.import_module("xieli.procedures.seal_use.tests.conftest")
    papers.issued(cast, 10)
    papers.seal(cast)
    papers.seal(cast, "department")
    found: set[int] = set()
    costs: dict[str, float] = {}
    for seed in range(1_000):
        for suite in suites():
            if seed > 1 and costs[suite.key] > QUICK:
                continue
            began = process_time()
            new = _walked(suite, cast, seed, steps if seed < 2 else 0)
            costs[suite.key] = process_time() - began
            _give_everything(person, new)
            found |= new
        if WorkItem.objects.filter(person=person, closed_at=None).count() >= wanted:
            _count_rows()
            return found
    raise AssertionError("the walks leave too little open")


def _count_rows() -> None:
    """Nobody counts the rows of a transaction that isn't over: statements would be planned for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _walked(suite: Conformance, cast: Any, seed: int, steps: int) -> set[int]:
    walk = suite.walk(cast, seed)
    walk.check = lambda: None  # type: ignore[method-assign]  # looked at once, afterwards
    try:
        with transaction.atomic(), clock.turned_to(walk.now):
            walk.begin()
            for _step in range(seed % (steps + 1)):
                walk.step()
    except (ActionError, AssertionError):  # nobody could begin this time
        return set()
    return {one.pk for one in walk.matters}


def _give_everything(person: Any, matters: set[int]) -> None:
    """All that others hold in these matters goes to the person, by the way it goes in a handover."""
    for passing in held_in(matters):
        if passing.holder != person:
            pass_on(replace(passing, taker=person))


def held_in(matters: set[int]) -> Iterator[Passing]:
    """Items, requests and roles of open matters, each with who holds it (who takes it is still to be said)."""
    items = WorkItem.objects.filter(matter__in=matters, closed_at=None, person__isnull=False)
    items = items.exclude(kind="read")  # in person
    for item in items.select_related("person"):
        if item.person is not None:
            yield Passing("item", str(item.seat_id), item.person, item.person, item.matter_id)
    for matter in Matter.objects.filter(pk__in=matters, closed_at=None):
        holder = organisation.person_by_id(matter.requester_id) if matter.requester_id else None
        if holder is not None:
            yield Passing("raised", str(matter.pk), holder, holder, matter.pk)
    for procedure in registry.all_procedures():
        for hold in procedure.holds:
            rows = rows_of(procedure, hold).filter(**{f"{hold.matter}__in": matters})
            for pk, matter_pk, person in rows.values_list("pk", hold.matter, hold.person):
                holder = organisation.person_by_id(person) if person else None
                if holder is not None:
                    yield Passing(role_name(procedure, hold), str(pk), holder, holder, matter_pk)


def pass_on(passing: Passing) -> None:
    """Pass on, or leave where it must stay."""
    try:
        with transaction.atomic(), clock.turned_to(AFTER):
            holdings.move(Occasion(SYSTEM, "JJ-0", "0", AFTER), [passing])
    except CannotPass:
        pass


def picture(matters: set[int]) -> dict[tuple[str, str], int]:
    """(kind, key) → who holds it: what must be the same after going and coming back."""
    return {(one.kind, one.key): one.holder.pk for one in held_in(matters)}


def dues(matters: set[int]) -> dict[int, Any]:
    """Seat → until when its item is due: what never changes."""
    items = WorkItem.objects.filter(matter__in=matters, closed_at=None)
    return dict(items.values_list("seat_id", "due_at"))
