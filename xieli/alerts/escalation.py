"""Whom a warning tells (§0, warning templates): from whoever holds the matter up to the general manager."""

from collections.abc import Iterable

from xieli.alerts.due import Holding
from xieli.matters.policy import tokens
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person


def recipients(tells: tuple[str, ...], holding: Holding, audience: tuple[int, ...]) -> list[int]:
    """The people to tell, each once, as person ids: only those whom the matter's audience lets in.

    An escalation that reaches nobody who may see the matter (机密: named persons only) goes to the holder
    instead, so that no warning passes in silence.
    """
    doors = frozenset(audience)
    return _let_in(_named(tells, holding), doors) or _let_in(_named(("person", "head"), holding), doors)


def _named(tells: Iterable[str], holding: Holding) -> list[Person]:
    found = [person for role in tells for person in _in_role(role, holding)]
    return list({person.pk: person for person in found}.values())


def _in_role(role: str, holding: Holding) -> list[Person]:
    """The people in one role of the chain. Where no person holds the item, the head hears as its holder."""
    department = holding.department
    holders = [
        person for one in holding.people if (person := organisation.person_by_id(one)) and person.active
    ]
    head = organisation.head_of(department) if department is not None else None
    match role:
        case "person":
            return holders or _some(head)
        case "team_leader":
            return [leader for person in holders if (leader := organisation.team_leader_of(person))]
        case "head":
            return _some(head)
        case "executive":
            return _some(organisation.executive_of(department) if department is not None else None)
        case "general_manager":
            return _some(organisation.general_manager())
        case _:
            raise ValueError(f"no warning goes to {role!r}")


def _some(person: Person | None) -> list[Person]:
    return [person] if person else []


def _let_in(people: Iterable[Person], doors: frozenset[int]) -> list[int]:
    return [person.pk for person in people if not doors.isdisjoint(tokens(person))]
