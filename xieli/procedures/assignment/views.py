"""领导督办: every instruction one may see, with its light, progress and source (3.1.a)."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.matters import registry
from xieli.matters.models import Clock, Matter
from xieli.matters.web import due, names

MOST = 200
TABS = ("open", "late", "over")


@dataclass(frozen=True)
class Row:
    """An instruction as the list shows it."""

    matter: Matter
    state: object
    due: due.Due
    given_by: str
    assignee: str
    department: str


@employee
@require_GET
def instructions(request: EmployeeRequest) -> HttpResponse:
    """`?which=` open (default), late or over; the nearest due first."""
    which = request.GET.get("which", "")
    which = which if which in TABS else "open"
    seen = Matter.objects.visible_to(request.person).filter(procedure="instruction", head_seq__gt=0)
    open_ones = seen.filter(closed_at=None)
    late = open_ones.filter(next_due_at__lt=clock.now())
    chosen = {
        "open": open_ones.order_by("next_due_at", "pk"),
        "late": late.order_by("next_due_at", "pk"),
        "over": seen.filter(closed_at__isnull=False).order_by("-closed_at"),
    }[which]
    context = {
        "rows": _rows(list(chosen.select_related("assignment")[:MOST])),
        "which": which,
        "open": open_ones.count(),
        "late": late.count(),
        "waiting": open_ones.filter(state="reported").count(),
        "over": seen.filter(closed_at__isnull=False).count(),
    }
    return html.render(request, "assignment/instructions.html", context)


def _rows(matters: list[Matter]) -> list[Row]:
    """With their nearest clocks: one query."""
    clocks: dict[int, list[Clock]] = {}
    for one in Clock.objects.filter(matter__in=matters, stopped_at=None).order_by("id"):
        clocks.setdefault(one.matter_id, []).append(one)
    spec, now = registry.get("instruction"), clock.now()
    return [
        Row(
            one,
            spec.states[one.state].label,
            due.nearest(spec, clocks.get(one.pk, []), now),
            names.person_name(one.initiator_id),
            names.person_name(one.assignment.assignee_id),
            names.department_name(one.lead_department_id, short=True),
        )
        for one in matters
    ]
