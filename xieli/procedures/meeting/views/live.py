"""会议记录: one page for who takes the minutes, seen live by everybody who may see the meeting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.requests import number
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.web.page import in_writing
from xieli.organisation.models import Person

from .. import live
from ..forms import LineForm
from ..models import MeetingDetails, MinuteLine
from .access import meeting_for


@employee
@require_http_methods(["GET", "POST"])
def page(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The lines under the points of the agenda; POST adds one."""
    matter, details = meeting_for(request.person, uid)
    if request.method == "GET":
        return _page(request, matter, details)
    if not live.may_write(matter, details, request.person):
        raise Http404
    form = LineForm(request.POST, agenda=details.agenda)
    if not form.is_valid():
        return _page(request, matter, details, form=form, status=422)
    try:
        live.add(matter, details, request.person, form.cleaned_data)
    except ActionError as refused:
        form.add_error(None, refused.message)
        return _page(request, matter, details, form=form, status=refused.status)
    return html.redirect(request, f"/meetings/{matter.uid}/live/?point={form.cleaned_data['point']}#write")


@employee
@require_http_methods(["GET", "POST"])
def line(request: EmployeeRequest, uid: UUID, line: UUID) -> HttpResponse:
    """One line to be changed or struck out; who was overtaken sees both and loses nothing."""
    matter, details = meeting_for(request.person, uid)
    if not live.may_write(matter, details, request.person):
        raise Http404
    found = MinuteLine.objects.select_related("author").filter(matter=matter, uid=line).first()
    if request.method == "GET":
        if found is None:
            raise Http404
        return _page(request, matter, details, form=_filled(found, details), line=found, rev=found.rev)
    rev = request.POST.get("rev", "")
    form = LineForm(request.POST, agenda=details.agenda)
    striking = "remove" in request.POST
    if not striking and not form.is_valid():
        return _page(request, matter, details, form=form, line=found, rev=rev, status=422)
    try:
        _do(matter, details, request.person, line, number(rev) or 0, form, striking)
    except live.Overtaken as refused:
        form.is_valid()
        form.add_error(None, refused.message)
        other = refused.line
        context = {"form": form, "line": other, "other": other, "rev": other.rev if other else ""}
        return _page(request, matter, details, status=409, **context)
    return html.redirect(request, f"/meetings/{matter.uid}/live/#write")


def _do(
    matter: Matter,
    details: MeetingDetails,
    person: Person,
    line: UUID,
    rev: int,
    form: LineForm,
    striking: bool,
) -> None:
    if striking:
        live.remove(matter, details, person, line, rev)
    else:
        live.change(matter, details, person, line, rev, form.cleaned_data)


def _filled(line: MinuteLine, details: MeetingDetails) -> LineForm:
    named = {"department": line.department, "owner": line.owner}
    initial = {name: str(value.uid) if value else "" for name, value in named.items()}
    plain = {"point": str(line.point), "kind": line.kind, "text": line.text, "needed_by": line.needed_by}
    return LineForm(agenda=details.agenda, initial={**initial, **plain})


def _page(
    request: EmployeeRequest, matter: Matter, details: MeetingDetails, *, status: int = 200, **more: Any
) -> HttpResponse:
    writes = live.may_write(matter, details, request.person)
    at = request.GET.get("point", "")
    first = {"point": at if at.isdecimal() else ("1" if details.agenda else "0")}
    lines = live.lines(matter)
    context = {
        "matter": matter,
        "details": details,
        "points": _points(lines, details.agenda),
        "own": sum(one.author_id == request.person.pk for one in lines),  # each line is a draft of its own
        "people": list(details.attending),
        "writes": writes,
        "in_writing": in_writing(matter),
        "form": LineForm(agenda=details.agenda, initial=first) if writes else None,
        **more,
    }
    return html.render(request, "meeting/live.html", context, status=status, fragment="lines")


def _points(lines: list[MinuteLine], agenda: list[dict[str, Any]]) -> list[tuple[int, str, list[MinuteLine]]]:
    """(number, subject, lines) of each point, and what belongs to none of them last (number 0)."""
    last = len(agenda)
    points = [
        (at, row["subject"], [one for one in lines if one.point == at]) for at, row in enumerate(agenda, 1)
    ]
    return [*points, (0, "", [one for one in lines if one.point == 0 or one.point > last])]
