"""The company's projects: a list to filter, the same as bubbles and on a timeline."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.forms import Form, choices_with_blank
from xieli.goals.models import Goal
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.organisation import snapshot

from .. import portfolio, queries
from ..models import Kind, Level
from ..standing import Standing

PER_PAGE = 50
STAGES = {
    "before": ("head_review", "returned", "formal_check", "defective", "assessing", "concluding", "deciding",
               "gm_deciding", "naming_leader", "naming_members", "establishing", "noticing"),
    "running": ("executing", "stopping", "suspended"),
}  # fmt: skip


class Filters(Form):
    """What the list is narrowed by."""

    stage = forms.ChoiceField(
        label=_("阶段"), required=False,
        choices=[("", _("全部阶段")), ("before", _("立项中")), ("running", _("执行期")), ("ended", _("已结束"))],
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("级别"), required=False, choices=choices_with_blank(Level, _("全部级别"))
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=choices_with_blank(Kind, _("全部类别")))
    goal = forms.ModelChoiceField(
        Goal.objects.all(),
        label=_("服务的目标"),
        required=False,
        to_field_name="uid",
        empty_label=_("全部目标"),
    )


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """`?view=` list, bubbles or timeline."""
    form = Filters(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(_rows(request, chosen), PER_PAGE).get_page(request.GET.get("page"))
    projects = list(page.object_list)
    with snapshot.pinned():
        stand = queries.standings(projects)
        view = request.GET.get("view", "list")
        entries = (
            [_entry(one, stand[one.pk]) for one in projects if one.pk in stand] if view != "list" else []
        )
    spec = registry.get("project")
    context: dict[str, Any] = {
        "form": form,
        "active": any(chosen.values()),
        "page": page,
        "rows": [(one, spec.states[one.state].label, stand.get(one.pk)) for one in projects],
        "view": view,
        "bubbles": portfolio.bubbles(entries) if view == "bubbles" and entries else None,
        "timeline": portfolio.timeline(entries, next(iter(stand.values())).today)
        if view == "timeline" and entries
        else None,
    }
    return html.render(request, "project/index.html", context)


def _rows(request: EmployeeRequest, chosen: dict[str, Any]) -> "QuerySet[Matter]":
    rows = Matter.objects.visible_to(request.person).filter(procedure="project", head_seq__gt=0)
    rows = rows.select_related("project", "lead_department", "project__leader")
    match chosen.get("stage"):
        case "ended":
            rows = rows.exclude(closed_at=None)
        case "before" | "running" as stage:
            rows = rows.filter(state__in=STAGES[stage])
    for name in ("level", "kind"):
        if chosen.get(name):
            rows = rows.filter(**{f"project__{name}": chosen[name]})
    if chosen.get("goal"):
        rows = rows.filter(goal=chosen["goal"])
    return rows.order_by("closed_at", "-opened_at", "-id")


def _entry(project: Matter, stand: Standing) -> portfolio.Entry:
    return portfolio.Entry(
        name=project.title,
        url=reverse("project:page", args=[project.uid]),
        light=stand.light,
        start=stand.now.start,
        finish=stand.now.finish,
        planned_start=stand.planned.start,
        planned_finish=stand.planned.finish,
        planned=float(stand.progress.planned),
        done=float(stand.progress.done),
        budget=stand.baseline.budget,
        milestones=tuple((one.name, one.due_on, one.actual_end is not None) for one in stand.milestones),
    )
