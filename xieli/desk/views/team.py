"""我的部门: who holds what, who is away or has too much; the head passes work on, many items at once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.marks import labelled
from xieli.core.requests import number
from xieli.desk.loads import loads_of, unfold
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person


@employee
@require_GET
def board(request: EmployeeRequest) -> HttpResponse:
    """The board of one department the person belongs to, heads or is the executive of."""
    choices = departments_for(request.person)
    if not choices:
        raise Http404
    chosen = _chosen(request, choices)
    loads = loads_of(chosen, request.person)
    one = request.GET.get("load", "")
    shown = [load for load in loads if not one or load.key == one]
    unfold(shown, chosen, request.person, {one} if one else set(request.GET.getlist("unfolded")))
    context = {
        "department": chosen,
        "may_reassign": chosen.pk in organisation.headed_by(request.person),
        "most": max((load.count for load in loads), default=1) or 1,
    }
    if one and shown and html.wants_fragment(request):
        return html.render(request, "desk/team.html", {**context, "load": shown[0]}, fragment="load")
    context |= {
        "choices": choices,
        "loads": [load for load in loads if load.count or load.deputy or not load.person],
        "free": [load.person for load in loads if load.person and not load.count and not load.deputy],
        "head": organisation.head_of(chosen),
        "members": [load.person for load in loads if load.person],
        "total": sum(load.count for load in loads),
        "late": (late := sum(load.late for load in loads)),
        "late_kind": "red" if late else "",
        "away": sum(1 for load in loads if load.deputy),
    }
    return html.render(request, "desk/team.html", context, fragment="board")


def departments_for(person: Person) -> list[Department]:
    """Own departments, those headed, and those in an executive's area."""
    ids = [
        *organisation.departments_of(person),
        *organisation.headed_by(person),
        *organisation.area_of(person),
    ]
    found = (organisation.department_by_id(one) for one in dict.fromkeys(ids))
    return [one for one in found if one is not None]


def _chosen(request: EmployeeRequest, choices: list[Department]) -> Department:
    wanted = request.GET.get("department", "")
    return next((one for one in choices if str(one.uid) == wanted), choices[0])


@employee
@require_POST
def reassign(request: EmployeeRequest) -> HttpResponse:
    """Pass the ticked items to one person of the department. Each is an act of its own, with the same reason."""
    items = [pk for one in request.POST.getlist("item")[:100] if (pk := number(one)) is not None]
    to, reason = request.POST.get("person", ""), request.POST.get("reason", "").strip()
    department = request.POST.get("department", "")
    if not items or not _uuid(to) or not reason:
        messages.error(request, _("请勾选待办，选择接手的人，并写明原因。"))
        return html.redirect(request, f"/team/?department={department}")
    done, refused = 0, []
    for item in WorkItem.objects.filter(pk__in=items, closed_at=None).select_related("matter"):
        try:
            data = {"person": to, "reason": reason}
            perform(item.matter, "reassign", Actor.of(request.person), data, item=item.pk)
            done += 1
        except ActionError as error:
            refused.append(labelled(item.matter.reference, error.message))
    if done:
        messages.success(request, _("已转办 %(n)s 件") % {"n": done})
    for sentence in refused[:5]:
        messages.error(request, sentence)
    return html.redirect(request, f"/team/?department={department}")


def _uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
