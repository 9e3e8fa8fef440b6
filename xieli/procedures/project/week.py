"""A week of a project in words, from its facts: what its reports begin with."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.marks import labelled, listed, mark
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.worktime import calendars

from .calendar import OFFICE, days, today
from .execution import actuals, plan_of
from .models import Expense, PlanTask, ReportDetails, Risk, RiskState
from .progress import Cost, progress
from .schedule import schedule


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def due_of(monday: date) -> datetime:
    """Friday noon; in a week whose Friday is a holiday, noon of its last working day (of the week's work, if any)."""
    calendar = calendars.get(OFFICE)
    week = [monday + timedelta(days=n) for n in range(4, -1, -1)]
    day = next((one for one in week if calendar.is_working_day(one)), week[0])
    return clock.at(day.year, day.month, day.day, 12)


def of_department(report: Matter) -> str:
    """How far a department's lines of the project are."""
    if report.parent_id is None or report.lead_department_id is None:
        return ""
    lines = PlanTask.objects.filter(
        project_id=report.parent_id, department_id=report.lead_department_id, dropped=False, actual_start__isnull=False
    )  # fmt: skip
    monday = monday_of(today(report.opened_at))
    shown = [one for one in lines if one.actual_end is None or one.actual_end >= monday]
    by = "MONTH_DAY_FORMAT"
    return "\n".join(
        _("%(code)s %(name)s：%(percent)s%%，计划 %(due)s 完成")
        % {"code": one.code, "name": one.name, "percent": one.percent, "due": date_format(one.due_on, by)}
        for one in shown
    )


def figures(project: Matter, now: datetime) -> dict[str, Any]:
    """Planned and actual percent, lines late, money: as of this moment. Three queries."""
    plan, on = plan_of(project), today(now)
    rows = list(PlanTask.objects.filter(project=project, dropped=False))
    done = progress(plan, schedule(plan, days()), {row.code: row.percent for row in rows}, on)
    cost = cost_of(project, plan.total)
    end = schedule(plan, days(), actuals(rows), on).finish
    return {
        "planned": f"{done.planned:.1f}",
        "done": f"{done.done:.1f}",
        "behind": f"{done.behind:.1f}",
        "late": [
            row.code for row in rows if row.kind == "task" and row.actual_end is None and row.due_on < on
        ],
        "budget": str(cost.budget),
        "spent": str(cost.spent),
        "ends_on": end.isoformat(),
    }


def cost_of(project: Matter, budget: Decimal) -> Cost:
    """Spent against the budget in force."""
    spent = Expense.objects.filter(project=project).aggregate(total=Sum("amount"))["total"]
    return Cost(budget, spent or Decimal(0))


def summary(scene: Scene) -> str:
    """The leader's report as the facts have it: figures, then what each department reported this week."""
    if scene.matter.pk is None or scene.details.baseline is None:
        return ""
    found = figures(scene.matter, scene.now)
    money = {name: f"{Decimal(found[name]):,.2f}".removesuffix(".00") for name in ("budget", "spent")}
    lines = [
        _("计划进度 %(planned)s%%，实际进度 %(done)s%%；预计 %(ends_on)s 完成。") % found,
        _("预算 %(budget)s 元，已支出 %(spent)s 元。") % money,
    ]
    if found["late"]:
        lines.append(_("逾期任务：%(codes)s") % {"codes": listed(found["late"])})
    lines += [*_open_ones(scene.matter), *_reported(scene)]
    return "\n".join(lines)


def _open_ones(project: Matter) -> list[str]:
    """Problems and risks that are not over, of the company's knowledge."""
    problems = Matter.objects.filter(
        parent=project, procedure="problem", closed_at=None, head_seq__gt=0, classification="company"
    )
    risks = Risk.objects.filter(project=project).exclude(state=RiskState.CLOSED).select_related("owner")
    return [
        *(_("问题：%(title)s") % {"title": one.title} for one in problems.order_by("pk")[:10]),
        *(_("风险：%(text)s（%(owner)s）") % {"text": one, "owner": one.owner} for one in risks[:10]),
    ]


def _reported(scene: Scene) -> list[str]:
    """What each department reported this week."""
    reports = ReportDetails.objects.filter(
        matter__parent=scene.matter, week=monday_of(today(scene.now)), matter__state="given"
    ).select_related("matter__lead_department")
    lines: list[str] = []
    for one in reports:
        said = ((_("本周完成"), one.done), (_("下周安排"), one.coming), (_("需要的支持"), one.needs))
        lines.append(f"{one.matter.lead_department}{mark('：')}")
        lines += [labelled(label, text) for label, text in said if text]
    return lines
