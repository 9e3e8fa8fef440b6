"""Plan changes: measured against the baseline, asked of whom they concern, adopted by the project once approved."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.marks import listed
from xieli.matters import ledger
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.verbs.side import shift as shift_clock
from xieli.organisation import queries as organisation

from .. import execution
from ..calendar import days, today
from ..compare import Difference, compare
from ..models import Baseline, ChangeDetails, PlanDraft, PlanTask
from .establishing import faults, freeze
from .governing import record_decision

WAITING = ("adopting", "adjusting")  # what becomes the next baseline as soon as the project is carried out


def open_change(act: Act) -> None:
    """From the baseline in force; one change at a time, so that nobody approves against an old one (4.1.c)."""
    project = act.matter.parent
    if project is None or project.procedure != "project" or project.state != "executing":
        raise ActionError(_("只能变更执行中的项目。"))
    others = Matter.objects.filter(parent=project, procedure="plan_change", closed_at=None, head_seq__gt=0)
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
    act.journal["within_float"] = within_float(act.matter, found)
    asked = [] if act.journal["within_float"] else sorted(found.departments)
    act.set_details(
        days=found.days,
        days_percent=found.days_percent,
        money=found.money,
        money_percent=found.money_percent,
        large=found.over_a_tenth,
        departments=[{"department": pk} for pk in asked],
        fingerprint=ledger.sha256(ledger.canonical(act.matter.plan_draft.values)),
    )
    act.joins(departments=asked)


def within_float(change: Matter, found: Difference) -> bool:
    """Whether it only re-dates lines inside their slack, as planned and as things stand today: no plan change."""
    if not found.within_float:
        return False
    facts = execution.actuals(PlanTask.objects.filter(project=change.parent, dropped=False))
    return compare(found.old, found.new, days(), facts, today(clock.now())).within_float


def after_submit(act: Act) -> str:
    """To those whom it concerns; nobody has to be asked about what stays inside the slack (decision 0186)."""
    if not act.journal["within_float"]:
        return "reviewing"
    _adopt_after(act)
    return "adjusting"


def _check_history(change: Matter, found: Difference) -> None:
    """What is done stays in the plan: history is not planned away."""
    done = PlanTask.objects.filter(project=change.parent, actual_end__isnull=False, dropped=False)
    if gone := [row.code for row in done if row.code not in found.new.by_code]:
        raise ActionError(_("已完成的任务不能从计划中去掉：%(codes)s") % {"codes": listed(gone)})


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
    _adopt_after(act)
    return "adopting"


def _adopt_after(act: Act) -> None:
    """After this act's own commit: the project is locked before its children, never the other way."""
    assert act.matter.parent is not None
    transaction.on_commit(partial(adopt_waiting, act.matter.parent.pk), robust=True)


def _is_manager(act: Act) -> bool:
    return act.actor.person is not None and act.actor.person == organisation.general_manager()


def refuse_change(act: Act) -> None:
    """Recorded where the group decided."""
    if act.matter.state == "deciding" and act.matter.parent is not None:
        record_decision(act, act.matter.parent, act.matter.title, _("不批准"))


def adopt_waiting(pk: int) -> int:
    """A project that is carried out takes over what waits to come into force, also what was approved while it stood
    still; the hourly chore does where this could not. How many."""
    project = Matter.objects.get(pk=pk)
    if project.state != "executing":
        return 0
    waiting = Matter.objects.filter(parent=project, procedure="plan_change", state__in=WAITING)
    changes = list(waiting.order_by("pk").values_list("uid", flat=True))
    for uid in changes:
        perform(project, "adopt", SYSTEM, {"change": str(uid)})
    return len(changes)


def adopt(act: Act) -> None:
    """The plan approved, or adjusted inside its slack, is the next baseline: lines, clocks and work follow it."""
    change = Matter.objects.get(uid=act.data["change"], parent=act.matter, procedure="plan_change")
    if change.state not in WAITING:
        raise ActionError(_("这一变更未获批准或已经生效。"))
    before = {row.code: (row.department_id, row.person_id) for row in _rows(act)}
    freeze(act, change.plan_draft.plan, act.details.baseline + 1, change)
    perform(change, "take_effect", SYSTEM, now=act.now)
    for item in act.scene.main_items:
        clock = act.scene.step_clock(item)
        if clock is not None:
            shift_clock(act, clock, act.details.due_at, "plan_change")
    execution.reassign(act, before)
    execution.advance(act)


def take_effect(act: Act) -> None:
    """Which baseline it became."""
    act.set_details(adopted=Baseline.objects.filter(source=act.matter).values_list("no", flat=True).first())


def after_adoption(act: Act) -> str:
    """What was approved, and what nobody had to be asked about."""
    return "approved" if act.matter.state == "adopting" else "adjusted"


def _rows(act: Act) -> Any:
    return PlanTask.objects.filter(project=act.matter, dropped=False)
