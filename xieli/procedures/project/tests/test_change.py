"""A plan change reads like a merge request, is decided by who has to, and moves nothing before (clause 4.1.c)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import holding
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.organisation.models import Person
from xieli.procedures.project import chores
from xieli.procedures.project.calendar import days
from xieli.procedures.project.compare import compare
from xieli.procedures.project.models import Baseline, PlanTask
from xieli.procedures.project.plan import BudgetLine, Plan, Task

from .play import MONDAY, act, executing, owed, small_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def longer(plan: Plan, days: int) -> Plan:
    """T2 takes so many days more."""
    tasks = [replace(one, days=one.days + days) if one.code == "T2" else one for one in plan.tasks]
    return replace(plan, tasks=tuple(tasks))


def opened(cast: Any, project: Matter) -> Matter:
    return open_child(
        project, "change", Actor.of(cast.dingjian), "open_change", {"reason": "到货晚"}, now=MONDAY
    )


def submitted(cast: Any, project: Matter, plan: Plan) -> Matter:
    change = opened(cast, project)
    act(change, cast.dingjian, "write_change", plan=plan.to_json())
    return act(change, cast.dingjian, "submit_change", effect="推迟完工")


def approved(cast: Any, project: Matter, plan: Plan) -> Matter:
    return agreed(cast, submitted(cast, project, plan))


def agreed(cast: Any, change: Matter) -> Matter:
    """By all who are asked."""
    for head in (cast.maguoqiang, cast.qianwenbo):
        act(change, head, "approve")
    act(change, cast.shenruozhou, "support_change")
    return act(change, cast.suwanqing, "approve_change")


def test_the_departments_it_concerns_are_computed_and_asked(cast: Any) -> None:
    project = executing(cast)
    change = submitted(cast, project, longer(small_plan(cast.om.pk, cast.fi.pk), 1))
    assert owed(change) == [("review_change", "钱文博"), ("review_change", "马国强")] or set(
        owed(change)
    ) == {
        ("review_change", "马国强"),
        ("review_change", "钱文博"),
    }
    assert (change.plan_change.days, change.plan_change.large) == (1, False)


def test_before_approval_nothing_moves_and_then_it_is_the_new_baseline(cast: Any) -> None:
    project = executing(cast)
    before = Matter.objects.get(pk=project.pk).due_at
    change = submitted(cast, project, longer(small_plan(cast.om.pk, cast.fi.pk), 2))
    assert chores.move_on() == 0
    assert PlanTask.objects.get(project=project, code="T2").planned_end.isoformat() == "2026-10-30"
    for head in (cast.maguoqiang, cast.qianwenbo):
        act(change, head, "approve")
    act(change, cast.shenruozhou, "support_change")
    act(change, cast.suwanqing, "approve_change")
    assert change.state == "adopting"
    assert chores.move_on() == 1
    change.refresh_from_db()
    assert (change.state, change.plan_change.adopted) == ("approved", 1)
    assert [one.no for one in Baseline.objects.filter(project=project)] == [0, 1]
    row = PlanTask.objects.get(project=project, code="T2")
    assert (row.planned_end.isoformat(), row.original_end.isoformat()) == ("2026-11-03", "2026-10-30")
    project.refresh_from_db()
    assert before is not None
    assert clock.local(project.due_at).date().isoformat() == "2026-11-10"
    assert chores.move_on() == 0


def test_over_a_tenth_the_general_manager_decides_too(cast: Any) -> None:
    change = approved(cast, executing(cast), longer(small_plan(cast.om.pk, cast.fi.pk), 3))
    assert change.plan_change.large
    assert owed(change) == [("decide_large_change", "陆承远")]
    assert act(change, cast.luchengyuan, "approve_change").state == "adopting"


def test_money_over_a_tenth_too(cast: Any) -> None:
    plan = small_plan(cast.om.pk, cast.fi.pk)
    dearer = replace(plan, budget=(BudgetLine("设备费", Decimal(330_001), "技改资金"),))
    change = opened(cast, executing(cast))
    act(change, cast.dingjian, "write_change", plan=dearer.to_json())
    with pytest.raises(ActionError, match="没有不同"):
        act(opened_same(cast), cast.dingjian, "submit_change", effect="无")
    act(change, cast.dingjian, "submit_change", effect="涨价")
    assert change.plan_change.large


def opened_same(cast: Any) -> Matter:
    """A change of another project that changes nothing."""
    return opened(cast, executing(cast))


def test_one_change_at_a_time(cast: Any) -> None:
    project = executing(cast)
    opened(cast, project)
    with pytest.raises(ActionError, match="还没有办结"):
        opened(cast, project)


def test_objections_are_heard_and_the_pmo_decides_what_to_make_of_them(cast: Any) -> None:
    change = submitted(cast, executing(cast), longer(small_plan(cast.om.pk, cast.fi.pk), 1))
    act(change, cast.maguoqiang, "refuse")
    act(change, cast.qianwenbo, "approve")
    assert owed(change) == [("check_change", "PMO")]
    assert act(change, cast.shenruozhou, "refuse_change").state == "refused"


def test_who_took_a_line_over_keeps_it_through_a_change(cast: Any, turn_clock: Any) -> None:
    """A handover moved the line since the plan was written; the plan still names who had it."""
    plan = small_plan(cast.om.pk, cast.fi.pk)
    plan = replace(
        plan, tasks=tuple(replace(t, person=cast.bailu.pk) if t.code == "T2" else t for t in plan.tasks)
    )
    project = executing(cast, plan)
    [line] = [held for kind in holding.kinds() for held in kind.find(cast.bailu) if "plantask" in held.kind]
    assert "T2" in line.step
    PlanTask.objects.filter(project=project, code="T2").update(person=cast.zhengheyun)
    approved(cast, project, longer(plan, 2))
    chores.move_on()
    assert PlanTask.objects.get(project=project, code="T2").person == cast.zhengheyun
    other = replace(
        plan, tasks=tuple(replace(t, person=cast.qianwenbo.pk) if t.code == "T2" else t for t in plan.tasks)
    )
    approved(cast, project, other)
    chores.move_on()
    assert PlanTask.objects.get(project=project, code="T2").person == cast.qianwenbo


def test_a_line_of_somebody_who_has_left_goes_to_their_department(cast: Any, turn_clock: Any) -> None:
    gone = Person.objects.create(number="L1", name="何已离", joined_on="2020-01-01", left_on="2026-09-01")
    plan = small_plan(cast.om.pk, cast.fi.pk)
    plan = replace(plan, tasks=tuple(replace(t, person=gone.pk) if t.code == "T1" else t for t in plan.tasks))
    project = executing(cast, plan)
    turn_clock(clock.at(2026, 10, 12, 10))
    chores.move_on()
    task = PlanTask.objects.get(project=project, code="T1").matter
    assert owed(task) == [("carry_out", cast.om.code)]


def test_what_a_change_asks_for_does_not_hang_on_how_late_the_project_is(
    cast: Any, turn_clock: Any, client_of: Any
) -> None:
    """A late project's own delay is no part of the change; the page says today's forecast beside it, by that name."""
    plan = longer(small_plan(cast.om.pk, cast.fi.pk), 2)
    project = executing(cast)
    turn_clock(MONDAY + timedelta(days=60))  # nothing was done meanwhile: everything is weeks late
    change = open_child(project, "change", Actor.of(cast.dingjian), "open_change", {"reason": "到货晚"})
    perform(change, "write_change", Actor.of(cast.dingjian), {"plan": plan.to_json()})
    perform(change, "submit_change", Actor.of(cast.dingjian), {"reason": "到货晚", "effect": "推迟完工"})
    asked = change.plan_change
    as_written = compare(project.baselines.get().plan, plan, days())
    assert (asked.days, asked.large) == (as_written.days, as_written.over_a_tenth) == (2, False)
    page = client_of(cast.dingjian).get(f"/projects/{change.uid}/plan/difference/").content.decode()
    assert "+2" in page
    assert "今日预测完工" in page


def test_the_plan_alone_says_nothing_of_what_is_done(cast: Any, client_of: Any) -> None:
    """A column of 0 % beside work that is finished is untrue; progress stands on the project's page."""
    project = executing(cast)
    client = client_of(cast.dingjian)
    assert "0%" not in client.get(f"/projects/{project.uid}/plan/").content.decode()
    assert "0%" in client.get(f"/projects/{project.uid}/").content.decode()


