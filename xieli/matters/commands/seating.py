"""Who sits in a round: rules resolved to people, empty seats filled by the next superior, deputies called in."""

from collections.abc import Iterable
from dataclasses import dataclass

from xieli.matters.deputies import DECIDING
from xieli.matters.errors import NoHolder
from xieli.matters.holders import Place, Who
from xieli.matters.models import Seat
from xieli.matters.procedure import Item, Round
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person


@dataclass
class Chair:
    """A seat to be: who it is for, who may act for them, and a verdict carried over from an earlier round."""

    department: Department | None
    person: Person | None = None
    deputy: Person | None = None
    added_by: Person | None = None
    carried: Seat | None = None
    substituted: str = ""


def chairs_for(scene: Scene, owed: Item | Round, *, asker: int | None = None) -> list[Chair]:
    """The roster a state (or somebody, the `asker`) asks for just now, frozen when the round opens. Raises NoHolder."""
    rules: Iterable[Who] = [owed.who] if isinstance(owed, Item) else owed.who
    places: list[Place] = []
    for rule in rules:
        found = rule.resolve_all(scene)
        places += found[:1] if isinstance(owed, Item) else found
    if not places:
        places = [Place(None, None)]
    chairs: list[Chair] = []
    for place in places:
        chair = seat_at(scene, place, owed.kind, owed.step, asker=asker)
        if not any(same(chair, other) for other in chairs):
            chairs.append(chair)
    return chairs


def same(one: Chair, other: Chair) -> bool:
    """Whether two chairs are for the same person (or, unnamed, the same department): one seat is enough."""
    if one.person is not None or other.person is not None:
        return one.person == other.person
    return one.department == other.department


def seat_at(scene: Scene, place: Place, kind: str, step: str, *, asker: int | None = None) -> Chair:
    """One seat. Nobody decides on their own matter, nor on what they asked for (`asker`); a seat never stays empty:
    the next superior sits there. What only named persons may know (秘密 and above) lies with the head, not in a
    department's queue."""
    # What a rule remembers of a person may be older than the organisation.
    person = organisation.person_by_id(place.person.pk) if place.person is not None else None
    why = ""
    if person is not None and not person.active:
        person = None
    named_only = scene.matter.classification in ("secret", "confidential")
    if person is None and (place.department is None or kind in DECIDING or named_only):
        person, why = _fallback(scene, place), "empty_seat"
    barred = _barred(scene, kind, asker)
    if person is not None and person.pk in barred:
        person, why = _above(person, barred), "own_matter"
    department = place.department or (person.department if person else None)
    if person is None and department is None:
        raise NoHolder(step)
    deputy = scene.deputy_of(person.pk if person else None, kind, asker)
    return Chair(department, person, deputy, substituted=why)


def _barred(scene: Scene, kind: str, asker: int | None) -> set[int]:
    """Who may not decide: who raised the matter, and who asked for what is to be decided."""
    asked = {asker} if asker is not None else set()
    return scene.matter.requesters | asked if kind in DECIDING else asked


def _above(person: Person, barred: set[int]) -> Person:
    """The next superior who may decide. The general manager's own matter has no one above: it stays where it is and
    the record says so."""
    above = organisation.superior_of(person)
    while above is not None and above.pk in barred:
        above = organisation.superior_of(above)
    return above or person


def _fallback(scene: Scene, place: Place) -> Person | None:
    department = place.department or scene.matter.lead_department or scene.matter.initiator_department
    return organisation.head_of(department) if department else organisation.general_manager()
