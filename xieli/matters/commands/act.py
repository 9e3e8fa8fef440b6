"""One act in the making: everything `perform` gathers before it writes the line in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from xieli.matters.actors import Actor
from xieli.matters.ledger import plain
from xieli.matters.models import Clock, GenericDetails, Matter, Round, WorkItem
from xieli.matters.procedure import Procedure
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

# Authorities under which one acts for the department that owes the item.
FOR_THE_ITEM = frozenset({"holder", "deputy", "department", "head"})
PARTY_FIELDS = ("departments", "people")


@dataclass
class Act:
    """What is being done, by whom, under which authority; `journal` collects the facts for the event."""

    scene: Scene
    action: str
    actor: Actor
    now: datetime
    authority: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    journal: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    upon: WorkItem | None = None
    principal_id: int | None = None
    notices: list[dict[str, Any]] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)
    material: bool = False
    moved: bool = False
    first: bool = False
    unwritten: bool = False  # the matter begins with this act and is written at its end
    before: dict[str, Any] = field(default_factory=dict)  # the matter as it was read
    takes_part: bool = True  # not who follows it, nor whose signature elsewhere let it change hands
    after: list[Any] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)

    @property
    def matter(self) -> Matter:
        """The locked matter."""
        return self.scene.matter

    @property
    def procedure(self) -> Procedure:
        """Its procedure."""
        return self.scene.procedure

    @property
    def details(self) -> Any:
        """Its details row."""
        return self.scene.details

    @property
    def item(self) -> WorkItem | None:
        """The item acted on, if any."""
        return self.scene.item

    @property
    def for_the_item(self) -> bool:
        """Whether this act is the doing of those who owe the item: else it only ends what they owed."""
        return self._does_for(self.item)

    def _does_for(self, item: WorkItem | None) -> bool:
        if item is None or self.authority in FOR_THE_ITEM:
            return item is not None
        person, department = self.actor.person, item.department_id
        return person is not None and (
            department in organisation.departments_of(person) or department in organisation.headed_by(person)
        )

    @property
    def seq(self) -> int:
        """The number the event of this act will have."""
        return self.matter.head_seq + 1

    @property
    def department_id(self) -> int | None:
        """For which department the actor acts: the item's who holds it, the matter's who raised it, else their own."""
        item = self.upon or self.item
        if item is not None and item.department_id is not None and self._does_for(item):
            return item.department_id
        if self.authority.startswith("initiator") and self.matter.initiator_department_id is not None:
            return self.matter.initiator_department_id
        return self.actor.person.department_id if self.actor.person else None

    def authorised(self, authority: str) -> None:
        """Remember under which authority it is done and upon which item: by these the ledger says for whom, whatever
        becomes of the item in the act. Whoever the seat is for is a deputy's principal."""
        self.authority, self.upon = authority, self.item
        if authority == "deputy" and self.item is not None:
            self.principal_id = self.item.person_id

    def note(self, group: str, kind: str, row: Any) -> None:
        """Write a fact for the event: journal[group][kind] += [row]."""
        self.journal.setdefault(group, {}).setdefault(kind, []).append(row)

    def notice(self, people: Iterable[int | None], kind: str, text: str, **params: Any) -> None:
        """Tell people, in the same transaction; the actor is never told of their own act. Of the parameters `matter`,
        its number and title, is given to every text."""
        for person in dict.fromkeys(people):
            if person is not None and person != self.actor.person_id:
                self.notices.append({"recipient": person, "kind": kind, "text": text, "params": params})

    def joins(self, *, departments: Iterable[int | None] = (), people: Iterable[int | None] = ()) -> None:
        """Departments and people that from now on take part (and may know of the matter)."""
        for name, ids in zip(PARTY_FIELDS, (departments, people), strict=True):
            have = getattr(self.matter, name)
            new = [one for one in ids if one is not None and one not in have]
            if new:
                setattr(self.matter, name, [*have, *dict.fromkeys(new)])
                self.journal.setdefault("joined", {}).setdefault(name, []).extend(new)

    def set_details(self, **values: Any) -> None:
        """Change fields of the details or the matter; saved once at the end, and the signatures' content with them."""
        for name, value in values.items():
            target = self.matter if name in MATTER_FIELDS else self.details
            if isinstance(target, GenericDetails):
                target.put(name, plain(value))
            else:
                setattr(target, name, value)
        self.material = True
        self.scene.forget_facts()

    def opened(self, round: Round, items: list[WorkItem], clocks: list[Clock]) -> None:
        """Remember newly opened rows in the scene and the journal."""
        self.note("rounds", "opened", [round.no, round.state, round.purpose])
        for item in items:
            self.scene.items.append(item)
            self.note("items", "opened", [item.pk, item.step, item.department_id, item.person_id])
        for clock in clocks:
            self.scene.clocks.append(clock)
            self.note("clocks", "started", [clock.pk, clock.name, clock.due_at])


MATTER_FIELDS = frozenset(
    {
        "title",
        "summary",
        "category",
        "priority",
        "classification",
        "goal",
        "lead_department",
        "assisting",
        "customer",
    }
)

ASSIGNED = gettext_noop("%(matter)s：请您办理「%(step)s」")
