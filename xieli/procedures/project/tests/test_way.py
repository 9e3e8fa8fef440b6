"""From the application to the plan in force (clauses 4.1.a–c)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict

from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.commands.again import start_again
from xieli.matters.errors import ActionError, Blocked
from xieli.matters.models import Matter
from xieli.matters.scene import Scene
from xieli.procedures.project import sheet
from xieli.procedures.project.models import Assessment, Baseline, Member, PlanTask

from .play import (
    MONDAY,
    act,
    applied,
    assessing,
    concluding,
    establishing,
    executing,
    naming_leader,
    owed,
    small_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def _sent(kept: dict[str, list[str]]) -> QueryDict:
    """A kept draft as the browser sends it."""
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values)
    return data


class TestApplication:
    def test_it_lies_with_the_applicants_head(self, cast: Any) -> None:
        matter = applied(cast)
        assert matter.number == "XM-2026-001"
        assert owed(matter) == [("head_review", "马国强")]

    def test_the_budget_is_the_sum_of_its_lines(self, cast: Any) -> None:
        lines = [{"subject": "设备费", "amount": "700000.50"}, {"subject": "施工费", "amount": "300000"}]
        assert applied(cast, budget_lines=lines).project.budget == pytest.approx(1_000_000.50)

    def test_above_the_threshold_it_is_major_whatever_was_declared(self, cast: Any) -> None:
        large = [{"subject": "设备费", "amount": "1000000.01"}]
        assert applied(cast, budget_lines=large, declared_level="ordinary").project.level == "major"

    def test_with_four_departments_it_is_major(self, cast: Any) -> None:
        others = [{"department": str(one.uid), "purpose": "配合"} for one in (cast.fi, cast.rd, cast.cs)]
        assert applied(cast, cooperation=others).project.level == "major"

    def test_the_pmo_names_all_defects_at_once_and_each_stands_beside_its_field(self, cast: Any) -> None:
        matter = act(applied(cast), cast.maguoqiang, "approve")
        rows = [{"field": "benefit", "defect": "没有写效益"}, {"field": "phone", "defect": "没有电话"}]
        act(matter, cast.shenruozhou, "find_defects", defects=rows)
        assert owed(matter) == [("mend", "顾长川")]
        scene = Scene.load(matter, MONDAY)
        form = scene.procedure.forms["MendForm"](scene=scene)
        assert "没有写效益" in str(form.fields["benefit"].help_text)
        assert "没有电话" in str(form.fields["phone"].help_text)

    def test_a_refused_project_comes_again_as_its_next_version(self, cast: Any) -> None:
        refused = act(applied(cast), cast.maguoqiang, "refuse")
        again = applied(cast, previous=str(refused.uid))
        assert (again.project.previous, again.project.version) == (refused, 2)
        with pytest.raises(ActionError, match="后续版本"):
            applied(cast, previous=str(refused.uid))

    def test_begun_again_it_brings_its_tables_along_and_names_the_refused_one(self, cast: Any) -> None:
        refused = act(applied(cast), cast.maguoqiang, "refuse")
        draft = start_again(refused, Actor.of(cast.guchangchuan))
        assert draft.draft["previous"] == [str(refused.uid)]
        perform(draft, "apply", Actor.of(cast.guchangchuan), _sent(draft.draft))
        assert draft.project.previous == refused
        assert draft.project.cooperation == refused.project.cooperation
        assert draft.project.milestones == refused.project.milestones

    def test_only_ones_own_departments_refused_project_can_be_followed(self, cast: Any) -> None:
        with pytest.raises(ActionError, match="上一版"):
            applied(cast, previous=str(applied(cast).uid))


class TestAssessment:
    def test_what_one_department_says_is_hidden_until_all_are_in(self, cast: Any) -> None:
        matter = assessing(cast)
        act(matter, cast.qianwenbo, "feasible", necessity="needed", reasons="资金有保障")
        scene = Scene.load(matter, MONDAY)
        assert sheet.of(scene, cast.yanzheng).assessments == []
        assert [one.said.reasons for one in sheet.of(scene, cast.qianwenbo).assessments] == ["资金有保障"]
        act(matter, cast.yanzheng, "feasible", necessity="useful")
        shown = sheet.of(Scene.load(matter, MONDAY), cast.guchangchuan)
        assert [one.said.department for one in shown.assessments] == [cast.fi, cast.au]

    def test_dissent_is_kept_and_stops_nothing(self, cast: Any) -> None:
        matter = assessing(cast)
        act(matter, cast.qianwenbo, "infeasible", necessity="needless", reasons="回收期过长")
        act(matter, cast.yanzheng, "feasible", necessity="needed")
        assert owed(matter) == [("conclude", "PMO")]
        assert Assessment.objects.get(finding="infeasible").reasons == "回收期过长"

    def test_an_ordinary_project_needs_no_executive(self, cast: Any) -> None:
        matter = concluding(cast, declared_level="ordinary")
        act(matter, cast.shenruozhou, "conclude", level="ordinary", conclusion="同意")
        assert owed(matter) == [("name_leader", "PMO")]

    def test_above_the_threshold_the_general_manager_decides_after_the_executive(self, cast: Any) -> None:
        matter = concluding(cast, budget_lines=[{"subject": "设备费", "amount": "2000000"}])
        act(matter, cast.shenruozhou, "conclude", level="key", conclusion="同意")
        assert owed(matter) == [("decide", "苏婉清")]
        act(matter, cast.suwanqing, "grant")
        assert owed(matter) == [("decide_large", "陆承远")]
        assert act(matter, cast.luchengyuan, "grant").state == "naming_leader"


class TestEstablishing:
    def test_heads_name_only_their_own_people(self, cast: Any) -> None:
        matter = naming_leader(cast)
        act(
            matter, cast.shenruozhou, "name_leader", leader=str(cast.dingjian.uid),
            departments=[str(cast.fi.uid)],
        )  # fmt: skip
        with pytest.raises(ActionError, match="不是本部门"):
            act(matter, cast.qianwenbo, "name_members", members=[{"person": str(cast.linwan.uid)}])
        act(matter, cast.qianwenbo, "name_members", members=[{"person": str(cast.bailu.uid), "role": "付款"}])
        assert Member.objects.get().person == cast.bailu
        assert owed(matter) == [("name_members", "马国强")]

    def test_a_head_without_people_sends_it_back_to_the_pmo(self, cast: Any) -> None:
        matter = naming_leader(cast)
        act(
            matter, cast.shenruozhou, "name_leader", leader=str(cast.dingjian.uid),
            departments=[str(cast.fi.uid)],
        )  # fmt: skip
        act(matter, cast.qianwenbo, "cannot_staff")
        act(matter, cast.maguoqiang, "name_members", members=[{"person": str(cast.guchangchuan.uid)}])
        assert matter.state == "naming_leader"

    def test_a_plan_with_faults_is_saved_and_not_handed_in(self, cast: Any) -> None:
        matter = establishing(cast)
        act(
            matter,
            cast.dingjian,
            "write_plan",
            start="2026-10-12",
            tasks=[{"code": "T1", "name": "勘察", "kind": "task", "days": "3"}],
        )
        assert matter.plan_draft.plan.tasks[0].name == "勘察"
        with pytest.raises(ActionError, match="还没有验收标准"):
            act(matter, cast.dingjian, "submit_plan")

    def test_conditions_block_the_notice_until_they_are_met(self, cast: Any) -> None:
        condition = {
            "condition": "取得消防意见",
            "department": str(cast.om.uid),
            "asked_by": str(cast.au.uid),
            "days": "5",
        }
        matter = establishing(cast, conditions=[condition])
        act(matter, cast.dingjian, "write_plan", plan=small_plan(cast.om.pk, cast.fi.pk).to_json())
        act(matter, cast.dingjian, "submit_plan")
        with pytest.raises(Blocked):
            act(matter, cast.shenruozhou, "issue")
        task = Matter.objects.get(parent=matter, parent_label="condition")
        act(task, cast.guchangchuan, "deliver", evidence="消防意见书 XF-88")
        assert owed(task) == [("accept_task", "严正")]
        act(task, cast.yanzheng, "accept_task")
        assert act(matter, cast.shenruozhou, "issue").state == "executing"


class TestNotice:
    def test_the_notice_freezes_baseline_0_and_every_named_department_acknowledges_it(
        self, cast: Any
    ) -> None:
        matter = executing(cast)
        baseline = Baseline.objects.get(project=matter)
        assert (baseline.no, str(baseline.starts_on), str(baseline.ends_on)) == (
            0,
            "2026-10-12",
            "2026-11-06",
        )
        assert baseline.plan == small_plan(cast.om.pk, cast.fi.pk)
        assert owed(matter) == [("execute", "丁建"), ("acknowledge", "OM"), ("acknowledge", "FI")]

    def test_a_baseline_is_never_changed(self, cast: Any) -> None:
        executing(cast)
        for statement in ("UPDATE project_baseline SET no = 5", "DELETE FROM project_baseline"):
            with pytest.raises(Exception, match="never changed"), transaction.atomic():
                connection.cursor().execute(statement)
        again = Baseline.objects.get()
        again.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)

    def test_the_leader_holds_it_until_the_planned_end(self, cast: Any) -> None:
        matter = executing(cast)
        assert str(matter.due_at.astimezone().date()) == "2026-11-06"
        assert str(PlanTask.objects.get(code="M1").due_on) == "2026-11-06"