def with_slack(cast: Any) -> Plan:
    """The small plan, and a training of finance that nothing waits for."""
    plan = small_plan(cast.om.pk, cast.fi.pk)
    return replace(plan, tasks=(*plan.tasks, Task("T4", "结算培训", days=3, department=cast.fi.pk)))


def moved(plan: Plan, code: str, day: date) -> Plan:
    tasks = [replace(one, not_before=day) if one.code == code else one for one in plan.tasks]
    return replace(plan, tasks=tuple(tasks))


def test_redating_inside_the_slack_is_in_force_when_handed_in(cast: Any) -> None:
    plan = with_slack(cast)
    project = executing(cast, plan)
    change = submitted(cast, project, moved(plan, "T4", date(2026, 10, 19)))
    assert (change.state, owed(change), change.plan_change.departments) == ("adjusting", [], [])
    chores.move_on()
    change.refresh_from_db()
    assert change.state == "adjusted"
    row = PlanTask.objects.get(project=project, code="T4")
    assert (row.planned_end.isoformat(), row.original_end.isoformat()) == ("2026-10-21", "2026-10-14")
    assert [one.no for one in Baseline.objects.filter(project=project)] == [0, 1]


def test_none_begins_from_a_baseline_that_is_about_to_be_replaced(cast: Any) -> None:
    """What is decided takes effect right after; should that fail, the next one waits until the chore has done it."""
    plan = with_slack(cast)
    project = executing(cast, plan)
    first = submitted(cast, project, moved(plan, "T4", date(2026, 10, 19)))
    with pytest.raises(ActionError, match="还没有办结"):
        opened(cast, project)
    chores.move_on()
    first.refresh_from_db()
    assert opened(cast, project).plan_change.base == first.plan_change.adopted == 1


