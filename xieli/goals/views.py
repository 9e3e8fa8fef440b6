"""Goals to read for everybody; to set and change for executives and the project management office."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty, employee
from xieli.core import clock, html
from xieli.goals import commands, queries
from xieli.goals.forms import GoalForm
from xieli.goals.models import Goal
from xieli.organisation.queries import duties_of

SETTERS = ("executive", "general_manager", "pmo")


@employee
@require_safe
def goal_list(request: EmployeeRequest) -> HttpResponse:
    """The goals of one year, as a tree."""
    this_year = clock.local(clock.now()).year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    context = {
        "year": year,
        "years": sorted({this_year, year, *queries.years()}, reverse=True),
        "goals": queries.goals_of(year),
        "may_set": _may_set(request),
    }
    return html.render(request, "goals/list.html", context)


@employee
@require_safe
def goal_page(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """One goal with the goals below it."""
    goal = get_object_or_404(Goal.objects.select_related("department", "parent"), uid=uid)
    below = goal.children.select_related("department").order_by("code")
    context = {"goal": goal, "below": below, "may_set": _may_set(request)}
    return html.render(request, "goals/goal.html", context)


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
    told = {name: getattr(goal, name) for name in ("code", "title", "kind", "year", "description")}
    return _edit(
        request, goal, {**told, "department": goal.department.uid, "parent": goal.parent and goal.parent.uid}
    )


@duty(*SETTERS)
@require_POST
def close_goal(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Close a goal, or take a closed one up again."""
    goal = get_object_or_404(Goal, uid=uid)
    if request.POST.get("reopen"):
        commands.reopen_goal(goal)
    else:
        commands.close_goal(goal)
    return html.redirect(request, goal.get_absolute_url())


def _edit(request: EmployeeRequest, goal: Goal | None, initial: dict[str, object]) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = GoalForm(posted, initial=initial, goal=goal)
    if form.is_bound and form.is_valid():
        try:
            saved = commands.save_goal(goal, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return html.redirect(request, saved.get_absolute_url())
    status = 422 if form.is_bound else 200
    return html.render(
        request, "goals/edit.html", {"form": form, "goal": goal}, status=status, fragment="form"
    )


def _may_set(request: EmployeeRequest) -> bool:
    return not duties_of(request.person).isdisjoint(SETTERS)
