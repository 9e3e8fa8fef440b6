"""Work of every procedure in the hands of one person: what the conformance walks of all folders leave open."""

import importlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.walking import BEGINNING
from xieli.organisation import holdings
from xieli.organisation.holdings import CannotPass, Occasion, Passing

AFTER = BEGINNING + timedelta(days=20)
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
    from xieli.matters import registry

    return {one.key for one in registry.all_procedures()}


def pile_up(cast: Any, person: Any, wanted: int, *, steps: int = 2) -> set[int]:
    """Let every procedure be walked until the person holds so many open items; answers the matters."""
    found: set[int] = set()
    for seed in range(1_000):
        for suite in suites():
            new = _walked(suite, cast, seed, steps)
            _give_everything(person, new)
            found |= new
        if WorkItem.objects.filter(person=person, closed_at=None).count() >= wanted:
            return found
    raise AssertionError("the walks leave too little open")


def _walked(suite: Conformance, cast: Any, seed: int, steps: int) -> set[int]:
    walk = suite.walk(cast, seed)
    walk.check = lambda: None  # type: ignore[method-assign]  # looked at once, afterwards
    try:
        with transaction.atomic(), clock.turned_to(walk.now):
            walk.begin()
            for _step in range(seed % (steps + 1)):
                walk.step()
    except ActionError:
        return set()
    return {one.pk for one in walk.matters}


def _give_everything(person: Any, matters: set[int]) -> None:
    """All that others hold in these matters goes to the person, by the way it goes in a handover."""
    owed = WorkItem.objects.filter(matter__in=matters, closed_at=None, person__isnull=False)
    for item in owed.exclude(person=person).select_related("person"):
        assert item.person is not None
        pass_all([Passing("item", str(item.seat_id), item.person, person, item.matter_id)])


def pass_all(passings: list[Passing]) -> None:
    """Pass on, or leave where it must stay."""
    try:
        with transaction.atomic(), clock.turned_to(AFTER):
            holdings.move(Occasion(SYSTEM, "JJ-0", "0", AFTER), passings)
    except CannotPass:
        pass


def picture(matters: set[int]) -> dict[int, tuple[str, Any, Any]]:
    """Seat → who holds what until when: what must be the same after going and coming back."""
    items = WorkItem.objects.filter(matter__in=matters, closed_at=None)
    rows = items.values_list("seat_id", "step", "person_id", "due_at")
    return {seat: (step, person, due) for seat, step, person, due in rows}


def open_matters(matters: set[int]) -> list[Matter]:
    """Those not at their end."""
    return list(Matter.objects.filter(pk__in=matters, closed_at=None))
