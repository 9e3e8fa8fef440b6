"""参会人时间: who is free at the chosen time, the next times all are, and one person's day."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.ids import uuids
from xieli.matters import places
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation

from .. import busy, circles
from ..kinds import KINDS
from .calendar import day_of, midnight

MOST = 60


@employee
@require_GET
def check(request: EmployeeRequest) -> HttpResponse:
    """For a form as far as it is filled in (`begins_at`, `duration`, `attendees`, `kind`): who is free then."""
    wanted = uuids(request.GET.getlist("attendees")[:MOST])
    people = list(organisation.active_people().filter(uid__in=wanted))
    kind = request.GET.get("kind", "")
    belonging = circles.of_kind(kind) if kind in KINDS else []
    everybody = list({one.pk: one for one in (*people, *belonging, request.person)}.values())
    minutes = _minutes(request.GET.get("duration", ""))
    begins, now = _moment(request.GET.get("begins_at", "")), clock.now()
    ends = begins + timedelta(minutes=minutes) if begins else None
    this = uuids([request.GET.get("meeting", "")])
    but = Matter.objects.visible_to(request.person).filter(uid__in=this).values_list("pk", flat=True).first()
    rows = []
    if begins is not None and ends is not None:
        taken = busy.spans(everybody, begins, ends, but=but)
        rows = [(one, busy.why_not(one, taken[one.pk], begins, ends)) for one in everybody]
    context = {
        "rows": rows,
        "begins": begins,
        "busy": [row for row in rows if row[1]],
        "slots": busy.free_slots(everybody, max(now, begins or now), minutes, but=but),
        "places": places.offered(begins, ends, but) if begins and ends else [],
    }
    return html.render(request, "meeting/availability.html", context)


@employee
@require_GET
def day(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """One person's day: when they are not free, without what only others may know."""
    person = organisation.active_people().filter(uid=uid).first()
    if person is None:
        raise Http404
    on = day_of(request.GET.get("on", ""), clock.local(clock.now()).date())
    begins = midnight(on)
    context = {
        "someone": person,
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "spans": busy.spans([person], begins, begins + timedelta(days=1))[person.pk],
    }
    return html.render(request, "meeting/day.html", context)


def _minutes(text: str) -> int:
    return int(text) if text.isdecimal() and 5 <= int(text) <= 720 else 60


def _moment(text: str) -> datetime | None:
    """What was typed so far as a moment, or None."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=clock.local(clock.now()).tzinfo)
