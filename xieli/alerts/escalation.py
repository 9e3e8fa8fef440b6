"""Whom a warning tells (§0, warning templates): from whoever holds the matter up to the general manager."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID

from xieli.alerts.due import Holding
from xieli.matters.policy import tokens
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

# Version of the organisation and day: who leads whom and who may see what depends on nothing else, so that in a burst
# of thousands it is worked out once for each person and department.
Standing = tuple[UUID | None, date]


def standing() -> Standing:
    """As things stand now."""
    return organisation.version(), organisation.today()


def recipients(
    tells: tuple[str, ...], holding: Holding, audience: tuple[int, ...], at: Standing
) -> list[int]:
    """The people to tell, each once, as person ids: only those whom the matter's audience lets in.

    An escalation that reaches nobody who may see the matter (机密: named persons only) goes to the holder
    instead, so that no warning passes in silence.
    """
    doors = frozenset(audience)
    return _let_in(_named(tells, holding, at), doors, at) or _let_in(
        _named(("person", "head"), holding, at), doors, at
    )


def _named(tells: Iterable[str], holding: Holding, at: Standing) -> list[int]:
    return list(dict.fromkeys(one for role in tells for one in _in_role(role, holding, at)))


def _in_role(role: str, holding: Holding, at: Standing) -> Iterable[int]:
    """The people in one role of the chain. Where no person holds the item, the head hears as its holder."""
    if role not in ("person", "team_leader"):
        return _chief(role, holding.department, at)
    holders = [
        person for one in holding.people if (person := organisation.person_by_id(one)) and person.active
    ]
    if role == "team_leader":
        return [leader.pk for person in holders if (leader := organisation.team_leader_of(person))]
    return [person.pk for person in holders] or _chief("head", holding.department, at)


@lru_cache(maxsize=4096)
def _chief(role: str, department: int | None, at: Standing) -> tuple[int, ...]:
    """Who leads a department in this role, or the company."""
    match role:
        case "head":
            return _some(organisation.head_of(department) if department is not None else None)
        case "executive":
            return _some(organisation.executive_of(department) if department is not None else None)
        case "general_manager":
            return _some(organisation.general_manager())
        case _:
            raise ValueError(f"no warning goes to {role!r}")


def _some(person: Person | None) -> tuple[int, ...]:
    return (person.pk,) if person else ()


@lru_cache(maxsize=16384)
def _opens(person: int, at: Standing) -> frozenset[int]:
    """What the person may present at a matter's door."""
    found = organisation.person_by_id(person)
    return frozenset(tokens(found)) if found else frozenset()


def _let_in(people: Iterable[int], doors: frozenset[int], at: Standing) -> list[int]:
    return [one for one in people if not doors.isdisjoint(_opens(one, at))]
