"""部门空间: a department in one page: plan, load, what it owes and is owed, who is away, what it shares.

Members, their head and those above see all of it; every other employee what they may know of anyway (1.3.b, 3.2.a).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.database import prepared
from xieli.core.errors import Refused
from xieli.desk.bulk import Shelf
from xieli.desk.forms import PinForm
from xieli.desk.loads import loads_of
from xieli.desk.views.documents import visible as visible_documents
from xieli.matters import registry
from xieli.matters.models import Matter, WorkItem
from xieli.matters.policy import tokens
from xieli.matters.queries import lights
from xieli.matters.web import due, names
from xieli.matters.web import room as rooms
from xieli.organisation import queries as organisation
from xieli.organisation.commands import pins
from xieli.organisation.models import Department, Person, Pin

from .team import departments_for

SHOWN = 20
FEW = 6
SHARED = ("announcement", "memo")  # by their keys: where one is not installed, nothing of it is there

_OWED = f"""
SELECT count(*), count(*) FILTER (WHERE light = 'red'), count(*) FILTER (WHERE light = 'amber'),
  (array_agg(id ORDER BY due_at, id))[1:{SHOWN}]
FROM (
  SELECT item.id, item.due_at, {lights.LIGHT} AS light
  FROM matters_workitem item JOIN matters_matter matter ON matter.id = item.matter_id {lights.CLOCK}
  WHERE item.closed_at IS NULL AND matter.audience && %(tokens)s::int[] AND %(between)s
) item
"""  # noqa: S608  (put together from constants)
_BY_US = _OWED.replace(
    "%(between)s", "item.department_id = %(department)s AND item.sender_department_id <> %(department)s"
)
_TO_US = _OWED.replace(
    "%(between)s",
    "item.sender_department_id = %(department)s AND item.department_id IS DISTINCT FROM %(department)s",
)


@dataclass(frozen=True)
class Owed:
    """An open item between this department and another, with its light."""

    item: WorkItem
    procedure: Any
    step: Any
    other: str
    holder: str
    due: due.Due


@dataclass(frozen=True)
class Side:
    """One direction of what is owed: the first of it, and how much there is of each light."""

    rows: list[Owed]
    total: int
    late: int
    soon: int


@employee
@require_GET
def own(request: EmployeeRequest) -> HttpResponse:
    """The room of one's own department."""
    choices = departments_for(request.person)
    if not choices:
        raise Http404
    return redirect("desk:room", choices[0].uid)


@employee
@require_GET
def room(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """One department's room. Http404 for one that is not in use."""
    return _show(request, _department(uid), PinForm())


@employee
@require_POST
def pin(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """A member pins a link. Http404 for others."""
    department, form = _own(request.person, uid), PinForm(request.POST)
    if form.is_valid():
        try:
            pins.pin(department, form.cleaned_data["title"], form.cleaned_data["url"], request.person)
        except Refused as refused:
            form.add_error("url", str(refused))
    return _show(request, department, form, 422) if form.errors else redirect("desk:room", uid)


@employee
@require_POST
def unpin(request: EmployeeRequest, uid: UUID, pin: UUID) -> HttpResponse:
    """A member takes a link away. Http404 for others."""
    pins.unpin(get_object_or_404(Pin, department=_own(request.person, uid), uid=pin), request.person)
    return redirect("desk:room", uid)


def _department(uid: UUID) -> Department:
    department = next((one for one in organisation.departments() if one.uid == uid), None)
    if department is None:
        raise Http404
    return department


def _own(person: Person, uid: UUID) -> Department:
    department = _department(uid)
    if not _belongs(person, department):
        raise Http404
    return department


def _belongs(person: Person, department: Department) -> bool:
    return department.pk in {*organisation.departments_of(person), *organisation.headed_by(person)}


def _show(request: EmployeeRequest, department: Department, form: PinForm, status: int = 200) -> HttpResponse:
    person = request.person
    inside = sees_all(person, department)
    shown = (one(department, person) for one in rooms.panels)
    context = {
        "department": department,
        "choices": organisation.departments(),
        "inside": inside,
        "leader": organisation.head_of(department),
        "panels": [one for one in shown if one is not None],
        "loads": [one for one in loads_of(department, person) if one.count] if inside else [],
        "we_owe": owed(department, person, by_us=True),
        "owed_us": owed(department, person, by_us=False),
        "away": away(department),
        "documents": _documents(department, person),
        "shared": _shared(department, person),
        "pins": department.pins.all(),
        "pin_form": form if _belongs(person, department) else None,
    }
    return html.render(request, "desk/room.html", context, status=status)


def sees_all(person: Person, department: Department) -> bool:
    """Whether a person belongs here, heads it, or answers for it from above."""
    return department in departments_for(person) or person == organisation.general_manager()


def owed(department: Department, person: Person, *, by_us: bool) -> Side:
    """What others handed to this department and wait for (`by_us`), or it to them, as far as the reader may know of
    it: all are counted by their light, the nearest due are listed. Three queries."""
    now = clock.now()
    values: dict[str, Any] = {"department": department.pk, "tokens": tokens(person), "now": now}
    with prepared() as cursor:
        cursor.execute(_BY_US if by_us else _TO_US, values)
        [(total, late, soon, nearest)] = cursor.fetchall()
    rows = WorkItem.objects.filter(pk__in=nearest or []).select_related("matter").order_by("due_at", "id")
    shelf = Shelf((one.matter for one in rows), now)
    return Side([_owed(one, shelf, by_us=by_us) for one in rows], total, late, soon)


def _owed(item: WorkItem, shelf: Shelf, *, by_us: bool) -> Owed:
    procedure = registry.get(item.matter.procedure)
    clocks = [one for one in shelf.clocks.get(item.matter_id, []) if one.item_id == item.pk]
    other = item.sender_department_id if by_us else item.department_id
    return Owed(
        item,
        procedure,
        procedure.step_label(item.step),
        names.department_name(other, short=True),
        names.person_name(item.person_id),
        due.due_of(clocks[0] if clocks else None, shelf.now),
    )


def away(department: Department) -> list[tuple[Person, Person]]:
    """Who is away today, and who stands in for them."""
    members = {one.pk: one for one in organisation.members_of(department)}
    deputies = organisation.deputies_for(list(members), clock.now())
    return [(members[person], deputy) for person, deputy in deputies.items()]


def _documents(department: Department, person: Person) -> list[Any]:
    """The newest documents issued on matters of the department."""
    own = Matter.objects.filter(Q(lead_department=department) | Q(initiator_department=department))
    return list(visible_documents(person).filter(matter__in=own.values("pk")).order_by("-id")[:FEW])


def _shared(department: Department, person: Person) -> list[Matter]:
    """The newest announcements and letters of the department."""
    kinds = [one.key for one in registry.all_procedures() if one.key in SHARED]
    seen = Matter.objects.visible_to(person).filter(
        procedure__in=kinds, initiator_department=department, number__isnull=False
    )
    return list(seen.order_by("-opened_at")[:FEW])
