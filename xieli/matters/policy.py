"""Who may see a matter: one condition over one column, the only way lists, search, exports, counts and API get rows.

Tokens in `audience`: 0 everyone in the company, +n members of department n, -n person n, HEAD + n the head of
department n. The classification is folded in when the matter is written, so reading is one index condition.
"""

from typing import TYPE_CHECKING, Self

from django.db import models

from xieli.organisation import queries as organisation

if TYPE_CHECKING:
    from xieli.matters.models import Matter
    from xieli.organisation.models import Person

EVERYONE = 0
HEAD = 1_000_000_000
HEADS = HEAD  # whoever heads a department: no department has the number 0


def tokens(person: "Person") -> list[int]:
    """What a person may present at a matter's door, cheapest first."""
    headed = organisation.headed_by(person)
    members = {*organisation.departments_of(person), *headed, *organisation.area_of(person)}
    if person == organisation.general_manager():
        members |= {department.pk for department in organisation.departments()}  # answers for all of them
    circles = [HEADS] if headed else []
    return [EVERYONE, -person.pk, *sorted(members), *circles, *(HEAD + department for department in headed)]


def in_circle(circle: str, person: "Person") -> bool:
    """Whether a person belongs to those for whom a procedure keeps its matters: so far, the heads of departments."""
    return circle != "heads" or bool(organisation.headed_by(person))


def circle_of(circle: str) -> list[int]:
    """Ids of the people who belong to such a circle today; nobody for a matter that is kept for none."""
    heads = (one.head_id for one in organisation.departments() if circle == "heads")
    return list(dict.fromkeys(one for one in heads if one is not None))


class MatterQuerySet(models.QuerySet["Matter"]):
    """Rows come from `visible_to`; everything else narrows them."""

    def visible_to(self, person: "Person | None") -> Self:
        """The matters this person may know of; nobody without a person (administrators read none)."""
        if person is None:
            return self.none()
        return self.opened_by(tokens(person))

    def opened_by(self, presented: list[int]) -> Self:
        """`visible_to` for statements composed once: to whom presents these tokens."""
        return self.filter(audience__overlap=presented)

    def open(self) -> Self:
        """Not yet at a final state."""
        return self.filter(closed_at=None)


def audience(matter: "Matter", head_departments: list[int], circle: str = "") -> list[int]:
    """The tokens that open this matter, from its classification, departments and people.

    `head_departments`: the departments whose heads answer for the named people (秘密). `circle`: the matter is theirs,
    by office and not by name, whoever took part in it.
    """
    people = [-person for person in matter.people]
    if matter.number is None and matter.idle and not matter.closed_at and matter.rev == 0:
        return people[:1]  # a draft belongs to its author
    if circle == "heads":
        return [HEADS]
    match matter.classification:
        case "company":
            return [EVERYONE]
        case "internal":
            return sorted({*matter.departments, *people})
        case "secret":
            return sorted({*people, *(HEAD + department for department in head_departments)})
        case _:
            return sorted(people)
