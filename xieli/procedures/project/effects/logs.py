"""Risks, money, weekly reports and the leading group: written down by acts on the project (4.1.c, 3.1.b)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.errors import ActionError
from xieli.organisation.models import Department

from .. import week
from ..calendar import today
from ..execution import plan_of
from ..models import Expense, GroupDecision, LeadingGroup, PlanTask, ReportDetails, Risk, WeeklyReport
from ..permissions import group_of

RULED = gettext_noop("%(matter)s：争议已裁决")
WATCH = gettext_noop("%(matter)s：请您跟踪一项风险")
JOIN = gettext_noop("%(matter)s：请您参加专项领导小组")


def log_risk(act: Act) -> None:
    """A new risk; its owner is told and takes part."""
    data = act.data
    Risk.objects.create(
        project=act.matter, text=data["text"], likelihood=data["likelihood"], impact=data["impact"],
        answer=data["answer"], owner=data["owner"], due=data["due"], opened_at=act.now, changed_at=act.now,
    )  # fmt: skip
    act.joins(people=[data["owner"].pk])
    act.notice([data["owner"].pk], "message", WATCH, matter=act.matter.reference)


def update_risk(act: Act) -> None:
    """It came, or it can't come any more."""
    Risk.objects.filter(project=act.matter, uid=act.data["risk"]).update(
        state=act.data["state"], note=act.data["note"], changed_at=act.now
    )


def record_cost(act: Act) -> None:
    """By one of the budget's subjects, so that both can be compared."""
    subjects = {line.subject for line in plan_of(act.matter).budget}
    if act.data["subject"] not in subjects:
        raise ActionError(
            _("预算里没有这个科目。现有科目：%(subjects)s") % {"subjects": "、".join(sorted(subjects))}
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


def set_up_group(act: Act) -> None:
    """One group at a time; it decides from now on."""
    if act.data["until"] <= today(act.now):
        raise ActionError(_("任期要晚于今天。"))
    LeadingGroup.objects.filter(project=act.matter, dissolved_at=None).update(dissolved_at=act.now)
    assert act.actor.person is not None
    group = LeadingGroup.objects.create(
        project=act.matter, mandate=act.data["mandate"], chair=act.data["chair"], until=act.data["until"],
        set_up_by=act.actor.person, set_up_at=act.now,
    )  # fmt: skip
    people = {act.data["chair"], *act.data["members"]}
    group.members.set(people)
    act.joins(people=[one.pk for one in people])
    act.notice([one.pk for one in people], "message", JOIN, matter=act.matter.reference)


def dissolve_group(act: Act) -> None:
    """Its decisions stay."""
    LeadingGroup.objects.filter(project=act.matter, dissolved_at=None).update(dissolved_at=act.now)


def record_decision(act: Act, project: int, what: str, outcome: str) -> None:
    """Where the group decided in the executive's place, its register says so."""
    group = group_of(project, act.now)
    if group is None:
        return
    act.after.append(
        lambda event: GroupDecision.objects.create(
            group=group, matter=act.matter, seq=event.seq, what=what[:200], outcome=outcome, at=act.now
        )
    )


def ruled(act: Act) -> None:
    """A dispute is decided; who raised it reads it in the timeline."""
    act.notice(
        [act.details.leader_id, act.matter.initiator_id],
        "decided",
        "%(matter)s：争议已裁决",
        matter=act.matter.reference,
    )
    record_decision(act, act.matter.pk, _("裁决争议"), act.texts.get("ruling", "")[:60])
