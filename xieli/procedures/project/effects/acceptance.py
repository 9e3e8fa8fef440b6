"""Acceptance: asked for with evidence, judged line by line, mended, asked again, reported (4.1.d)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.organisation.models import Department, Person

from .. import accepting, reporting
from ..calendar import today
from ..models import AcceptanceItem, Evidence, Judgement, Reason, Verdict
from ..rectifying import order
from ..tables import stored

SIGN = gettext_noop("%(matter)s：评判已齐，请以验收组成员身份签字")
SUPPLEMENT = gettext_noop("%(matter)s：请补充证明材料")


def ask_acceptance(act: Act) -> None:
    """One at a time, of a project that is carried out; the day it is asked for the first time is kept."""
    project = act.matter.parent
    if project is None or project.procedure != "project" or project.state != "executing":
        raise ActionError(_("只能为执行中的项目申请验收。"))
    others = Matter.objects.filter(parent=project, procedure="project_acceptance", head_seq__gt=0)
    if other := others.exclude(pk=act.matter.pk).exclude(state__in=("withdrawn", "void")).first():
        raise ActionError(_("项目已有验收 %(matter)s，不能重复申请。") % {"matter": other.reference})
    act.set_details(
        title=_("%(project)s 验收") % {"project": project.title}, lead_department=project.lead_department,
        asked_at=act.now, baseline=project.project.baseline, criteria=accepting.criteria_of(act.scene),
        goal=project.goal, round=1,
    )  # fmt: skip
    _write(act, 1, {})
    act.joins(departments=[line.department for line in accepting.lines(act.details.criteria)])


def complete(act: Act) -> None:
    """The evidence that was missing."""
    _write(act, 1, accepting.evidence_of(act.matter))


def ask_evidence(act: Act) -> None:
    """Counted against what was handed in."""
    if act.item is not None:
        act.item.ground, act.item.info_ok = "missing", False
    act.notice([act.matter.initiator_id], "returned", SUPPLEMENT)


def ask_again(act: Act) -> None:
    """The next round: what failed, and what has other evidence now."""
    no = act.details.round + 1
    _write(act, no, accepting.evidence_of(act.matter))
    act.set_details(round=no, verdict="")


def _write(act: Act, no: int, before: Mapping[str, str]) -> None:
    """Evidence for every criterion; kept where it is not what it was."""
    rows = {row["criterion"]: row["text"].strip() for row in act.data["evidence"]}
    missing = [one["code"] for one in act.details.criteria if not rows.get(one["code"])]
    _check(rows, {one["code"] for one in act.details.criteria}, missing)
    Evidence.objects.bulk_create(
        Evidence(acceptance=act.matter, round=no, criterion=code, text=text, at=act.now)
        for code, text in rows.items()
        if text != before.get(code)
    )


def _check(given: Iterable[str], known: set[str], missing: list[str]) -> None:
    if missing:
        raise ActionError(_("还有标准没有填写：%(codes)s") % {"codes": "、".join(missing)})
    if strange := [code for code in given if code not in known]:
        raise ActionError(_("这些标准不由您填写：%(codes)s") % {"codes": "、".join(strange)})


def organise(act: Act) -> None:
    """The group may see it, and is told through the matter."""
    act.set_details(group=stored(act.data["group"]))
    people = [row["person"].pk for row in act.data["group"]]
    act.joins(people=people)
    act.notice(
        people, "message", "%(matter)s：%(action)s",
        action=f"{act.data['held_on']:%Y-%m-%d} {act.data['place']}",
    )  # fmt: skip


def pass_on_judging(act: Act, department: Department, person: Person | None) -> None:
    """A seat is its department's: a colleague there may take it, nobody of the team, and no other department."""
    if act.scene.state.name != "judging":
        return
    own = act.item.department_id if act.item is not None else None
    if department.pk != own or person is None:
        raise ActionError(_("评判只能转给本部门的同事，请选择个人。"))
    if person.pk in accepting.team_of(act.matter.parent_id or 0):
        raise ActionError(_("%(person)s参加了项目，不能评判自己的工作。") % {"person": person.name})


def on_judged(act: Act) -> None:
    """A department's word on each of its lines, all at once. With the last of them the round's outcome is known."""
    item, person = act.item, act.actor.person
    assert item is not None and person is not None and item.department_id is not None
    no, department = act.details.round, item.department_id
    asked = accepting.asked(act.matter, act.details.criteria, no)
    codes = [line.criterion for line in asked if line.department == department]
    rows = {row["criterion"]: row for row in act.data["lines"]}
    _check(rows, set(codes), [code for code in codes if code not in rows])
    Judgement.objects.bulk_create(
        Judgement(
            acceptance=act.matter, round=no, criterion=code, department_id=department, person=person,
            verdict=row["verdict"], evidence=row["evidence"], remark=row["remark"], at=act.now,
        )
        for code, row in rows.items()
    )  # fmt: skip
    waiting = [
        seat for seat in act.scene.seats_of(item.round) if not seat.verdict and seat.pk != item.seat_id
    ]
    if not waiting:
        _conclude(act, no)


def verdict_of_lines(act: Act) -> str:
    """One failed line fails it; a condition does not."""
    return "refuse" if any(row["verdict"] == Verdict.FAIL for row in act.data["lines"]) else "approve"


def _conclude(act: Act, no: int) -> None:
    """What was found wanting is ordered to be mended; the worst of all words that hold is the verdict."""
    said: dict[tuple[str, int], Judgement] = {}
    for one in Judgement.objects.filter(acceptance=act.matter).select_related("person", "department"):
        said[one.criterion, one.department_id] = one
    wanting = [one for one in said.values() if one.round == no and one.verdict != Verdict.PASS]
    ordered = [order(act, one) for one in wanting]
    order_of = [Verdict.PASS, Verdict.CONDITIONAL, Verdict.FAIL]
    worst = max((Verdict(one.verdict) for one in said.values()), key=order_of.index)
    due = [one.rectification.due_at for one in ordered]
    act.set_details(verdict=worst, rectify_by=max(due) if due else None)
    if worst != Verdict.FAIL:  # the report is next: who has not signed yet is asked to
        unsigned = {row["person"] for row in act.details.group} - set(accepting.signed(act.matter))
        act.notice(sorted(unsigned), "message", SIGN)


def issue_report(act: Act) -> None:
    """The figures follow from the plan; what is left to do becomes work of its own."""
    project = act.matter.parent
    assert project is not None
    act.set_details(
        loose_ends=stored(act.data["loose_ends"]), figures=reporting.figures(project), reported_at=act.now
    )
    for row in act.data["loose_ends"]:
        order(act, row)


def after_report(act: Act) -> str:
    """With conditions it waits for them; without, it is passed."""
    waiting = AcceptanceItem.objects.filter(
        acceptance=act.matter, reason=Reason.CONDITION, matter__closed_at=None
    )
    if waiting.exists():
        return "conditional"
    _pass(act)
    return "passed"


def conditions_met(act: Act) -> None:
    """Every condition was looked at again and found met."""
    _pass(act)


def _pass(act: Act) -> None:
    act.set_details(counts_on=counted_on(act.details.asked_at, act.matter.parent, act.now))


def counted_on(asked_at: Any, project: Any, passed_at: Any) -> date:
    """The day the project counts as accepted: asked for in time and passed in the end, the day it was asked."""
    details = project.project
    in_time = asked_at is not None and details.due_at is not None and asked_at <= details.due_at
    return today(asked_at if in_time else passed_at)