def test_beyond_the_slack_somebody_has_to_be_asked(cast: Any) -> None:
    plan = with_slack(cast)
    change = submitted(cast, executing(cast, plan), moved(plan, "T4", date(2026, 12, 1)))
    assert change.state == "reviewing"


def test_the_comparison_says_before_that_nobody_will_be_asked(cast: Any, client_of: Any) -> None:
    plan = with_slack(cast)
    change = opened(cast, executing(cast, plan))
    act(change, cast.dingjian, "write_change", plan=moved(plan, "T4", date(2026, 10, 19)).to_json())
    client = client_of(cast.dingjian)
    page = client.get(f"/projects/{change.uid}/plan/difference/").content.decode()
    assert "不算计划变更" in page
    act(change, cast.dingjian, "write_change", plan=longer(plan, 1).to_json())
    assert "不算计划变更" not in client.get(f"/projects/{change.uid}/plan/difference/").content.decode()


def stopped(cast: Any, project: Matter, how: str) -> Matter:
    """The leader asked, the executive agreed."""
    act(project, cast.dingjian, "ask_to_stop", stop=how)
    return act(project, cast.suwanqing, "agree_stop")


def test_what_was_approved_while_the_project_stood_still_takes_effect_with_it(
    cast: Any, django_capture_on_commit_callbacks: Any
) -> None:
    project = executing(cast)
    change = submitted(cast, project, longer(small_plan(cast.om.pk, cast.fi.pk), 2))
    stopped(cast, project, "suspend")
    agreed(cast, change)
    chores.move_on()
    change.refresh_from_db()
    assert (change.state, change.plan_change.adopted) == ("adopting", None)
    with django_capture_on_commit_callbacks(execute=True):
        act(project, cast.dingjian, "resume_project")
    change.refresh_from_db()
    assert (change.state, change.plan_change.adopted) == ("approved", 1)


def test_what_was_approved_ends_with_a_project_that_ends_before(cast: Any) -> None:
    """No change of a terminated project is said to come into force."""
    project = executing(cast)
    change = approved(cast, project, longer(small_plan(cast.om.pk, cast.fi.pk), 2))
    stopped(cast, project, "terminate")
    change.refresh_from_db()
    assert (change.state, change.plan_change.adopted) == ("void", None)
    assert "（不变）" in str(rendered(change))


def rendered(change: Matter) -> Any:
    """《项目计划变更单》 as it would be printed now."""
    scene = Scene.load(change, MONDAY)
    return scene.procedure.documents["change"].build(scene)
