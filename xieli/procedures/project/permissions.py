"""Who leads, takes part in and decides on a project."""

from django.conf import settings

from xieli.matters.holders import Place, Who, department, executive_of, field, initiator_department
from xieli.matters.predicates import predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .models import Level, ProjectDetails


def level_of(details: ProjectDetails, chosen: str) -> str:
    """The level a project has: major above the threshold or with four departments, else as declared or chosen."""
    departments = {row["department"] for row in details.cooperation} | {
        details.matter.initiator_department_id
    }
    if is_large(details) or len(departments) >= settings.MAJOR_PROJECT_DEPARTMENTS:
        return Level.MAJOR
    return max(chosen, details.declared_level, key=Level.values.index)


def is_large(details: ProjectDetails) -> bool:
    """Whether the budget is above what an executive decides alone."""
    return bool(details.budget > settings.MAJOR_PROJECT_BUDGET)


def taking_part(scene: Scene) -> list[int]:
    """Ids of the departments of the project, the leader's first."""
    ids = [scene.matter.lead_department_id, *scene.matter.assisting]
    return list(dict.fromkeys(one for one in ids if one is not None))


def _assessors(scene: Scene) -> list[Place]:
    named = [department(row["department"]) for row in scene.details.assessors]
    return [Place(one, organisation.head_of(one)) for one in named if one is not None]


def _heads(scene: Scene) -> list[Place]:
    named = [department(one) for one in taking_part(scene)]
    return [Place(one, organisation.head_of(one)) for one in named if one is not None]


def _departments(scene: Scene) -> list[Place]:
    return [Place(department(one)) for one in taking_part(scene)]


assessors = Who("assessors", _assessors)
heads_taking_part = Who("heads_taking_part", _heads)
departments_taking_part = Who("departments_taking_part", _departments)
leader = field("leader")
executive = executive_of(initiator_department)


@predicate("leader")
def is_leader(scene: "Scene", actor: "object") -> bool:
    """The leader of the project."""
    person = getattr(actor, "person", None)
    return person is not None and getattr(scene.details, "leader_id", None) == person.pk
