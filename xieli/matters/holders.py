"""Rules that say who owes a step: resolved when a seat opens, to a department and, mostly, a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xieli.organisation import queries as organisation

if TYPE_CHECKING:
    from xieli.matters.scene import Scene
    from xieli.organisation.models import Department, Person


@dataclass(frozen=True)
class Place:
    """Who owes: a department (whose members may claim) and perhaps a person in it."""

    department: "Department | None"
    person: "Person | None" = None

    @property
    def empty(self) -> bool:
        """Nobody found."""
        return self.department is None and self.person is None


NOBODY = Place(None, None)


@dataclass(frozen=True)
class Who:
    """A named rule. `resolve_all` may give several places (one seat each). `field`: which field it reads, if one."""

    name: str
    find: "Callable[[Scene], list[Place]]"
    field: str = ""

    def resolve(self, scene: "Scene") -> Place:
        """The first place, or NOBODY."""
        places = self.resolve_all(scene)
        return places[0] if places else NOBODY

    def resolve_all(self, scene: "Scene") -> list[Place]:
        """All places, empty ones left out."""
        return [place for place in self.find(scene) if not place.empty]


def of_person(person: "Person | None") -> Place:
    """A person with their own department."""
    return Place(person.department, person) if person else NOBODY


def at(place: Place) -> Who:
    """A place already known, as a rule."""
    return Who("at", lambda scene: [place])


def queue(duty: str) -> Who:
    """The queue of the department that holds a duty."""
    return Who(f"queue({duty})", lambda scene: [Place(organisation.department_with_duty(duty))])


def field(name: str) -> Who:
    """A person, a department, or several, named by a field of the details; `lead` is the matter's lead department."""

    def find(scene: "Scene") -> list[Place]:
        if name == "lead":
            return [Place(department(scene.matter.lead_department_id))]
        value = _from_memory(scene.details, name)
        values = list(value.all()) if hasattr(value, "all") else [value]
        return [of_person(one) if _is_person(one) else Place(one) for one in values]

    return Who(f"field({name})", find, name)


def department(pk: int | None) -> "Department | None":
    """A department from what is in memory."""
    return organisation.department_by_id(pk) if pk is not None else None


def person(pk: int | None) -> "Person | None":
    """A person from what is in memory."""
    return organisation.person_by_id(pk) if pk is not None else None


def _from_memory(details: Any, name: str) -> Any:
    """The value of a field; rows of the organisation without asking the database for them."""
    field = next((one for one in details._meta.concrete_fields if one.name == name), None)
    kind = field.related_model.__name__ if field is not None and field.related_model else ""
    look_up = {"Person": person, "Department": department}.get(kind)
    return look_up(getattr(details, field.attname)) if look_up and field else getattr(details, name)


def _is_person(value: object) -> bool:
    return hasattr(value, "pinyin") and hasattr(value, "department_id")


def _initiator(scene: "Scene") -> list[Place]:
    own, raised_by = department(scene.matter.initiator_department_id), person(scene.matter.requester_id)
    return [Place(own or (raised_by.department if raised_by else None), raised_by)]


def _initiator_department(scene: "Scene") -> list[Place]:
    return [Place(department(scene.matter.initiator_department_id))]


initiator = Who("initiator", _initiator)
initiator_department = Who("initiator_department", _initiator_department)


def head_of(rule: Who | str) -> Who:
    """The head of the department(s) a rule (or duty code) names; never empty while the company has a superior."""
    inner = queue(rule) if isinstance(rule, str) else rule

    def find(scene: "Scene") -> list[Place]:
        places = []
        for place in inner.resolve_all(scene):
            department = place.department
            places.append(Place(department, organisation.head_of(department)) if department else NOBODY)
        return places

    return Who(f"head_of({inner.name})", find)


def executive_of(rule: Who | str) -> Who:
    """The executive in charge of the department a rule names."""
    inner = queue(rule) if isinstance(rule, str) else rule

    def find(scene: "Scene") -> list[Place]:
        return [
            of_person(organisation.executive_of(place.department))
            for place in inner.resolve_all(scene)
            if place.department
        ]

    return Who(f"executive_of({inner.name})", find)


def superior_of(rule: Who) -> Who:
    """The superior of the person a rule names."""

    def find(scene: "Scene") -> list[Place]:
        return [
            of_person(organisation.superior_of(place.person))
            for place in rule.resolve_all(scene)
            if place.person
        ]

    return Who(f"superior_of({rule.name})", find)


general_manager = Who("general_manager", lambda scene: [of_person(organisation.general_manager())])
