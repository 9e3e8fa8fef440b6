"""我的部门: who holds what, who is away or has too much; the head passes work on, many items at once."""

from dataclasses import dataclass, field
from statistics import median
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.composed import composed
from xieli.desk.bulk import Shelf
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.matters.policy import tokens
from xieli.matters.web import due
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

MOST = 400
MANY = 8


@dataclass
class Load:
    """One person (or the queue) with what they hold."""

    person: Person | None
    deputy: Person | None = None
    items: list["Held"] = field(default_factory=list)
    overloaded: bool = False

    @property
    def late(self) -> int:
        """How many are over their limit."""
        return sum(1 for one in self.items if one.due.level == "red")

    @property
    def soon(self) -> int:
        """How many fall due soon."""
        return sum(1 for one in self.items if one.due.level == "amber")


@dataclass(frozen=True)
class Held:
    """An open item as the board shows it."""

    item: WorkItem
    procedure: object
    step: object
    due: due.Due


@employee
@require_GET
def board(request: EmployeeRequest) -> HttpResponse:
    """The board of one department the person belongs to, heads or is the executive of."""
    choices = departments_for(request.person)
    if not choices:
        raise Http404
    chosen = _chosen(request, choices)
    loads = loads_of(chosen, request.person)
    context = {
        "department": chosen,
        "choices": choices,
        "loads": [one for one in loads if one.items or one.deputy or not one.person],
        "free": [one.person for one in loads if one.person and not one.items and not one.deputy],
        "head": organisation.head_of(chosen),
        "may_reassign": chosen.pk in organisation.headed_by(request.person),
        "members": [one.person for one in loads if one.person],
        "total": sum(len(one.items) for one in loads),
        "late": sum(one.late for one in loads),
        "away": sum(1 for one in loads if one.deputy),
        "most": max((len(one.items) for one in loads), default=1) or 1,
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


def loads_of(department: Department, person: Person) -> list[Load]:
    """Everybody of the department with their open items, the queue first. Items hidden from the viewer are left out."""
    now = clock.now()
    items = _HELD(department.pk)
    visible = set(_VISIBLE(tokens(person), list({one.matter_id for one in items})))
    shelf = Shelf((one.matter for one in items), now)
    people = organisation.members_of(department)
    deputies = organisation.deputies_for([one.pk for one in people], now)
    loads = {one.pk: Load(one, deputies.get(one.pk)) for one in people}
    queue = Load(None)
    for item in items:
        if item.matter_id in visible:
            load = loads.get(item.person_id or 0, queue)
            load.items.append(_held(item, shelf))
    usual = median([len(one.items) for one in loads.values()] or [0])
    for load in loads.values():
        load.overloaded = len(load.items) >= MANY and len(load.items) > 2 * usual
    order = sorted(loads.values(), key=lambda one: (-one.late, -len(one.items)))
    return [queue, *order] if queue.items else order


_HELD = composed(
    lambda department: (
        WorkItem.objects.filter(department=department, closed_at=None)
        .select_related("matter")
        .order_by("due_at", "id")[:MOST]
    )
)
_VISIBLE = composed(
    lambda presented, ids: (
        Matter.objects.opened_by(presented).filter(pk__among=ids).values_list("pk", flat=True)
    )
)


def _held(item: WorkItem, shelf: Shelf) -> Held:
    procedure = registry.get(item.matter.procedure)
    clocks = [one for one in shelf.clocks.get(item.matter_id, []) if one.item_id == item.pk]
    state = due.due_of(clocks[0] if clocks else None, shelf.now)
    return Held(item, procedure, procedure.step_label(item.step), state)


@employee
@require_POST
def reassign(request: EmployeeRequest) -> HttpResponse:
    """Pass the ticked items to one person of the department. Each is an act of its own, with the same reason."""
    items = [int(one) for one in request.POST.getlist("item")[:100] if one.isdecimal()]
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
            refused.append(f"{item.matter.reference}：{error.message}")
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
