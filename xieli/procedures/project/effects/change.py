"""Plan changes: measured against the baseline, asked of whom they concern, adopted by the project once approved."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.matters import ledger
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.verbs.side import shift as shift_clock
from xieli.organisation import queries as organisation

from .. import execution
from ..calendar import days
from ..compare import Difference, compare
from ..models import Baseline, ChangeDetails, PlanDraft, PlanTask
from .establishing import faults, freeze
from .governing import record_decision

OPEN = ("preparing", "reviewing", "checking", "deciding", "gm_deciding")


def open_change(act: Act) -> None:
    """From the baseline in force; one change at a time, so that nobody approves against an old one."""
    project = act.matter.parent
    if project is None or project.procedure != "project" or project.state != "executing":
        raise ActionError(_("只能变更执行中的项目。"))
    others = Matter.objects.filter(parent=project, procedure="plan_change", state__in=OPEN)
    if other := others.exclude(pk=act.matter.pk).first():
        raise ActionError(_("%(matter)s 还没有办结，办结后才能再次申请变更。") % {"matter": other.reference})
    base = Baseline.objects.filter(project=project).latest("no")
    act.set_details(
        base=base.no, title=_("%(project)s 计划变更") % {"project": project.title},
        lead_department=project.lead_department,
    )  # fmt: skip
    act.after.append(
        lambda event: PlanDraft.objects.create(
            matter=act.matter, values=base.values, saved_at=act.now, saved_by=act.actor.person
        )
    )


def difference(change: Matter, details: ChangeDetails) -> Difference:
    """The proposed plan against the baseline it starts from, both as written: what is asked for is the same whoever
    looks at it and whenever, however late the project is (decision 0182)."""
    base = Baseline.objects.get(project=change.parent, no=details.base)
    return compare(base.plan, change.plan_draft.plan, days())


def submit_change(act: Act) -> None:
    """The figures follow from the two plans; departments concerned are computed, not chosen."""
    plan = act.matter.plan_draft.plan
    if missing := faults(plan):
        raise ActionError(_("计划还不完整：") + " ".join(missing))
    found = difference(act.matter, act.details)
    if not found:
        raise ActionError(_("计划和现行基线没有不同。"))
    _check_history(act.matter, found)
    act.set_details(
        days=found.days,
        days_percent=found.days_percent,
        money=found.money,
        money_percent=found.money_percent,
        large=found.over_a_tenth,
        departments=[{"department": pk} for pk in sorted(found.departments)],
        fingerprint=ledger.sha256(ledger.canonical(act.matter.plan_draft.values)),
    )
    act.joins(departments=sorted(found.departments))


def _check_history(change: Matter, found: Difference) -> None:
    """What is done stays in the plan: history is not planned away."""
    done = PlanTask.objects.filter(project=change.parent, actual_end__isnull=False, dropped=False)
    if gone := [row.code for row in done if row.code not in found.new.by_code]:
        raise ActionError(_("已完成的任务不能从计划中去掉：%(codes)s") % {"codes": "、".join(gone)})


def after_change(act: Act) -> str:
    """Over a tenth the general manager has the last word; adopted right after, in the project's own ledger."""
    details = act.details
    assert act.matter.parent is not None
    if act.matter.state == "deciding":
        record_decision(act, act.matter.parent, act.matter.title, _("批准"))
        if details.large and not _is_manager(act):
            return "gm_deciding"
    if ledger.sha256(ledger.canonical(act.matter.plan_draft.values)) != details.fingerprint:
        raise ActionError(_("提交评审之后计划又被修改，请退回重新提交。"))
    # After this act's own commit: the project is locked before its children, never the other way.
    transaction.on_commit(partial(adopt_now, act.matter.parent.pk, str(act.matter.uid)), robust=True)
    return "approved"


def _is_manager(act: Act) -> bool:
    return act.actor.person is not None and act.actor.person == organisation.general_manager()


def refuse_change(act: Act) -> None:
    """Recorded where the group decided."""
    if act.matter.state == "deciding" and act.matter.parent is not None:
        record_decision(act, act.matter.parent, act.matter.title, _("不批准"))


def adopt_now(project: int, change: str) -> None:
    """The project takes the approved plan over; the hourly chore does where this could not."""
    perform(Matter.objects.get(pk=project), "adopt", SYSTEM, {"change": change})


def adopt(act: Act) -> None:
    """The approved plan is the next baseline: lines, clocks and work follow it."""
    change = Matter.objects.get(uid=act.data["change"], parent=act.matter, procedure="plan_change")
    if change.state != "approved" or Baseline.objects.filter(source=change).exists():
        raise ActionError(_("这一变更未获批准或已经生效。"))
    before = {row.code: (row.department_id, row.person_id) for row in _rows(act)}
    baseline = freeze(act, change.plan_draft.plan, act.details.baseline + 1, change)
    ChangeDetails.objects.filter(matter=change).update(adopted=baseline.no)
    for item in act.scene.main_items:
        clock = act.scene.step_clock(item)
        if clock is not None:
            shift_clock(act, clock, act.details.due_at, "plan_change")
    execution.reassign(act, before)
    execution.advance(act)


def _rows(act: Act) -> Any:
    return PlanTask.objects.filter(project=act.matter, dropped=False)
