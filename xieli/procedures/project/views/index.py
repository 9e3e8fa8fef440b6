"""The company's projects: a list to filter, the same as bubbles and on a timeline."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.imports import download
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.organisation import snapshot

from .. import portfolio, queries
from ..standing import Standing
from .portfolio import Filters, by_standing, narrowed, needs_standing, ordered, workbook

PER_PAGE = 50
BESIDE = ("project__leader", "lead_department", "initiator_department", "goal")


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """`?view=` list, bubbles or timeline; `?xlsx=1` the same rows as a file."""
    form = Filters(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sort, view = request.GET.get("sort", ""), request.GET.get("view", "list")
    visible = Matter.objects.visible_to(request.person).filter(procedure="project", head_seq__gt=0)
    rows = ordered(narrowed(visible.select_related(*BESIDE), chosen), sort)
    with snapshot.pinned():
        if request.GET.get("xlsx"):
            every = list(rows)
            stand = queries.standings(every)
            return download(workbook(by_standing(every, stand, chosen, sort), stand), f"{_('项目')}.xlsx")
        page, stand = _page(rows, chosen, sort, request.GET.get("page"))
        projects = list(page.object_list)
        entries = [_entry(one, stand[one.pk]) for one in projects if one.pk in stand]
        going = [
            one for one in entries if not one.ended
        ] or entries  # what is over tells only where nothing else is
        spec = registry.get("project")
        context: dict[str, Any] = {
            "form": form,
            "active": any(chosen.values()),
            "sort": sort,
            "page": page,
            "rows": [(one, spec.states[one.state].label, stand.get(one.pk)) for one in projects],
            "numbers": {one.url: number for number, one in enumerate(going, start=1)}
            if view == "bubbles"
            else {},
            "view": view,
            "orphans": visible.filter(goal=None, closed_at=None).count(),
            "bubbles": portfolio.bubbles(going) if view == "bubbles" and going else None,
            "timeline": portfolio.timeline(entries, next(iter(stand.values())).today)
            if view == "timeline" and entries
            else None,
        }
        return html.render(request, "project/index.html", context)


def _page(
    rows: "QuerySet[Matter]", chosen: dict[str, Any], sort: str, number: str | None
) -> tuple[Any, dict[int, Standing]]:
    """A page of projects and how they stand; all are looked at only where that decides what is shown."""
    if needs_standing(chosen, sort):
        every = list(rows)
        stand = queries.standings(every)
        return Paginator(by_standing(every, stand, chosen, sort), PER_PAGE).get_page(number), stand
    page = Paginator(rows, PER_PAGE).get_page(number)
    return page, queries.standings(list(page.object_list))


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
        done=float(stand.progress.shown),
        budget=stand.baseline.budget,
        ended=project.closed_at is not None,
        milestones=tuple(
            (one.name, one.actual_end or one.due_on, one.actual_end is not None) for one in stand.milestones
        ),
    )
