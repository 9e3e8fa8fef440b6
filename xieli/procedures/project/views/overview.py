"""项目页: light, progress against the plan, money against the budget, who waits for whom; the logs beside."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot

from .. import queries
from ..gantt import gantt
from ..load import load
from ..models import Baseline, Expense, LeadingGroup, PlanTask, Risk, WeeklyReport
from ..plan import Plan
from .access import planned_for, project_for, seen

RUNNING = (
    "report_week",
    "report_problem",
    "log_risk",
    "update_risk",
    "record_cost",
    "reach",
    "change",
    "acceptance",
)
COLUMNS = ("todo", "doing", "delivered", "done")
MOST_CARDS = 100  # in a column of the board; all lines are in the chart and in the workbook


@employee
@require_GET
def page(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """How the project stands. Before its plan is in force, its matter's page tells everything there is."""
    project = project_for(request.person, uid)
    if not Baseline.objects.filter(project=project).exists():
        return html.redirect(request, project.get_absolute_url())
    with snapshot.pinned():
        stand = queries.standing(project)
        context = {
            "project": project,
            "state": registry.get("project").states[project.state].label,
            "stand": stand,
            "chart": _chart(request, stand),
            "holders": stand.holders(),
            "leader": organisation.person_by_id(project.project.leader_id or 0),
            "acts": _acts(request, project),
            "tab": "page",
            **_logs(request, project),
        }
    return html.render(request, "project/page.html", context)


def _acts(request: EmployeeRequest, project: Matter) -> list[Any]:
    """What this person may do for the project's running, in the order it is done."""
    may = {
        one.name: one for one in available_actions(Scene.load(project, clock.now()), Actor.of(request.person))
    }
    return [may[name] for name in RUNNING if name in may]


def _chart(request: EmployeeRequest, stand: Any) -> Any:
    return gantt(
        stand.plan,
        stand.now,
        today=stand.today,
        baseline=stand.planned,
        percents=stand.percents,
        **seen(request),
    )


def _logs(request: EmployeeRequest, project: Matter) -> dict[str, Any]:
    """Children a reader may know of, by what they are; risks, money, reports, who governs."""
    children: dict[str, list[Matter]] = defaultdict(list)
    below = Matter.objects.visible_to(request.person).filter(parent=project, head_seq__gt=0)
    for child in below.exclude(procedure__in=["project_task", "project_report"]).order_by("closed_at", "-id")[
        :60
    ]:
        children[child.procedure].append(child)
    groups = LeadingGroup.objects.filter(project=project).select_related("chair")
    return {
        "problems": children["problem"],
        "changes": children["plan_change"],
        "acceptances": children["project_acceptance"],
        "risks": Risk.objects.filter(project=project).select_related("owner")[:50],
        "expenses": Expense.objects.filter(project=project)[:20],
        "weeks": WeeklyReport.objects.filter(project=project)[:8],
        "group": groups.prefetch_related("members", "decisions__entry").first(),
        "baselines": Baseline.objects.filter(project=project).select_related("source").defer("values"),
    }


@employee
@require_GET
def board(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """看板: the tasks by status."""
    project, _baseline = planned_for(request.person, uid)
    columns: dict[str, list[PlanTask]] = {name: [] for name in COLUMNS}
    rows = PlanTask.objects.filter(project=project, dropped=False, kind="task")
    for row in rows.select_related("matter", "department", "person").order_by("due_on", "place"):
        columns[_column(row)].append(row)
    columns["done"].reverse()
    shown = [
        (name, len(lines), lines[:MOST_CARDS], len(lines[MOST_CARDS:])) for name, lines in columns.items()
    ]
    context = {"project": project, "columns": shown, "tab": "board"}
    return html.render(request, "project/board.html", context)


def _column(row: PlanTask) -> str:
    if row.actual_end is not None:
        return "done"
    if row.matter is None:
        return "todo"
    return "delivered" if row.matter.state == "delivered" else "doing"


@employee
@require_GET
def workload(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """负荷 by week, of departments or of people (`?by=person`)."""
    project, _baseline = planned_for(request.person, uid)
    by = "person" if request.GET.get("by") == "person" else "department"
    with snapshot.pinned():
        stand = queries.standing(project)
        context = {
            "project": project,
            "by": by,
            "load": load([(stand.plan, stand.now)], by, stand.today),  # type: ignore[arg-type]
            "names": names(stand.plan, by),
            "tab": "load",
        }
    return html.render(request, "project/workload.html", context)


def names(plan: Plan, by: str) -> dict[int, str]:
    """Names of the departments or people of a plan."""
    ids = {getattr(task, by) for task in plan.tasks} - {None}
    look_up: Any = organisation.person_by_id if by == "person" else organisation.department_by_id
    return {pk: found.name for pk in ids if (found := look_up(pk)) is not None}
