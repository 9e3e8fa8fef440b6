"""Who makes a department's plan: its head and its deputies (3.2.a)."""

from typing import TYPE_CHECKING

from xieli.core import clock
from xieli.matters.holders import Place, Who, department, field, head_of, initiator
from xieli.matters.predicates import Predicate, predicate
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from .models import Cadence, PlanLine

if TYPE_CHECKING:
    from xieli.matters.actors import Actor
    from xieli.matters.scene import Scene


def plans_for(person: Person) -> list[int]:
    """Ids of the departments whose plan this person makes."""
    headed = organisation.headed_by(person)
    seconded = Department.objects.filter(deputies=person, active=True).values_list("pk", flat=True)
    return [*headed, *(one for one in seconded if one not in headed)]


def _department_of(scene: "Scene") -> int | None:
    return scene.matter.lead_department_id


@predicate("makes_plans")
def _makes_plans(scene: "Scene", actor: "Actor") -> bool:
    """Head or deputy of some department: may begin a plan."""
    return actor.person is not None and bool(plans_for(actor.person))


@predicate("plan_maker")
def _plan_maker(scene: "Scene", actor: "Actor") -> bool:
    """Head or deputy of the department whose plan it is."""
    return actor.person is not None and _department_of(scene) in plans_for(actor.person)


@predicate("has_waiting_line")
def _has_waiting_line(scene: "Scene", actor: "Actor") -> bool:
    """An item that was not handed out yet: of the whole plan for who makes it, else one's own."""
    if actor.person is None or scene.matter._state.adding:
        return False
    waiting = PlanLine.objects.filter(plan=scene.matter, matter=None, fate="")
    if _department_of(scene) not in plans_for(actor.person):
        waiting = waiting.filter(owner=actor.person)
    return waiting.exists()


@predicate("may_propose")
def _may_propose(scene: "Scene", actor: "Actor") -> bool:
    """A plan its executive confirmed, no change of which waits to be confirmed."""
    return scene.details.cadence != Cadence.MONTH and scene.details.proposed is None


@predicate("period_ends")
def _period_ends(scene: "Scene", actor: "Actor") -> bool:
    """The last days of the period have come: before them there is nothing to sum up."""
    return bool(clock.local(scene.now).date() >= scene.details.summed_up_from)


period_ends: Predicate = _period_ends
may_propose: Predicate = _may_propose
makes_plans: Predicate = _makes_plans
plan_maker: Predicate = _plan_maker
has_waiting_line: Predicate = _has_waiting_line


def _drawer(scene: "Scene") -> list[Place]:
    """Who began it; the head where the product asked for it."""
    lead = department(scene.matter.lead_department_id)
    if scene.matter.initiator_id is not None and lead is not None:
        [place] = initiator.resolve_all(scene) or [Place(lead)]
        return [Place(lead, place.person)]
    return LEAD_HEAD.resolve_all(scene)


def _confirmer(scene: "Scene") -> list[Place]:
    """The executive in charge of the department; above them, where they submitted it themselves."""
    lead = department(scene.matter.lead_department_id)
    executive = organisation.executive_of(lead) if lead is not None else None
    if executive is not None and executive.pk == scene.details.submitted_by_id:
        executive = organisation.superior_of(executive) or executive
    return [Place(executive.department, executive)] if executive is not None else []


LEAD_HEAD = head_of(field("lead"))
DRAWER = Who("drawer", _drawer)
CONFIRMER = Who("confirmer", _confirmer)
