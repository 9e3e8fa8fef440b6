"""Risks, money and weekly reports: written down by acts on the project (4.1.c)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.core.marks import listed
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.errors import ActionError
from xieli.organisation.models import Department

from .. import week
from ..calendar import today
from ..execution import plan_of
from ..models import Expense, PlanTask, ReportDetails, Risk, WeeklyReport

WATCH = gettext_noop("%(matter)s：请您跟踪一项风险")


def log_risk(act: Act) -> None:
    """A new risk; its owner is told and takes part."""
    data = act.data
    Risk.objects.create(
        project=act.matter, text=data["text"], likelihood=data["likelihood"], impact=data["impact"],
        answer=data["answer"], owner=data["owner"], due=data["due"], opened_at=act.now, changed_at=act.now,
    )  # fmt: skip
    act.joins(people=[data["owner"].pk])
    act.notice([data["owner"].pk], "message", WATCH)


def update_risk(act: Act) -> None:
    """It came, or it can't come any more."""
    Risk.objects.filter(project=act.matter, uid=act.data["risk"]).update(
        state=act.data["state"], note=act.data["note"], changed_at=act.now
    )


def record_cost(act: Act) -> None:
    """By one of the budget's subjects, so that both can be compared."""
    subjects = {line.subject for line in plan_of(act.matter).budget}
    if subjects and act.data["subject"] not in subjects:
        raise ActionError(
            _("预算里没有这个科目。现有科目：%(subjects)s") % {"subjects": listed(sorted(subjects))}
        )
    assert act.actor.person is not None
    Expense.objects.create(
        project=act.matter, subject=act.data["subject"], amount=act.data["amount"], on=act.data["on"],
        voucher=act.data["voucher"], recorded_by=act.actor.person,
    )  # fmt: skip


def report_week(act: Act) -> None:
    """One report a week; written again in the same week, it replaces the first."""
    WeeklyReport.objects.update_or_create(
        project=act.matter,
        week=week.monday_of(today(act.now)),
        defaults={"text": act.data["text"], "figures": week.figures(act.matter, act.now), "at": act.now},
    )


def ask_reports(act: Act) -> None:
    """Each department with open tasks owes this week's report by Friday noon."""
    monday = week.monday_of(today(act.now))
    asked = ReportDetails.objects.filter(matter__parent=act.matter, week=monday)
    have = set(asked.values_list("matter__lead_department_id", flat=True))
    for pk in owing(act.matter.pk) - have:
        department = Department.objects.get(pk=pk)
        open_under(
            act,
            "report",
            {
                "title": _("%(project)s 周报 %(week)s")
                % {"project": act.matter.title, "week": monday.isoformat()},
                "week": monday.isoformat(),
                "due_at": clock.local(week.due_of(monday)).strftime("%Y-%m-%dT%H:%M"),
                "lead_department": str(department.uid),
            },
        )


def owing(project: int) -> set[int]:
    """Departments with open tasks: handed out and not accepted yet."""
    rows = PlanTask.objects.filter(project=project, matter__closed_at=None, matter__isnull=False)
    return {pk for pk in rows.values_list("department_id", flat=True) if pk is not None}


def ask_report(act: Act) -> None:
    """The department that owes it and the leader who reads it."""
    act.joins(departments=[act.data["lead_department"].pk])
