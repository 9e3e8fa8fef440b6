"""While a project runs: tasks as work, upstream lateness, reports, risks, money, who decides (clause 4.1.c)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Clock, ClockChange, Matter
from xieli.matters.scene import Scene
from xieli.matters.testing import invariants
from xieli.procedures.project import chores, week
from xieli.procedures.project.models import Expense, PlanTask, Risk, TaskDetails, WeeklyReport
from xieli.procedures.project.plan import Dependency, Task

from .play import MONDAY, act, establishing, executing, owed, small_plan

pytestmark = pytest.mark.django_db

BEFORE = clock.at(2026, 10, 10, 9, 0)  # a Saturday that is worked: the working day before the plan begins
MIDDLE = clock.at(2026, 10, 14, 10, 0)
LATE = clock.at(2026, 10, 20, 10, 0)  # T1 was due on 16 October: two working days late


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def task(project: Matter, code: str) -> Matter:
    found = PlanTask.objects.select_related("matter").get(project=project, code=code).matter
    assert found is not None
    return Matter.objects.get(pk=found.pk)


def row(project: Matter, code: str) -> PlanTask:
    return PlanTask.objects.get(project=project, code=code)


def begun(cast: Any, turn_clock: Any) -> Matter:
    """The first task is handed out."""
    project = executing(cast)
    turn_clock(BEFORE)
    chores.move_on()
    return project


class TestTasks:
    def test_a_task_becomes_work_on_the_working_day_before_it_begins(
        self, cast: Any, turn_clock: Any
    ) -> None:
        project = executing(cast)
        assert not Matter.objects.filter(procedure="project_task").exists()
        turn_clock(BEFORE)
        assert chores.move_on() == 1
        assert owed(task(project, "T1")) == [("carry_out", "OM")]
        assert row(project, "T2").matter is None
        assert chores.move_on() == 0

    def test_its_limit_is_its_date_in_the_plan(self, cast: Any, turn_clock: Any) -> None:
        matter = task(begun(cast, turn_clock), "T1")
        assert clock.local(matter.due_at).strftime("%m-%d %H:%M") == "10-16 17:30"

    def test_progress_is_shown_by_evidence_and_seen_in_the_plan(self, cast: Any, turn_clock: Any) -> None:
        project = begun(cast, turn_clock)
        matter = task(project, "T1")
        with pytest.raises(Invalid):
            act(matter, cast.guchangchuan, "report_progress", now=MIDDLE, percent="60")
        act(matter, cast.guchangchuan, "report_progress", now=MIDDLE, percent="60", evidence="图纸初稿")
        assert (row(project, "T1").percent, row(project, "T1").actual_start) == (60, date(2026, 10, 14))

    def test_the_leader_accepts_and_the_next_task_begins(self, cast: Any, turn_clock: Any) -> None:
        project = begun(cast, turn_clock)
        act(task(project, "T1"), cast.guchangchuan, "deliver", now=MIDDLE, evidence="图纸")
        turn_clock(MIDDLE)
        act(task(project, "T1"), cast.dingjian, "accept_task", now=MIDDLE)
        assert row(project, "T1").actual_end == date(2026, 10, 14)
        turn_clock(clock.at(2026, 10, 16, 9, 0))
        chores.move_on()
        assert owed(task(project, "T2")) == [("carry_out", "FI")]

    def test_nobody_accepts_their_own_task(self, cast: Any, turn_clock: Any) -> None:
        project = begun(cast, turn_clock)
        act(task(project, "T1"), cast.dingjian, "deliver", now=MIDDLE, evidence="图纸")
        assert owed(task(project, "T1")) == [
            ("accept_task", "马国强")
        ]  # the leader did it: the next above looks
        with pytest.raises(NotAllowed):
            act(task(project, "T1"), cast.dingjian, "accept_task", now=MIDDLE)
        act(task(project, "T1"), cast.maguoqiang, "accept_task", now=MIDDLE)
        assert row(project, "T1").actual_end == date(2026, 10, 14)

    def test_what_a_leader_alone_in_the_company_above_all_did_goes_to_the_pmo(
        self, cast: Any, turn_clock: Any
    ) -> None:
        project = begun(cast, turn_clock)
        one = task(project, "T1")
        TaskDetails.objects.filter(matter=one).update(accepter=cast.hanliren)
        act(one, cast.dingjian, "reassign", now=MIDDLE, person=str(cast.hanliren.uid), ground="other")
        act(one, cast.hanliren, "deliver", now=MIDDLE, evidence="图纸")
        assert owed(one)[0][1] != "韩立人"

    def test_it_counts_as_done_on_the_day_it_was_delivered(self, cast: Any, turn_clock: Any) -> None:
        project = begun(cast, turn_clock)
        act(task(project, "T1"), cast.guchangchuan, "deliver", now=MIDDLE, evidence="图纸")
        act(task(project, "T1"), cast.dingjian, "accept_task", now=LATE)
        assert row(project, "T1").actual_end == date(2026, 10, 14)


class TestLateness:
    def test_upstream_lateness_moves_what_waits_day_for_day_and_not_what_is_late(
        self, cast: Any, turn_clock: Any
    ) -> None:
        project = begun(cast, turn_clock)
        assert [str(row(project, code).due_on) for code in ("T1", "T2", "T3")] == [
            "2026-10-16", "2026-10-30", "2026-11-06",
        ]  # fmt: skip
        act(task(project, "T1"), cast.guchangchuan, "deliver", now=LATE, evidence="图纸")
        act(task(project, "T1"), cast.dingjian, "accept_task", now=LATE)
        turn_clock(LATE)
        chores.move_on()
        assert [str(row(project, code).due_on) for code in ("T1", "T2", "T3", "M1")] == [
            "2026-10-16", "2026-11-03", "2026-11-10", "2026-11-10",
        ]  # fmt: skip
        assert row(project, "T2").planned_end == date(2026, 10, 30)
        assert clock.local(task(project, "T2").due_at).date() == date(2026, 11, 3)

    def test_a_running_clock_moves_too_and_nobody_is_charged_an_extension(
        self, cast: Any, turn_clock: Any
    ) -> None:
        plan = small_plan(cast.om.pk, cast.fi.pk)
        beside = replace(plan, dependencies=(Dependency("T1", "T2", "FF", 2), *plan.dependencies[1:]))
        project = executing(cast, beside)
        turn_clock(BEFORE)
        chores.move_on()
        due = task(project, "T2").due_at
        act(
            task(project, "T1"),
            cast.guchangchuan,
            "report_progress",
            now=MIDDLE,
            percent="10",
            forecast="2026-10-30",
        )
        turn_clock(MIDDLE)
        chores.move_on()
        running = Clock.objects.get(matter=task(project, "T2"), name="carry_out")
        assert clock.local(due).date() == date(2026, 10, 23)
        assert clock.local(running.due_at).date() == date(2026, 11, 3)
        assert running.extensions == 0
        assert ClockChange.objects.get(clock=running).kind == "shift"
        assert invariants.broken([task(project, "T2")], MIDDLE) == []


class TestReports:
    def test_departments_with_open_tasks_owe_the_week_by_friday_noon(
        self, cast: Any, turn_clock: Any
    ) -> None:
        project = begun(cast, turn_clock)
        turn_clock(MIDDLE)
        assert chores.ask_for_reports() == 1
        report = Matter.objects.get(procedure="project_report")
        assert owed(report) == [("report_department", "OM")]
        PlanTask.objects.filter(project=project, code="T1").update(actual_start=MIDDLE.date())
        assert week.of_department(report) == "T1 勘察设计：0%，计划 10月16日 完成"
        assert clock.local(report.due_at).strftime("%m-%d %H:%M") == "10-16 12:00"
        assert chores.ask_for_reports() == 0
        assert project.pk == report.parent_id

    def test_on_mondays_nobody_is_asked(self, cast: Any, turn_clock: Any) -> None:
        begun(cast, turn_clock)
        turn_clock(clock.at(2026, 10, 12, 9, 0))
        assert chores.ask_for_reports() == 0

    def test_the_leaders_report_begins_with_the_facts_and_what_departments_said(
        self, cast: Any, turn_clock: Any
    ) -> None:
        project = begun(cast, turn_clock)
        turn_clock(MIDDLE)
        chores.ask_for_reports()
        report = Matter.objects.get(procedure="project_report")
        act(report, cast.guchangchuan, "give", now=MIDDLE, done="完成现场勘察", coming="出图")
        scene = Scene.load(Matter.objects.get(pk=project.pk), MIDDLE)
        text = scene.procedure.forms["WeeklyForm"](scene=scene).initial_from(scene)["text"]
        assert "计划进度 12.0%" in text
        assert "完成现场勘察" in text
        act(project, cast.dingjian, "report_week", now=MIDDLE, text=text)
        assert WeeklyReport.objects.get().figures["planned"] == "12.0"


class TestLogs:
    def test_a_risk_has_an_owner_and_is_closed_by_the_leader(self, cast: Any) -> None:
        project = executing(cast)
        act(
            project, cast.maguoqiang, "log_risk", likelihood="2", impact="3", answer="备选供应商",
            owner=str(cast.dingjian.uid), due="2026-11-01", text="到货延迟",
        )  # fmt: skip
        risk = Risk.objects.get()
        assert (risk.weight, risk.state) == (6, "open")
        act(project, cast.dingjian, "update_risk", risk=str(risk.uid), state="closed", note="已到货")
        assert Risk.objects.get().state == "closed"

    def test_money_is_spent_by_subjects_of_the_budget(self, cast: Any) -> None:
        project = executing(cast)
        act(project, cast.zhengheyun, "record_cost", subject="设备费", amount="120000", on="2026-09-07")
        assert Expense.objects.get().amount == 120_000
        with pytest.raises(ActionError, match="设备费"):
            act(project, cast.zhengheyun, "record_cost", subject="招待费", amount="1", on="2026-09-07")
        with pytest.raises(NotAllowed):
            act(project, cast.linwan, "record_cost", subject="设备费", amount="1", on="2026-09-07")


class TestMilestones:
    def test_one_that_follows_upon_nothing_is_reached_when_the_leader_says_so(self, cast: Any) -> None:
        plan = small_plan(cast.om.pk, cast.fi.pk)
        project = executing(
            cast, plan=replace(plan, tasks=(*plan.tasks, Task("M2", "取得许可", kind="milestone")))
        )
        with pytest.raises(NotAllowed):
            act(project, cast.guchangchuan, "reach", milestone="M2", on="2026-09-07", note="许可证")
        for given in ({"milestone": "M1", "on": "2026-09-07"}, {"milestone": "M2", "on": "2026-09-08"}):
            with pytest.raises(Invalid):
                act(project, cast.dingjian, "reach", note="许可证", **given)
        act(project, cast.dingjian, "reach", milestone="M2", on="2026-09-07", note="许可证")
        row = PlanTask.objects.get(project=project, code="M2")
        assert (row.actual_end, row.percent) == (date(2026, 9, 7), 100)
        with pytest.raises(NotAllowed):
            act(project, cast.dingjian, "reach", milestone="M2", on="2026-09-07", note="许可证")


class TestStops:
    def test_a_suspension_is_decided_by_the_executive_in_charge(self, cast: Any) -> None:
        project = act(executing(cast), cast.dingjian, "ask_to_stop", stop="suspend")
        assert owed(project) == [("decide_stop", "苏婉清")]
        assert act(project, cast.suwanqing, "agree_stop").state == "suspended"
        assert act(project, cast.dingjian, "resume_project").state == "executing"

    def test_while_it_is_suspended_its_tasks_clocks_stand_still(self, cast: Any, turn_clock: Any) -> None:
        project = begun(cast, turn_clock)
        act(project, cast.dingjian, "ask_to_stop", stop="suspend", now=BEFORE)
        act(project, cast.suwanqing, "agree_stop", now=BEFORE)
        held = task(project, "T1")
        assert (held.state, owed(held)) == ("held", [])
        later = clock.at(2026, 10, 17, 9, 0)
        act(project, cast.dingjian, "resume_project", now=later)
        assert owed(task(project, "T1")) == [("carry_out", "OM")]
        assert clock.local(task(project, "T1").due_at).date() > date(2026, 10, 16)
        assert invariants.broken([task(project, "T1")], later) == []

    def test_what_is_not_granted_goes_on(self, cast: Any) -> None:
        project = act(executing(cast), cast.dingjian, "ask_to_stop", stop="terminate")
        assert act(project, cast.suwanqing, "refuse_stop").state == "executing"

    def test_with_a_terminated_project_its_tasks_end(self, cast: Any, turn_clock: Any) -> None:
        project = begun(cast, turn_clock)
        act(project, cast.dingjian, "ask_to_stop", stop="terminate", now=BEFORE)
        act(project, cast.suwanqing, "agree_stop", now=BEFORE)
        assert (project.state, task(project, "T1").state) == ("terminated", "withdrawn")

    def test_a_sent_back_plan_is_mended_by_the_leader(self, cast: Any) -> None:
        project = establishing(cast)
        act(project, cast.dingjian, "write_plan", plan=small_plan(cast.om.pk, cast.fi.pk).to_json())
        act(project, cast.dingjian, "submit_plan")
        act(project, cast.shenruozhou, "send_back_plan")
        assert owed(project) == [("establish", "丁建")]
