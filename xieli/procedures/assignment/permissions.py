"""Who is whose superior, as assigning asks it."""

from typing import TYPE_CHECKING

from xieli.matters.predicates import Predicate, predicate
from xieli.organisation import queries as organisation
from xieli.organisation.duties import PostDuty
from xieli.organisation.models import Person, Team

if TYPE_CHECKING:
    from xieli.matters.actors import Actor
    from xieli.matters.scene import Scene

LEADERS = {PostDuty.EXECUTIVE, PostDuty.GENERAL_MANAGER}


@predicate("superior")
def _superior(scene: "Scene", actor: "Actor") -> bool:
    """Somebody who heads a department or an area, or leads a team."""
    person = actor.person
    if person is None:
        return False
    named = organisation.headed_by(person) or organisation.area_of(person)
    return bool(named) or leads(person) or Team.objects.filter(leader=person).exists()


@predicate("leader")
def _leader(scene: "Scene", actor: "Actor") -> bool:
    """An executive or the general manager."""
    return actor.person is not None and leads(actor.person)


superior: Predicate = _superior
leader: Predicate = _leader


def leads(person: Person) -> bool:
    """Whether a person is one of the company's leaders."""
    return bool(LEADERS & organisation.duties_of(person))


def in_line(above: Person, person: Person) -> bool:
    """Whether `above` stands over `person`: as team leader, head, executive in charge, or further up."""
    if above.pk == person.pk:
        return False
    leader = organisation.team_leader_of(person)
    if leader is not None and leader.pk == above.pk:
        return True
    own = {*organisation.headed_by(above), *organisation.area_of(above)}
    if own & set(organisation.departments_of(person)):
        return True
    seen, now = {person.pk}, organisation.superior_of(person)
    while now is not None and now.pk not in seen:
        if now.pk == above.pk:
            return True
        seen.add(now.pk)
        now = organisation.superior_of(now)
    return False
