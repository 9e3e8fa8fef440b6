"""What serves a company goal, of any procedure: for the goal's page."""

from django.db.models import F

from xieli.goals.hooks import Served
from xieli.goals.models import Goal
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.organisation.models import Person

MOST = 50


def of_goal(goal: Goal, person: Person) -> list[Served]:
    """The matters under a goal that the reader may know of, open ones first, then the newest."""
    rows = Matter.objects.visible_to(person).filter(goal=goal, number__isnull=False)
    rows = rows.select_related("lead_department", "initiator_department")
    return [_served(row) for row in rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")[:MOST]]


def _served(matter: Matter) -> Served:
    spec = registry.get(matter.procedure)
    department = matter.lead_department or matter.initiator_department
    return Served(
        number=matter.number or "",
        title=matter.title,
        kind=str(spec.name),
        state=str(spec.states[spec.moved.get(matter.state, matter.state)].label),
        department=department.name if department else "",
        url=matter.get_absolute_url(),
        over=matter.closed_at is not None,
    )
