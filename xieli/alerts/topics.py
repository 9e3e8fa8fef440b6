"""Which live topics there are above persons, and who may hear of them at the moment something changed."""

from uuid import UUID

from xieli.matters.models import Matter
from xieli.matters.policy import tokens
from xieli.notifications import live
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person


def declare() -> None:
    """Called once at start-up."""
    live.topic("matter", may_see_matter)
    live.topic("department", belongs_to_department)


def may_see_matter(people: set[int], key: str) -> set[int]:
    """Those of the people who may see the matter of this uid, by the same tokens as every list."""
    try:
        uid = UUID(key)
    except ValueError:
        return set()
    audience = Matter.objects.filter(uid=uid).values_list("audience", flat=True).first()
    doors = set(audience or ())
    return {person.pk for person in _employed(people) if not doors.isdisjoint(tokens(person))}


def belongs_to_department(people: set[int], key: str) -> set[int]:
    """Members of the department, its head and its executive."""
    if not key.isdecimal():
        return set()
    department = int(key)
    return {person.pk for person in _employed(people) if department in _departments(person)}


def _departments(person: Person) -> set[int]:
    return {
        *organisation.departments_of(person),
        *organisation.headed_by(person),
        *organisation.area_of(person),
    }


def _employed(people: set[int]) -> list[Person]:
    found = (organisation.person_by_id(one) for one in people)
    return [person for person in found if person is not None and person.active]
