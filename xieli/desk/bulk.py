"""Scenes of many matters at once: what buttons in rows ask of the rules, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Case, IntegerField, Model, When

from xieli.core.composed import Composed, composed
from xieli.documents.models import Document
from xieli.matters import registry
from xieli.matters.details import read_with
from xieli.matters.models import Clock, Event, Matter, Round, Seat, WorkItem
from xieli.matters.scene import Scene
from xieli.matters.web import names, thin
from xieli.organisation import queries as organisation

_CLOCKS = composed(
    lambda matters: Clock.objects.filter(matter__among=matters, stopped_at=None).order_by("id")
)
# The one clock of each matter that a list shows, as `clocks.nearest` and `due.nearest` choose it.
_STANDS = Case(When(paused_at=None, then=0), default=1, output_field=IntegerField())
_SAYS_HOW_LATE = (
    *("matter", "name", "calendar", "unit", "allowed", "used", "run_from"),
    *("due_at", "paused_at", "pause_until", "stopped_at", "warnings", "level"),
)
_NEAREST = composed(
    lambda matters: (
        Clock.objects.filter(matter__among=matters, stopped_at=None)
        .exclude(kind="timer")
        .order_by("matter_id", _STANDS, Case(When(paused_at=None, then="due_at")), "id")
        .distinct("matter_id")
        .only(*_SAYS_HOW_LATE)
    )
)
_SEATS = composed(
    lambda matters: (
        Seat.objects.filter(round__matter__among=matters, round__closed_at=None)
        .select_related("round")
        .order_by("round_id", "ordinal")
    )
)
_OPEN_ITEMS = composed(
    lambda matters: WorkItem.objects.filter(closed_at=None, matter__among=matters).order_by("opened_at", "id")
)
_DEEDS = composed(
    lambda matters: Event.objects.filter(matter__among=matters, actor__isnull=False).values_list(
        "matter", "action", "actor"
    )
)
_STATES = composed(
    lambda matters: Round.objects.filter(matter__among=matters, main=True).values_list("matter", "state")
)


@cache
def _details_among(model: type[Model]) -> Composed[Any]:
    return composed(lambda matters: read_with(model).filter(pk__among=matters))


class Shelf:
    """Everything that hangs on a page of matters, fetched once for all of them; the past only when a rule asks."""

    def __init__(self, matters: Iterable[Matter], now: datetime) -> None:
        self.matters = {matter.pk: matter for matter in matters}
        self.now = now

    @cached_property
    def spells(self) -> Mapping[int, list[thin.Spell]]:
        """Who owed and owes the main steps, by matter."""
        return thin.spells_of(self.matters)

    @cached_property
    def clocks(self) -> Mapping[int, list[Clock]]:
        """Unstopped clocks by matter."""
        return _grouped(_CLOCKS(list(self.matters)))

    @cached_property
    def nearest(self) -> Mapping[int, Clock]:
        """By matter the one clock by which a list says how late it is."""
        return {one.matter_id: one for one in _NEAREST(list(self.matters))}

    @cached_property
    def seats(self) -> Mapping[int, list[Seat]]:
        """Seats of open rounds by matter."""
        found: dict[int, list[Seat]] = defaultdict(list)
        for seat in _SEATS(list(self.matters)):
            found[seat.round.matter_id].append(seat)
        return found

    @cached_property
    def open_items(self) -> Mapping[int, list[WorkItem]]:
        """Items still owed by matter, side ones too, oldest first, with names from memory."""
        return _grouped(names.with_names(row) for row in _OPEN_ITEMS(list(self.matters)))

    @cached_property
    def details(self) -> Mapping[int, Any]:
        """Details by matter: one query for each procedure on the page."""
        found: dict[int, Any] = {}
        kinds: dict[str, list[int]] = defaultdict(list)
        for matter in self.matters.values():
            kinds[matter.procedure].append(matter.pk)
        for key, ids in kinds.items():
            for row in _details_among(registry.get(key).details())(ids):
                found[row.pk] = row
        return found

    @cached_property
    def past(self) -> Mapping[int, list[tuple[str, int]]]:
        """(act, person) of every line of the ledgers, by matter."""
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for matter, action, actor in _DEEDS(list(self.matters)):
            found[matter].append((action, actor))
        return found

    @cached_property
    def rounds(self) -> Mapping[int, dict[str, int]]:
        """State → how many main rounds, by matter."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for matter, state in _STATES(list(self.matters)):
            found[matter][state] = found[matter].get(state, 0) + 1
        return found

    @cached_property
    def documents(self) -> Mapping[int, list[Document]]:
        """What the matters issued, newest first, by matter."""
        found: dict[int, list[Document]] = defaultdict(list)
        for row in Document.objects.filter(matter__in=self.matters).order_by("-id"):
            found[row.matter].append(row)
        return found

    @cached_property
    def deputies(self) -> dict[int, int]:
        """Who stands in for whom just now (ids)."""
        return organisation.everybody_away(self.now)

    def scene(self, matter: int) -> "ShelfScene":
        """The scene of one of the matters."""
        return ShelfScene(self, self.matters[matter])


class ShelfScene(Scene):
    """A scene that takes its rows from the shelf."""

    def __init__(self, shelf: Shelf, matter: Matter) -> None:
        procedure = registry.get(matter.procedure)
        super().__init__(matter, procedure, shelf.now)
        self.shelf = shelf
        self.details = shelf.details.get(matter.pk) or procedure.details()(matter=matter)
        self.details.matter = matter
        self.seats = list(shelf.seats.get(matter.pk, []))
        self.clocks = list(shelf.clocks.get(matter.pk, []))
        self.items = list(shelf.open_items.get(matter.pk, []))
        seats = {seat.pk: seat for seat in self.seats}
        for item in self.items:
            names.known(item, matter=matter)
            if (seat := seats.get(item.seat_id)) is not None:
                names.known(item, seat=seat, round=seat.round)

    @cached_property
    def deeds(self) -> list[tuple[str, int]]:
        """As in any scene, from the shelf."""
        return self.shelf.past.get(self.matter.pk, [])

    @cached_property
    def deputies(self) -> dict[int, int]:
        """As in any scene, from the shelf."""
        return self.shelf.deputies

    @cached_property
    def documents(self) -> list[Document]:
        """As in any scene, from the shelf."""
        return self.shelf.documents.get(self.matter.pk, [])

    @cached_property
    def times_in(self) -> dict[str, int]:
        """As in any scene, from the shelf."""
        return self.shelf.rounds.get(self.matter.pk, {})


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found
