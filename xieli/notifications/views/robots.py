"""群机器人: set up and tried by the system administrator, who sees what they were answered, never what they said.

What a department's group hears is its head's to choose.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts import audit
from xieli.accounts.http import AccountRequest, EmployeeRequest
from xieli.accounts.policy import administrator, employee
from xieli.core import html
from xieli.core.errors import Refused
from xieli.notifications import paging
from xieli.notifications.causes import explained
from xieli.notifications.kinds import Mode
from xieli.notifications.mailbox import addressing
from xieli.notifications.models import IncomingMail, IncomingOutcome, Mailbox, Robot, RobotChoice
from xieli.notifications.robots import commands
from xieli.notifications.robots.forms import GroupForm, RobotForm
from xieli.notifications.robots.service import Kind
from xieli.organisation import queries as organisation


@administrator("system")
@require_http_methods(["GET", "POST"])
def index(request: AccountRequest) -> HttpResponse:
    """All robots, and the form for one more."""
    form = RobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            robot = commands.set_up(None, audit.by(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("department", str(refused.message))
        else:
            messages.success(request, _("已添加。请试发一条，确认群里收得到。"))
            return html.redirect(request, reverse("notifications:robot", args=[robot.uid]))
    context = {
        "robots": Robot.objects.select_related("department").order_by("-active", "service", "id"),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return html.render(request, "notifications/robots.html", context, status=status, fragment="form")


@administrator("system")
@require_http_methods(["GET", "POST"])
def robot(request: AccountRequest, uid: UUID) -> HttpResponse:
    """One robot: its settings and its log."""
    row = _robot(uid)
    form = RobotForm(request.POST or None, robot=row)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_up(row, audit.by(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("department", str(refused.message))
        else:
            messages.success(request, _("已保存。"))
            return html.redirect(request, reverse("notifications:robot", args=[uid]))
    context = {
        "robot": row,
        "form": form,
        "page": paging.page(row.calls.order_by("-id"), request.GET.get("page")),
    }
    status = 422 if form.is_bound else 200
    return html.render(request, "notifications/robot.html", context, status=status, fragment="form")


@administrator("system")
@require_POST
def trial(request: AccountRequest, uid: UUID) -> HttpResponse:
    """Say a word in the group now."""
    row = _robot(uid)
    try:
        verdict = commands.trial(row)
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        if verdict.kind is Kind.SENT:
            messages.success(request, _("已发出，请到群里查看。"))
        else:
            messages.error(request, _("没有发出：%(why)s") % {"why": explained(verdict.detail)})
    return html.redirect(request, reverse("notifications:robot", args=[uid]))


@administrator("system")
@require_POST
def switch(request: AccountRequest, uid: UUID) -> HttpResponse:
    """Switch it off, or on again."""
    row = _robot(uid)
    try:
        commands.switch(row, audit.by(request), on=not row.active)
    except Refused as refused:
        messages.warning(request, str(refused.message))
    return html.redirect(request, reverse("notifications:robot", args=[uid]))


@employee
@require_http_methods(["GET", "POST"])
def group(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """What the group of a department one heads is told."""
    row = _robot(uid)
    if not row.working or row.department_id not in organisation.headed_by(request.person):
        raise Http404
    chosen = {one.kind: Mode(one.mode) for one in RobotChoice.objects.filter(robot=row)}
    form = GroupForm(chosen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.choose(row, form.modes())
        messages.success(request, _("已保存。"))
        return html.redirect(request, reverse("notifications:choices"))
    status = 422 if form.is_bound else 200
    context = {"robot": row, "form": form}
    return html.render(request, "notifications/group.html", context, status=status, fragment="form")


@administrator("system")
@require_GET
def incoming(request: AccountRequest) -> HttpResponse:
    """What came into the mailbox and what became of it: never what it said."""
    state = request.GET.get("state", "")
    state = state if state in IncomingOutcome.values else ""
    rows = IncomingMail.objects.order_by("-id")
    context = {
        "page": paging.page(rows.filter(outcome=state) if state else rows, request.GET.get("page")),
        "state": state,
        "states": IncomingOutcome.choices,
        "configured": addressing.configured(),
        "box": Mailbox.objects.filter(pk=1).first(),
    }
    return html.render(request, "notifications/incoming.html", context, fragment="rows")


def _robot(uid: UUID) -> Robot:
    return get_object_or_404(Robot.objects.select_related("department"), uid=uid)
