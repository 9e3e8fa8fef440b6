"""派单视图: the open cases of a department, and who is on shift, free and near for each of them."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.core import html
from xieli.core.clock import now
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions
from xieli.matters.models import Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department
from xieli.procedures.service.roster import queries as roster
from xieli.procedures.service.views.access import case_for, rostered
from xieli.stations.models import Station

# Acts that give a case to somebody, and the field that names them.
GIVING = {"accept": "handler", "reassign": "person"}
OWED = ("dispatch", "accept", "contact", "solve")


@rostered
@require_GET
def dispatcher(request: EmployeeRequest) -> HttpResponse:
    """`?case=` asks who is best for that case; else for nobody in particular."""
    departments = roster.departments_with_shifts()
    department = _chosen(request, departments)
    case = case_for(request.person, request.GET["case"]) if request.GET.get("case") else None
    near: Station | None = case.case.station if case else None
    context = {
        "departments": departments,
        "department": department,
        "case": case,
        "giving": _giving(request, case) if case else "",
        "near": near,
        "hands": roster.hands(department, now(), near) if department else [],
        "items": _items(request, department),
        "now": now(),
        "notes": roster.unsigned_notes(department) if department else [],
        "own": roster.own_shift(request.person, now()),
    }
    return html.render(request, "service/dispatcher.html", context, fragment="board")


def _giving(request: EmployeeRequest, case: Matter) -> str:
    """The address of the act by which this person may give the case to somebody, whose uid belongs at its end."""
    acts = {one.name for one in available_actions(Scene.load(case, now()), Actor.of(request.person))}
    for name, field in GIVING.items():
        if name in acts:
            return f"{reverse('matters:act', args=[case.uid, name])}?{field}="
    return ""


def _chosen(request: EmployeeRequest, departments: list[Department]) -> Department | None:
    asked = request.GET.get("department", "")
    own = organisation.departments_of(request.person)
    by_code = next((one for one in departments if one.code == asked), None)
    return by_code or next(
        (one for one in departments if one.pk in own), departments[0] if departments else None
    )


def _items(request: EmployeeRequest, department: Department | None) -> list[WorkItem]:
    """What is owed on service cases by this department, the most urgent first."""
    if department is None:
        return []
    seen = Matter.objects.visible_to(request.person).filter(procedure="service", closed_at=None)
    rows = WorkItem.objects.filter(
        department=department, closed_at=None, main=True, matter__in=seen, step__in=OWED
    )
    rows = rows.select_related("person", "matter__case__station", "matter__case__charger")
    return list(rows.order_by("due_at", "id")[:60])
