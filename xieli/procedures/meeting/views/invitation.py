"""What a meeting has beside its page: the invitation for calendars."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core.imports import download
from xieli.matters.models import Matter

from ..mailing import version_at
from ..models import MeetingDetails


@employee
@require_safe
def calendar_file(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The invitation as an .ics file, for who may see the meeting, once its time is fixed and it was sent out."""
    rows = Matter.objects.visible_to(request.person).filter(uid=uid, procedure="meeting")
    matter = rows.exclude(state__in=("draft", "planned")).first()
    details = MeetingDetails.objects.select_related("convener", "chair").filter(matter=matter).first()
    if matter is None or details is None or details.begins_at is None:
        raise Http404
    name = _("会议 %(number)s") % {"number": matter.number}
    method = "CANCEL" if matter.outcome in ("withdrawn", "void") else "REQUEST"
    kind = f"text/calendar; charset=utf-8; method={method}"
    from ..invitation import invitation  # with icalendar, when one is asked for

    return download(invitation(matter, details, version_at(matter)), f"{name}.ics", kind)
