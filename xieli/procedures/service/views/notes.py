"""交接班记录: written at the end of a shift, signed by the next."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.core import html
from xieli.core.clock import now
from xieli.procedures.service.models import ShiftNote
from xieli.procedures.service.roster import commands, queries
from xieli.procedures.service.views.access import rostered
from xieli.procedures.service.views.roster import department_of


@rostered
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """The notes of one's department, the newest first."""
    return _show(request)


def _show(request: EmployeeRequest, status: int = 200, **extra: Any) -> HttpResponse:
    department = department_of(request)
    rows = ShiftNote.objects.filter(shift__department=department).select_related(
        "shift", "written_by", "signed_by"
    )
    own = queries.own_shift(request.person, now())
    standing = rows.filter(shift=own.shift, day=own.day).first() if own else None
    context = {
        "department": department,
        "notes": rows[:30],
        "own": own if standing is None or standing.signed_at is None else None,
        "text": standing.text if standing else "",
        "seen": standing.version if standing else "",
        **extra,
    }
    return html.render(request, "service/notes.html", context, status=status, fragment="notes")


@rostered
@require_POST
def write(request: EmployeeRequest) -> HttpResponse:
    """The note of the shift one is on, or has just left."""
    own, text = queries.own_shift(request.person, now()), request.POST.get("text", "")
    if own is None:
        sentence = _("您现在不在班，也没有刚下班，不能填写交接班记录。")
        return _show(request, 422, trouble=sentence, text=text)
    try:
        commands.write_note(own.shift, own.day, request.person, text, seen=request.POST.get("seen"))
    except ValidationError as error:
        return _show(request, 422, trouble=error.messages[0], text=text)
    messages.success(request, _("已交班，等接班人签收。"))
    return html.redirect(request, reverse("service:notes"))


@rostered
@require_POST
def sign(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Take over what the last shift wrote."""
    note = get_object_or_404(ShiftNote.objects.select_related("shift__department"), uid=uid)
    try:
        commands.sign_note(note, request.person, remark := request.POST.get("remark", ""))
    except ValidationError as error:
        return _show(request, 422, trouble=error.messages[0], refused=note, remark=remark)
    messages.success(request, _("已签收接班。"))
    return html.redirect(request, reverse("service:notes"))
