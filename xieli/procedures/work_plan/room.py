"""A department's plans in its room: how they stand, and that there is none (3.2.a)."""

from dataclasses import dataclass

from xieli.core import clock
from xieli.matters.models import Matter
from xieli.matters.web.room import Panel
from xieli.organisation.models import Department, Person

from .models import Cadence, Fate, PlanDetails, PlanLine
from .permissions import plans_for
from .standing import Standing, Summary, figures, standings

OVER = ("withdrawn", "void")
SHOWN = 6


@dataclass(frozen=True)
class Current:
    """A plan of the present period."""

    matter: Matter
    details: PlanDetails
    figures: Summary
    ahead: list[Standing]


def panel(department: Department, person: Person) -> Panel:
    """The plans whose period it is, longest first, with what is late or due next: two queries."""
    today = clock.local(clock.now()).date()
    seen = Matter.objects.visible_to(person).filter(procedure="work_plan", lead_department=department)
    seen = seen.filter(head_seq__gt=0, work_plan__starts_on__lte=today, work_plan__ends_on__gte=today)
    plans = list(seen.exclude(outcome__in=OVER).select_related("work_plan"))
    lines: dict[int, list[PlanLine]] = {one.pk: [] for one in plans}
    for line in PlanLine.objects.filter(plan__in=plans).select_related("owner", "matter"):
        lines[line.plan_id].append(line)
    order = list(Cadence.values)
    plans.sort(key=lambda one: order.index(one.work_plan.cadence))
    current = []
    for one in plans:
        rows = standings(lines[one.pk], today)
        unfinished = sorted(
            (row for row in rows if row.line.fate == Fate.OPEN), key=lambda row: row.line.due_on
        )
        current.append(Current(one, one.work_plan, figures(rows, one.work_plan, today), unfinished[:SHOWN]))
    return Panel(
        "work_plan/room.html",
        {"plans": current, "may_begin": department.pk in plans_for(person)},
    )
