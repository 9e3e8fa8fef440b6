"""Who leads, takes part in and decides on a project."""

from datetime import datetime

from django.conf import settings

from xieli.core import clock
from xieli.documents.models import Document, Status
from xieli.matters.actors import Actor
from xieli.matters.holders import (
    Place,
    Who,
    department,
    executive_of,
    field,
    initiator_department,
    of_person,
)  # fmt: skip
from xieli.matters.models import Matter
from xieli.matters.predicates import predicate
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .models import Baseline, LeadingGroup, Level, PlanTask, ProjectDetails, Risk, RiskState


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


def group_of(project: int, now: datetime) -> LeadingGroup | None:
    """The leading group in office, if one was set up and its term is not over."""
    groups = LeadingGroup.objects.filter(
        project=project, dissolved_at=None, until__gte=clock.local(now).date()
    )
    return groups.select_related("chair").first()


def _decider(scene: Scene, project: Matter | None) -> list[Place]:
    """Who decides while a project runs: the chair of its leading group, else the executive in charge."""
    if project is None:
        return []
    group = group_of(project.pk, scene.now) if project.pk else None
    if group is not None:
        return [of_person(organisation.person_by_id(group.chair_id))]
    own = department(project.initiator_department_id)
    return [of_person(organisation.executive_of(own))] if own is not None else []


def _concerned(scene: Scene) -> list[Place]:
    named = [department(row["department"]) for row in scene.details.departments]
    return [Place(one, organisation.head_of(one)) for one in named if one is not None]


decider = Who("decider", lambda scene: _decider(scene, scene.matter))
project_decider = Who("project_decider", lambda scene: _decider(scene, scene.matter.parent))
concerned_heads = Who("concerned_heads", _concerned)


@predicate("leader")
def is_leader(scene: Scene, actor: Actor) -> bool:
    """The leader of the project."""
    return actor.person is not None and scene.details.leader_id == actor.person.pk


@predicate("project_leader")
def project_leader(scene: Scene, actor: Actor) -> bool:
    """The leader of the project a change belongs to. A blank one is begun from the project's page alone."""
    parent = scene.matter.parent
    if actor.person is None:
        return False
    if parent is None:
        return ProjectDetails.objects.filter(leader=actor.person, matter__state="executing").exists()
    return ProjectDetails.objects.filter(matter=parent, leader=actor.person).exists()


@predicate("takes_part")
def takes_part(scene: Scene, actor: Actor) -> bool:
    """The head of a department of the project."""
    return actor.person is not None and bool(
        set(organisation.headed_by(actor.person)) & set(taking_part(scene))
    )


@predicate("chairs_group")
def chairs_group(scene: Scene, actor: Actor) -> bool:
    """Who chairs the leading group in office."""
    group = group_of(scene.matter.pk, scene.now)
    return group is not None and actor.person is not None and group.chair_id == actor.person.pk


@predicate("has_group")
def has_group(scene: Scene, actor: Actor) -> bool:
    """There is a leading group to be dissolved."""
    return LeadingGroup.objects.filter(project=scene.matter, dissolved_at=None).exists()


def outdated_notice(scene: Scene) -> Document | None:
    """The notice in force, where a newer plan is in force than it tells of."""
    issued = Document.objects.filter(matter=scene.matter.pk, kind="project.notice", status=Status.VALID)
    latest: Document | None = issued.order_by("pk").last()
    if latest is None:
        return None
    newer = Baseline.objects.filter(project=scene.matter, approved_at__gt=latest.issued_at)
    return latest if newer.exists() else None


@predicate("notice_outdated")
def notice_outdated(scene: Scene, actor: Actor) -> bool:
    """A newer plan is in force than the notice in force tells of."""
    return outdated_notice(scene) is not None


@predicate("has_risks")
def has_risks(scene: Scene, actor: Actor) -> bool:
    """There is a risk that is not over."""
    return Risk.objects.filter(project=scene.matter).exclude(state=RiskState.CLOSED).exists()


@predicate("has_marks_to_reach")
def has_marks_to_reach(scene: Scene, actor: Actor) -> bool:
    """There is a milestone that waits for no line of the plan, so that somebody has to say it is reached."""
    return bool(marks_to_reach(scene.matter))


def marks_to_reach(project: Matter) -> list[PlanTask]:
    """Milestones not reached that follow upon no line of the plan in force."""
    open_ones = PlanTask.objects.filter(project=project, kind="milestone", actual_end=None, dropped=False)
    base = Baseline.objects.filter(project=project).order_by("no").last() if open_ones else None
    if base is None:
        return []
    waiting = {link.after for link in base.plan.dependencies if link.kind == "FS"}
    return [row for row in open_ones if row.code not in waiting]


@predicate("accepted")
def accepted(scene: Scene, actor: Actor) -> bool:
    """Its acceptance was passed, every condition met."""
    return Matter.objects.filter(parent=scene.matter, procedure="project_acceptance", state="passed").exists()
