"""A matter with everything rules may ask about it, at one moment: what `perform` locks and pages look at."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from xieli.core.composed import composed
from xieli.core.snapshot import one_moment
from xieli.documents.models import Document
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import registry
from .actors import Actor
from .deputies import deputy_of
from .details import details_of, plain_values
from .models import Clock, ClockChange, Event, Matter, Round, Seat, WorkItem
from .procedure import Procedure, State
from .queries.hanging import any_of

_SEATS = composed(
    lambda matter: (
        Seat.objects.filter(round__matter=matter, round__closed_at=None)
        .select_related("round")
        .order_by("round_id", "ordinal")
    )
)
_ITEMS = composed(lambda matter: WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id"))
_CLOCKS = composed(lambda matter: _clocks(matter))
_OWN_ITEMS = composed(
    lambda matter, crowd, person: (
        WorkItem.objects.filter(matter=matter, closed_at=None)
        .filter(~Q(round__purpose__among=crowd) | Q(person=person))
        .order_by("id")
    )
)
_OWN_SEATS = composed(
    lambda matter, crowd, own: (
        Seat.objects.filter(round__matter=matter, round__closed_at=None)
        .filter(~Q(round__purpose__among=crowd) | Q(pk__among=own))
        .select_related("round")
        .order_by("round_id", "ordinal")
    )
)
_OWN_CLOCKS = composed(
    lambda matter, crowd, own: _clocks(matter).filter(
        ~Q(item__round__purpose__among=crowd) | Q(item__among=own)
    )
)
_DEEDS = composed(
    lambda matter: Event.objects.filter(matter=matter, actor__isnull=False).values_list("action", "actor_id")
)
_STATES = composed(
    lambda matter: Round.objects.filter(matter=matter, main=True).values_list("state", flat=True)
)


def _clocks(matter: Any) -> Any:
    rows = Clock.objects.filter(Q(stopped_at=None) | Q(kind="matter"), matter=matter)
    paused = ClockChange.objects.filter(clock=OuterRef("pk"), kind="pause")
    return rows.annotate(has_pauses=Exists(paused)).order_by("id")


class Scene:
    """One matter, its details, its open rounds with all their seats, open items and unstopped clocks."""

    def __init__(self, matter: Matter, procedure: Procedure, now: datetime) -> None:
        self.matter = matter
        self.procedure = procedure
        self.now = now
        self.item: WorkItem | None = None
        self.seats: list[Seat] = []
        self.items: list[WorkItem] = []
        self.clocks: list[Clock] = []
        self.stopped_clocks: list[Clock] = []
        self.acting: Any = None  # the act that issues a document: its line is not in the ledger yet
        self.crowd: list[str] = []  # purposes of rounds of which only one's own seat was read
        self.details: Any = None
        self.details_read: dict[str, Any] | None = None
        self._facts: dict[str, Any] | None = None
        self._limits: list[Any] | None = None
        self._asked: dict[str, Any] = {}

    @classmethod
    def load(
        cls,
        matter: Matter,
        now: datetime,
        *,
        limits: list[Any] | None = None,
        alone: int | None = None,
        items: list[WorkItem] | None = None,
    ) -> Self:
        """Read what hangs on the matter: four queries. The caller holds the lock where it is going to write.

        `alone`: a person (id) who only answers for themselves; of what is asked of a crowd theirs alone is read.
        `items`: the open ones, where they are read already.
        """
        scene = cls(matter, registry.get(matter.procedure), now)
        scene._limits = limits
        with one_moment():
            details = details_of(matter, scene.procedure)
            clocks = scene._read(alone, items)
        if details is not None:
            scene.details, scene.details_read = details, plain_values(details)
        else:
            scene.details = scene.procedure.details()(matter=matter)
        scene.details.matter = matter
        rounds = {seat.round_id: seat.round for seat in scene.seats}
        seats = {seat.pk: seat for seat in scene.seats}
        for seat in scene.seats:
            seat.round = rounds[seat.round_id]
        for item in scene.items:
            item.matter, item.seat, item.round = matter, seats[item.seat_id], rounds[item.round_id]
        for clock in clocks:
            clock.ever_paused = clock.has_pauses
            (scene.clocks if clock.stopped_at is None else scene.stopped_clocks).append(clock)
        return scene

    def _read(self, alone: int | None, items: list[WorkItem] | None) -> list[Any]:
        """Items and seats; answers the clocks."""
        pk, crowd = self.matter.pk, self.procedure.crowds
        if items is not None:
            self.items = sorted(items, key=lambda one: one.pk)
        if alone is None or not crowd:
            self.seats, self.items = _SEATS(pk), _ITEMS(pk) if items is None else self.items
            return _CLOCKS(pk)
        self.crowd = crowd
        self.items = _OWN_ITEMS(pk, crowd, alone) if items is None else self.items
        self.seats = _OWN_SEATS(pk, crowd, [one.seat_id for one in self.items])
        return _OWN_CLOCKS(pk, crowd, [one.pk for one in self.items])

    @property
    def state(self) -> State:
        """The declared state the matter is in (a renamed one under its new name)."""
        name = self.procedure.moved.get(self.matter.state, self.matter.state)
        return self.procedure.states[name]

    @property
    def rounds(self) -> list[Round]:
        """The open rounds."""
        return list({seat.round_id: seat.round for seat in self.seats}.values())

    @property
    def main_round(self) -> Round | None:
        """The open main round, if the state owes anything."""
        return next((round for round in self.rounds if round.main and round.closed_at is None), None)

    def seats_of(self, round: Round) -> list[Seat]:
        """The roster of an open round, dropped seats left out."""
        return [seat for seat in self.seats if seat.round_id == round.pk and not seat.dropped]

    def items_of(self, round: Round) -> list[WorkItem]:
        """Open items of a round."""
        return [item for item in self.items if item.round_id == round.pk and item.closed_at is None]

    @property
    def open_items(self) -> list[WorkItem]:
        """All items that are still owed, main and side."""
        return [item for item in self.items if item.closed_at is None]

    def others(self) -> int:
        """How many open items of a crowd were not read because they are somebody else's."""
        asked = WorkItem.objects.filter(matter=self.matter, closed_at=None, round__purpose__in=self.crowd)
        return asked.exclude(pk__in=[item.pk for item in self.items]).count() if self.crowd else 0

    @property
    def main_items(self) -> list[WorkItem]:
        """Open items of the main round."""
        return [item for item in self.open_items if item.main]

    def runs_again(self, clock: Clock) -> None:
        """A stopped clock is among the unstopped ones again."""
        self.clocks.append(clock)
        self.stopped_clocks = [one for one in self.stopped_clocks if one.pk != clock.pk]

    def running_clock(self, name: str) -> Clock | None:
        """The unstopped clock of a name (paused ones too)."""
        return next((clock for clock in self.clocks if clock.name == name and clock.stopped_at is None), None)

    def step_clock(self, item: WorkItem) -> Clock | None:
        """The unstopped clock of an item."""
        return next(
            (clock for clock in self.clocks if clock.item_id == item.pk and clock.stopped_at is None), None
        )

    def facts(self) -> Mapping[str, Any]:
        """What conditions of limits may name: the procedure's facts, and category, priority, round of the step."""
        if self._facts is None:
            self._facts = {
                "category": self.matter.category,
                "priority": self.matter.priority,
                **self.procedure.facts(self),
            }
        return self._facts

    def forget_facts(self) -> None:
        """The details changed: ask again."""
        self._facts = None

    @cached_property
    def documents(self) -> list[Document]:
        """What the matter issued, newest first, with the imprints of seals."""
        if not any_of(self.matter, "documents"):
            return []
        rows = Document.objects.filter(matter=self.matter.pk).select_related("imprint__seal", "superseded_by")
        return list(rows.order_by("-id"))

    def fact(self, name: str) -> Any:
        """One fact, else the field of that name of the details or the matter."""
        facts = self.facts()
        if name in facts:
            return facts[name]
        if hasattr(self.details, name):
            return getattr(self.details, name)
        return getattr(self.matter, name, None)

    def limits(self) -> list[Any]:
        """The limits in force, read once for each scene."""
        if self._limits is None:
            from .limits import in_force

            self._limits = in_force(self.procedure)
        return self._limits

    def once(self, what: str, ask: Callable[[int], Any]) -> Any:
        """What a rule has to ask the database about this matter, asked once however many acts depend on it."""
        if what not in self._asked:
            self._asked[what] = ask(self.matter.pk)
        return self._asked[what]

    def doers(self, actions: tuple[str, ...]) -> set[int]:
        """Ids of the people who carried out one of these acts on this matter."""
        return {person for action, person in self.deeds if action in actions}

    @cached_property
    def deeds(self) -> list[tuple[str, int]]:
        """(act, person) of every line of the ledger, asked once."""
        return _DEEDS(self.matter.pk)

    def authority_over_item(self, actor: Actor) -> str | None:
        """Under which authority the actor may act on the chosen item, or None; a department's item is any member's."""
        item, person = self.item, actor.person
        if item is None or item.closed_at is not None or person is None:
            return None
        if item.person_id == person.pk:
            return "holder"
        if (
            item.deputy_id == person.pk
            and self.deputy_of(item.person_id, item.kind, self._asker_of(item)) == person
        ):
            return "deputy"
        if item.person_id is None and item.department_id in organisation.departments_of(person):
            return "department"
        return None

    @cached_property
    def deputies(self) -> dict[int, int]:
        """Who stands in for whom just now (ids), asked once."""
        return organisation.everybody_away(self.now)

    def deputy_of(self, person: int | None, kind: str, asker: int | None = None) -> Person | None:
        """Who stands in for the person just now at a step of this kind, if anybody: never who asked for it."""
        if person is None:  # nobody is asked who is away
            return None
        return deputy_of(person, kind, self.matter.requesters, self.deputies, asker)

    def _asker_of(self, item: WorkItem) -> int | None:
        return next((one.asker for one in self.rounds if one.pk == item.round_id), None)

    @cached_property
    def times_in(self) -> dict[str, int]:
        """State → how many main rounds it has had: the n-th time of a step is a fact limits may name."""
        counted: dict[str, int] = {}
        for state in _STATES(self.matter.pk):
            counted[state] = counted.get(state, 0) + 1
        return counted
