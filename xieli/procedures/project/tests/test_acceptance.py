"""Departments judge line by line; what failed is mended and asked again, and nothing else (clause 4.1.d)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child
from xieli.matters.errors import ActionError, Blocked, Invalid, NotAllowed
from xieli.matters.models import Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.procedures.project import accepting
from xieli.procedures.project.accepting import Line
from xieli.procedures.project.effects.acceptance import counted_on
from xieli.procedures.project.models import AcceptanceItem, Evidence, Judgement, Member

from .play import MONDAY, act, owed
from .play_acceptance import (
    EVIDENCE,
    NOVEMBER,
    accepted,
    asked,
    carried_out,
    judged,
    judging,
    line,
    mended,
    rectifying,
    reported,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def said(matter: Matter) -> list[tuple[int, str, str, str]]:
    rows = Judgement.objects.filter(acceptance=matter).select_related("department")
    return [(one.round, one.criterion, one.department.code, one.verdict) for one in rows]


class TestAsking:
    def test_the_leader_asks_with_evidence_for_every_criterion_and_the_pmo_organises(self, cast: Any) -> None:
        matter = asked(cast)
        assert matter.number == "XMYS-2026-001" and owed(matter) == [("organise", "PMO")]
        due = WorkItem.objects.get(matter=matter, closed_at=None).due_at
        assert due is not None and f"{clock.local(due):%m-%d %H:%M}" == "11-16 17:30"
        assert [one["code"] for one in matter.acceptance.criteria] == ["C1", "C2"]
        assert accepting.evidence_of(matter) == {"C1": "运行记录", "C2": "结算单"}

    def test_a_criterion_without_evidence_is_named(self, cast: Any) -> None:
        with pytest.raises(ActionError, match="C2"):
            asked(cast, evidence=EVIDENCE[:1])

    def test_only_the_leader_asks_and_only_once(self, cast: Any) -> None:
        project = carried_out(cast)
        data = {"statement": "完成", "evidence": EVIDENCE}
        with pytest.raises(NotAllowed):
            open_child(project, "acceptance", Actor.of(cast.guchangchuan), "ask_acceptance", data)
        open_child(project, "acceptance", Actor.of(cast.dingjian), "ask_acceptance", data)
        with pytest.raises(ActionError, match="不能重复申请"):
            open_child(project, "acceptance", Actor.of(cast.dingjian), "ask_acceptance", data)

    def test_the_pmo_may_want_more_evidence_first(self, cast: Any) -> None:
        matter = act(asked(cast), cast.shenruozhou, "ask_evidence", NOVEMBER)
        assert owed(matter) == [("complete", "丁建")]
        rows = [{"criterion": "C1", "text": "运行记录和曲线"}, EVIDENCE[1]]
        act(matter, cast.dingjian, "complete", NOVEMBER, statement="完成", evidence=rows)
        assert matter.state == "organising" and accepting.evidence_of(matter)["C1"] == "运行记录和曲线"
        assert matter.acceptance.asked_at == NOVEMBER


class TestJudging:
    def test_each_department_is_asked_for_its_own_lines_within_ten_days(self, cast: Any) -> None:
        matter = judging(cast)
        assert owed(matter) == [("judge", "马国强"), ("judge", "钱文博")]
        scene = Scene.load(matter, NOVEMBER)
        assert accepting.asked(matter, matter.acceptance.criteria, 1) == [
            Line("C1", cast.om.pk), Line("C1", cast.fi.pk), Line("C2", cast.fi.pk),
        ]  # fmt: skip
        # Working days are the department's own: the maintenance centre works at weekends.
        assert {f"{one.due_at:%m-%d}" for one in scene.main_items} == {"11-19", "11-23"}

    def test_all_own_lines_are_judged_at_once_and_no_others(self, cast: Any) -> None:
        matter = judging(cast)
        with pytest.raises(ActionError, match="C2"):
            judged(cast, matter, cast.qianwenbo, line("C1"))
        with pytest.raises(ActionError, match="不由您"):
            judged(cast, matter, cast.maguoqiang, line("C1"), line("C2"))
        assert said(matter) == []

    def test_every_line_needs_evidence_and_what_did_not_pass_says_why(self, cast: Any) -> None:
        matter = judging(cast)
        for wrong in ({"evidence": ""}, {"verdict": "fail"}, {"verdict": "conditional"}):
            with pytest.raises(Invalid):
                judged(cast, matter, cast.maguoqiang, {**line("C1"), **wrong})
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.create(
                acceptance=matter, round=1, criterion="C1", department=cast.om, person=cast.maguoqiang,
                verdict="fail", evidence="查验", at=NOVEMBER,
            )  # fmt: skip

    def test_nobody_judges_their_own_work(self, cast: Any) -> None:
        project = carried_out(cast)
        Member.objects.create(
            project=project, department=cast.om, person=cast.maguoqiang, named_by=cast.suwanqing
        )
        matter = judging(cast, project)
        assert owed(matter) == [("judge", "苏婉清"), ("judge", "钱文博")]
        for person in (cast.maguoqiang, cast.dingjian, cast.guchangchuan):
            with pytest.raises(NotAllowed):
                judged(cast, matter, person, line("C1"))

    def test_a_seat_may_be_passed_to_a_colleague_of_the_department_and_to_nobody_else(
        self, cast: Any
    ) -> None:
        matter = judging(cast)
        told = {"reason": "出差", "ground": "other"}
        for department, person in ((cast.fi, cast.qianwenbo), (cast.om, None), (cast.om, cast.guchangchuan)):
            chosen = {"department": str(department.uid), "person": str(person.uid) if person else ""}
            with pytest.raises(ActionError):
                act(matter, cast.maguoqiang, "reassign", NOVEMBER, **told, **chosen)
        taker = next(
            one for one in organisation.members_of(cast.om)
            if one not in (cast.maguoqiang, cast.dingjian, cast.guchangchuan)
        )  # fmt: skip
        chosen = {"department": str(cast.om.uid), "person": str(taker.uid)}
        act(matter, cast.maguoqiang, "reassign", NOVEMBER, **told, **chosen)
        judged(cast, matter, taker, line("C1"))
        assert Judgement.objects.get().person == taker

    def test_what_was_said_is_never_changed(self, cast: Any) -> None:
        matter = judging(cast)
        judged(cast, matter, cast.maguoqiang, line("C1"))
        for table in ("project_judgement", "project_evidence"):
            for statement in (f"UPDATE {table} SET round = 9", f"DELETE FROM {table}"):
                with pytest.raises(Exception, match="append-only"), transaction.atomic():
                    connection.cursor().execute(statement)

    def test_withdrawn_it_leaves_the_project_to_be_asked_for_again(self, cast: Any) -> None:
        matter = judging(cast)
        judged(cast, matter, cast.maguoqiang, line("C1", "fail", "掉线"))
        act(matter, cast.dingjian, "withdraw", NOVEMBER)
        assert matter.state == "withdrawn" and len(said(matter)) == 1
        again = asked(cast, matter.parent)
        assert again.number == "XMYS-2026-002"


class TestPassed:
    def test_without_a_word_against_it_is_reported_and_passed(self, cast: Any) -> None:
        matter = judging(cast)
        judged(cast, matter, cast.maguoqiang, line("C1"))
        assert matter.state == "judging"
        judged(cast, matter, cast.qianwenbo, line("C1"), line("C2"))
        assert owed(matter) == [("report_acceptance", "PMO")] and matter.acceptance.verdict == "pass"
        reported(cast, matter)
        assert matter.state == "passed" and not AcceptanceItem.objects.exists()

    def test_the_report_tells_plan_against_what_happened(self, cast: Any) -> None:
        figures = accepted(cast).acceptance.figures
        assert (figures["first_end"], figures["planned_end"], figures["actual_end"]) == (
            "2026-11-06", "2026-11-06", "2026-11-06",
        )  # fmt: skip
        assert (figures["days"], figures["budget"], figures["spent"]) == (0, "300000", "0")
        assert [one["code"] for one in figures["lines"]] == ["T1", "T2", "T3", "M1"]

    def test_asked_in_time_it_counts_on_that_day_else_on_the_day_it_passed(self, cast: Any) -> None:
        matter = accepted(cast)
        project = Matter.objects.get(pk=matter.parent_id)
        late, passed = clock.at(2026, 11, 9, 9), clock.at(2026, 12, 1, 9)
        assert str(counted_on(clock.at(2026, 11, 6, 17), project, passed)) == "2026-11-06"
        assert str(counted_on(late, project, passed)) == "2026-12-01"
        assert str(matter.acceptance.counts_on) == "2026-11-09"

    def test_a_loose_end_is_work_with_an_owner_and_a_date(self, cast: Any) -> None:
        row = {
            "text": "补充备品备件", "department": str(cast.fi.uid), "person": str(cast.qianwenbo.uid),
            "due": "2026-12-18",
        }  # fmt: skip
        matter = accepted(cast, loose_ends=[row])
        item = AcceptanceItem.objects.get(reason="loose_end").matter
        assert matter.state == "passed" and owed(item) == [("take_on", "钱文博")]
        assert item.rectification.checker == cast.shenruozhou
        assert f"{clock.local(item.rectification.due_at):%m-%d}" == "12-18"


class TestFailed:
    def test_what_failed_is_mended_by_the_leader_and_looked_at_again_by_who_said_so(self, cast: Any) -> None:
        matter = rectifying(cast)
        assert matter.acceptance.verdict == "fail" and owed(matter) == [("rectify", "丁建")]
        item = AcceptanceItem.objects.get()
        assert (item.criterion, item.department, item.reason) == ("C2", cast.fi, "failed")
        details = item.matter.rectification
        assert (details.owner, details.checker, details.finding) == (
            cast.dingjian,
            cast.qianwenbo,
            "超出预算",
        )
        assert item.matter.parent == matter

    def test_what_several_departments_found_in_one_criterion_is_told_apart(self, cast: Any) -> None:
        matter = judging(cast)
        judged(cast, matter, cast.maguoqiang, line("C1", "fail", "日志缺三天"))
        judged(cast, matter, cast.qianwenbo, line("C1", "fail", "低于标准"), line("C2"))
        titles = (
            Matter.objects.filter(procedure="rectification").order_by("pk").values_list("title", flat=True)
        )
        assert list(titles) == ["C1 枪头可用率（运维）", "C1 枪头可用率（财务）"]
        mended(cast)
        act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
        judged(cast, matter, cast.maguoqiang, line("C1", "fail", "仍缺一天"))
        judged(cast, matter, cast.qianwenbo, line("C1"))
        assert (
            Matter.objects.filter(procedure="rectification").latest("pk").title
            == "C1 枪头可用率（运维，第 2 次验收）"
        )

    def test_it_is_asked_for_again_only_when_all_is_mended(self, cast: Any) -> None:
        matter = rectifying(cast)
        with pytest.raises(Blocked):
            act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
        mended(cast)
        act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
        assert matter.state == "judging"

    def test_the_next_round_asks_only_about_what_failed_and_within_five_days(self, cast: Any) -> None:
        matter = rectifying(cast)
        mended(cast)
        act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
        assert owed(matter) == [("judge", "钱文博")]
        assert accepting.asked(matter, matter.acceptance.criteria, 2) == [Line("C2", cast.fi.pk)]
        due = WorkItem.objects.get(matter=matter, closed_at=None).due_at
        assert due is not None and f"{clock.local(due):%m-%d}" == "11-16"
        judged(cast, matter, cast.qianwenbo, line("C2"))
        assert matter.acceptance.verdict == "pass"
        assert said(matter) == [
            (1, "C1", "OM", "pass"), (1, "C1", "FI", "pass"), (1, "C2", "FI", "fail"), (2, "C2", "FI", "pass"),
        ]  # fmt: skip
        assert reported(cast, matter).state == "passed"

    def test_what_has_other_evidence_now_is_judged_again_too(self, cast: Any) -> None:
        matter = rectifying(cast)
        mended(cast)
        changed = [{"criterion": "C1", "text": "十一月运行记录"}, EVIDENCE[1]]
        act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=changed)
        assert set(accepting.asked(matter, matter.acceptance.criteria, 2)) == {
            Line("C1", cast.om.pk), Line("C1", cast.fi.pk), Line("C2", cast.fi.pk),
        }  # fmt: skip
        assert [(one.round, one.text) for one in Evidence.objects.filter(criterion="C1")] == [
            (1, "运行记录"), (2, "十一月运行记录"),
        ]  # fmt: skip

    def test_as_many_rounds_as_it_takes(self, cast: Any) -> None:
        matter = rectifying(cast)
        for no in (2, 3):
            mended(cast)
            act(matter, cast.dingjian, "ask_again", NOVEMBER, statement="已整改", evidence=EVIDENCE)
            judged(cast, matter, cast.qianwenbo, line("C2", "fail", "仍超出预算"))
            assert matter.state == "rectifying" and matter.acceptance.round == no
        assert [one.round for one in AcceptanceItem.objects.all()] == [1, 2, 3]

    def test_withdrawn_the_mending_ends_with_it(self, cast: Any) -> None:
        matter = rectifying(cast)
        act(matter, cast.dingjian, "withdraw", NOVEMBER)
        assert AcceptanceItem.objects.get().matter.state == "withdrawn"


class TestConditional:
    def conditional(self, cast: Any) -> Matter:
        matter = judging(cast)
        judged(cast, matter, cast.maguoqiang, line("C1", "conditional", "补齐铭牌"))
        return judged(cast, matter, cast.qianwenbo, line("C1"), line("C2"))

    def test_it_is_reported_and_passes_when_every_condition_is_met(self, cast: Any) -> None:
        matter = self.conditional(cast)
        assert matter.acceptance.verdict == "conditional" and matter.state == "reporting"
        reported(cast, matter)
        assert matter.state == "conditional" and owed(matter) == [("meet_conditions", "丁建")]
        assert matter.acceptance.counts_on is None
        with pytest.raises(Blocked):
            act(matter, cast.dingjian, "conditions_met", NOVEMBER)
        mended(cast)
        act(matter, cast.dingjian, "conditions_met", NOVEMBER)
        assert matter.state == "passed" and matter.acceptance.counts_on is not None

    def test_conditions_met_before_the_report_leave_nothing_to_wait_for(self, cast: Any) -> None:
        matter = self.conditional(cast)
        mended(cast)
        assert reported(cast, matter).state == "passed"
