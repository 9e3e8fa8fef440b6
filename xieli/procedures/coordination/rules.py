"""Who decides between departments, and who speaks for a side."""

from typing import TYPE_CHECKING

from xieli.matters.holders import Place, Who, of_person
from xieli.matters.predicates import predicate
from xieli.organisation import queries as organisation

from .models import Position

if TYPE_CHECKING:
    from xieli.matters.actors import Actor
    from xieli.matters.scene import Scene


def _coordinator(scene: "Scene") -> list[Place]:
    """The executive in charge of all sides; the general manager where they belong to different areas."""
    above = {organisation.executive_of(side) for side in scene.details.sides}
    return [of_person(above.pop() if len(above) == 1 else organisation.general_manager())]


coordinator = Who("coordinator", _coordinator)


@predicate("heads_a_department")
def heads_a_department(scene: "Scene", actor: "Actor") -> bool:
    """Any head."""
    return actor.person is not None and bool(organisation.headed_by(actor.person))


@predicate("unheard_side")
def unheard_side(scene: "Scene", actor: "Actor") -> bool:
    """The head of a side that has not stated its position yet."""
    return actor.person is not None and bool(unheard(scene, organisation.headed_by(actor.person)))


def unheard(scene: "Scene", departments: list[int]) -> list[int]:
    """Which of these departments are sides that have not spoken."""
    mine = [one for one in departments if one in (scene.details.sides or ())]
    if not mine:
        return []
    heard = set(Position.objects.filter(matter=scene.matter).values_list("department_id", flat=True))
    return [one for one in mine if one not in heard]
