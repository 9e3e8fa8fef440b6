"""The calendar's data, and a booking that was drawn to another time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock
from xieli.core.ids import uuids
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.web.views import matter_for

from .. import timetable
from ..models import Resource
from ..timetable import Entry

LONGEST = timedelta(days=62)


@employee
@require_GET
def events(request: EmployeeRequest) -> HttpResponse:
    """Bookings and times out of use of the resources `ids` between two days, as the reader may know them."""
    ids = uuids(request.GET.get("ids", "").split(",")[:50])
    resources = Resource.objects.filter(uid__in=ids)
    first = timetable.midnight(timetable.day_of(request.GET.get("start", "")[:10], clock.now()))
    last = timetable.midnight(timetable.day_of(request.GET.get("end", "")[:10], clock.now()))
    last = min(max(last, first) + timedelta(days=1), first + LONGEST)
    found = timetable.entries(resources, first, last, request.person)
    answer = [_event(one, entry) for one in resources for entry in found.get(one.pk, ())]
    return JsonResponse(answer, safe=False)


def _event(resource: Resource, entry: Entry) -> dict[str, Any]:
    begins, ends = clock.local(entry.begins), clock.local(entry.ends)
    title = entry.who or _("已占用")
    if resource.quantity > 1 and not entry.off:
        title = f"{title} · {entry.quantity}/{resource.quantity}"
    return {
        **({"id": entry.id} if entry.id else {}),
        "resourceIds": [str(resource.uid)],
        "start": f"{begins:%Y-%m-%dT%H:%M:%S}", "end": f"{ends:%Y-%m-%dT%H:%M:%S}",
        "title": _("停用：%(reason)s") % {"reason": entry.who} if entry.off else title,
        "display": "background" if entry.off else "auto",
        "editable": entry.movable,
        "extendedProps": {
            "kind": entry.kind, "url": entry.url, "state": entry.state,
            "hours": f"{begins:%m-%d %H:%M}–{ends:%m-%d %H:%M}",
        },
    }  # fmt: skip


@employee
@require_POST
def move(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """One's own booking at the time it was drawn to: the act "move" like any other."""
    matter = matter_for(request.person, uid)
    times = {key: request.POST.get(key, "") for key in ("begins_at", "ends_at")}
    try:
        perform(matter.pk, "move", Actor.of(request.person), times)
    except ActionError as refused:
        return JsonResponse({"message": refused.message}, status=refused.status)
    return JsonResponse({"message": _("已改时间。需要归口部门同意的，会再请其答复。")})
