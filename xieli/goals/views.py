"""Goals to read for everybody; to set and change for executives and the project management office."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty, employee
from xieli.core import clock, html, sheets
from xieli.core.imports import download
from xieli.goals import commands, hooks, measures, progress, queries
from xieli.goals.forms import FilterForm, GoalForm, ReadingForm
from xieli.goals.measures import SETTERS
from xieli.goals.models import Goal, Measure, Reading

SHOWN = 20


@employee
@require_safe
def goal_list(request: EmployeeRequest) -> HttpResponse:
    """The goals of one year: a tree, or what the filters leave of it; `?export=1` the same as an Excel file."""
    this_year = clock.local(clock.now()).year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    form = FilterForm({**request.GET.dict(), "year": year})
    form.is_valid()
    given = form.cleaned_data
    department = given.get("department")
    lines = queries.lines(
        year,
        kind=given.get("kind", ""),
        department=department.pk if department else None,
        state=given.get("state", ""),
        text=given.get("q", ""),
    )
    if request.GET.get("export"):
        return download(_workbook(lines), f"goals-{year}.xlsx")
    context = {
        "year": year,
        "years": sorted({this_year, year, *queries.years()}, reverse=True),
        "lines": lines,
        "form": form,
        "active": any(given.get(name) for name in ("q", "kind", "department", "state")),
        "may_set": measures.may_set(request.person),
    }
    return html.render(request, "goals/list.html", context)


def _workbook(lines: list[queries.Line]) -> bytes:
    heads = [
        _("编号"), _("目标"), _("类别"), _("年度"), _("期间"), _("责任部门"), _("进度（%）"), _("应达（%）"), _("状态"),
    ]  # fmt: skip
    rows = [
        [
            one.goal.code, one.goal.title, one.goal.get_kind_display(), one.goal.year,
            one.goal.get_period_display(), one.goal.department.name,
            "" if one.percent is None else one.percent, one.expected,
            _("已关闭") if one.goal.closed_at else _("进行中"),
        ]
        for one in lines
    ]  # fmt: skip
    return sheets.write(_("公司目标"), heads, rows)


@employee
@require_safe
def goal_page(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """One goal: its measures with what they stood at, the goals below it, the work that serves it."""
    goal = get_object_or_404(Goal.objects.select_related("department", "parent"), uid=uid)
    done = queries.percents()
    below = goal.children.select_related("department").order_by("code")
    context = {
        "goal": goal,
        "line": queries.said([(goal, 0)], done)[0],
        "measures": [(one, _percent(one)) for one in goal.measures.all()],
        "readings": Reading.objects.filter(measure__goal=goal).select_related("measure", "by")[:SHOWN],
        "below": queries.said([(one, 0) for one in below], done),
        "serving": [one for served in hooks.serving for one in served(goal, request.person)],
        "may_set": measures.may_set(request.person),
        "may_record": measures.may_record(request.person, goal),
    }
    return html.render(request, "goals/goal.html", context)


def _percent(measure: Measure) -> int:
    return round(progress.share(measure.start, measure.target, measure.actual) * 100)


@duty(*SETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: EmployeeRequest) -> HttpResponse:
    """Set a goal."""
    return _edit(request, None, {"year": clock.local(clock.now()).year})


@duty(*SETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_goal(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Change a goal."""
    goal = get_object_or_404(Goal.objects.select_related("department", "parent"), uid=uid)
    names = ("code", "title", "kind", "year", "period", "weight", "description")
    told = {name: getattr(goal, name) for name in names}
    rows = list(goal.measures.values("uid", "name", "unit", "start", "target", "weight"))
    parent = goal.parent and goal.parent.uid
    return _edit(
        request, goal, {**told, "department": goal.department.uid, "parent": parent, "measures": rows}
    )


@duty(*SETTERS)
@require_POST
def close_goal(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Close a goal, or take a closed one up again."""
    goal = get_object_or_404(Goal, uid=uid)
    if request.POST.get("reopen"):
        commands.reopen_goal(goal)
        messages.success(request, _("目标已重新打开。"))
    else:
        commands.close_goal(goal)
        messages.success(request, _("目标已关闭。"))
    return html.redirect(request, goal.get_absolute_url())


@employee
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Record what a measure stands at: for who sets goals and the head of the department that answers for it."""
    measure = get_object_or_404(Measure.objects.select_related("goal__department"), uid=uid)
    if not measures.may_record(request.person, measure.goal):
        raise Http404
    initial = {"on": queries.today()}
    form = ReadingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            measures.record(measure, request.person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已记录。"))
            return html.redirect(request, measure.goal.get_absolute_url())
    status = 422 if form.is_bound else 200
    context = {"form": form, "measure": measure, "goal": measure.goal}
    return html.render(request, "goals/record.html", context, status=status, fragment="form")


def _edit(request: EmployeeRequest, goal: Goal | None, initial: dict[str, object]) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = GoalForm(posted, initial=initial, goal=goal)
    if form.is_bound and form.is_valid():
        try:
            saved = commands.save_goal(goal, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("目标已保存。"))
            return html.redirect(request, saved.get_absolute_url())
    status = 422 if form.is_bound else 200
    return html.render(
        request, "goals/edit.html", {"form": form, "goal": goal}, status=status, fragment="form"
    )
