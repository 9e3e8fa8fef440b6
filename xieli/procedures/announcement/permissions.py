"""Who may announce, and who may see by name who has read it."""

from xieli.matters.actors import Actor
from xieli.matters.models import Event, Matter
from xieli.matters.predicates import duty, predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

# Departments that speak to the whole company in the course of their work; others do it through their head.
SPEAKERS = ("executive", "general_manager", "admin", "hr", "pmo", "supervision", "audit", "finance")
OVERSEERS = frozenset({"executive", "general_manager", "supervision", "audit"})


@predicate("heads_a_department")
def heads(scene: Scene, actor: Actor) -> bool:
    """The head of a department."""
    return actor.person is not None and bool(organisation.headed_by(actor.person))


may_announce = heads | duty(*SPEAKERS)


def sees_all_readers(matter: Matter, person: Person) -> bool:
    """Author, signer, the head of the announcing department and those who oversee see every reader by name."""
    if matter.initiator_id == person.pk or OVERSEERS & organisation.duties_of(person):
        return True
    if matter.initiator_department_id in organisation.headed_by(person):
        return True
    return Event.objects.filter(
        matter=matter, action="sign", actor_id=person.pk, actor_kind="person"
    ).exists()


def overseen_departments(person: Person) -> list[int]:
    """Whose members a head sees by name."""
    return organisation.headed_by(person)
