"""A department's plan: drawn up, confirmed, carried out, changed with trace, summed up, carried over (3.2.a)."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import available_actions, open_matter, perform
from xieli.matters.commands.again import start_again
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Event, Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.procedures.work_plan import chores
from xieli.procedures.work_plan.forms import SummaryForm
from xieli.procedures.work_plan.models import PlanDetails, PlanLine

from .play import MONDAY, act, as_row, begun, due, lines_of, owed, row, running, submitted

pytestmark = pytest.mark.django_db
END = clock.at(2026, 9, 29, 10, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


class TestDrawingUp:
    def test_the_head_begins_it_for_the_whole_period(self, cast: Any) -> None:
        plan = begun(cast)
        details = plan.work_plan
        assert plan.title == "客户服务中心2026年第3季度工作计划"
        assert (str(details.starts_on), str(details.ends_on)) == ("2026-07-01", "2026-09-30")
        assert owed(plan) == [("draw_up", "周敏")]

    def test_nobody_else_does(self, cast: Any) -> None:
        month = {"cadence": "month", "starts_on": "2026-07-06"}
        with pytest.raises(ActionError):
            open_matter("work_plan", Actor.of(cast.linwan), "begin", month)
        with pytest.raises(ActionError, match="您不是"):
            begun(cast, department=str(cast.rd.uid))

    def test_a_department_has_one_plan_for_a_period(self, cast: Any) -> None:
        first = begun(cast)
        with pytest.raises(ActionError, match="已有计划"):
            begun(cast, day="2026-08-20")
        act(first, cast.zhoumin, "withdraw", reason="重新编制")
        assert begun(cast).state == "drawing_up"

    def test_items_are_due_in_the_period_and_owned_in_the_department(self, cast: Any) -> None:
        plan = begun(cast)
        with pytest.raises(ActionError, match="不在计划期内"):
            act(plan, cast.zhoumin, "write_lines", lines=[row(cast.linwan, due="2026-10-08")])
        with pytest.raises(ActionError, match="不是本部门人员"):
            act(plan, cast.zhoumin, "write_lines", lines=[row(cast.fangqiming)])
        with pytest.raises(ActionError, match="还没有事项"):
            act(plan, cast.zhoumin, "submit")
        with pytest.raises(Invalid):
            act(plan, cast.zhoumin, "write_lines", lines=[row(cast.linwan, starts_on="2026-09-01")])

    def test_what_a_deputy_draws_up_the_head_sees_first(self, cast: Any) -> None:
        cast.cs.deputies.add(cast.hejing)
        plan = open_matter(
            "work_plan", Actor.of(cast.hejing), "begin", {"cadence": "month", "starts_on": "2026-07-06"}
        )
        act(plan, cast.hejing, "write_lines", lines=[row(cast.linwan, due="2026-07-20")])
        act(plan, cast.hejing, "submit")
        assert owed(plan) == [("confirm_as_head", "周敏")]
        act(plan, cast.zhoumin, "send_back", reason="补充标准")
        assert owed(plan) == [("draw_up", "何静")]
        act(plan, cast.hejing, "submit")
        assert act(plan, cast.zhoumin, "confirm").state == "running"  # a month's needs nobody else

    def test_what_is_longer_than_a_month_the_executive_confirms(self, cast: Any) -> None:
        plan = submitted(cast)
        assert owed(plan) == [("confirm_plan", "苏婉清")]
        assert due(plan) == "07-08 17:30"
        with pytest.raises(NotAllowed):
            act(plan, cast.zhoumin, "confirm")
        act(plan, cast.suwanqing, "confirm")
        assert owed(plan) == [("sum_up", "周敏")]
        assert due(plan).startswith("10-")  # three working days after the holidays

    def test_a_months_plan_of_the_head_is_in_force_at_once(self, cast: Any) -> None:
        plan = begun(cast, "month")
        act(plan, cast.zhoumin, "write_lines", lines=[row(cast.linwan, due="2026-07-20")])
        assert act(plan, cast.zhoumin, "submit").state == "running"


class TestCarryingOut:
    def test_an_item_is_its_owners_work_from_the_day_it_begins(self, cast: Any, turn_clock: Any) -> None:
        plan = running(cast)
        first, second = lines_of(plan)
        assert owed(first.matter) == [("do_item", "林晚")]
        assert due(first.matter) == "08-14 17:30"
        assert second.matter is None
        chores.move_on()
        turn_clock(clock.at(2026, 9, 1, 8, 0))
        assert chores.move_on() == 1
        assert owed(lines_of(plan)[1].matter) == [("do_item", "何静")]
        assert chores.move_on() == 0

    def test_its_owner_may_begin_earlier(self, cast: Any) -> None:
        plan = running(cast)
        second = lines_of(plan)[1]
        with pytest.raises(NotAllowed):
            act(plan, cast.zhaoxiaotang, "start_early", line=str(second.uid))
        act(plan, cast.hejing, "start_early", line=str(second.uid))
        assert owed(lines_of(plan)[1].matter) == [("do_item", "何静")]

    def test_the_plan_shows_what_the_owner_reports(self, cast: Any) -> None:
        plan = running(cast)
        item = lines_of(plan)[0].matter
        act(item, cast.linwan, "report_progress", percent=60, note="初稿完成")
        line = lines_of(plan)[0]
        assert (line.percent, line.note) == (60, "初稿完成")
        act(item, cast.linwan, "deliver", result="已发布")
        assert owed(item) == [("judge_item", "周敏")]
        act(item, cast.zhoumin, "send_back", reason="缺抽测记录")
        assert lines_of(plan)[0].percent == 90
        act(item, cast.linwan, "deliver", result="已补抽测记录")
        act(item, cast.zhoumin, "accept_item")
        line = lines_of(plan)[0]
        assert (line.fate, str(line.done_on), item.state) == ("done", "2026-07-06", "done")

    def test_the_heads_own_item_needs_nobodys_word(self, cast: Any) -> None:
        plan = begun(cast, "month")
        act(plan, cast.zhoumin, "write_lines", lines=[row(cast.zhoumin, due="2026-07-20")])
        act(plan, cast.zhoumin, "submit")
        item = lines_of(plan)[0].matter
        assert act(item, cast.zhoumin, "deliver", result="已完成").state == "done"

    def test_who_takes_it_over_owns_it(self, cast: Any) -> None:
        item = lines_of(running(cast))[0].matter
        act(item, cast.zhoumin, "reassign", person=str(cast.zhaoxiaotang.uid), reason="林晚休假")
        act(item, cast.zhaoxiaotang, "deliver", result="已完成")
        assert PlanLine.objects.get(matter=item).owner == cast.zhaoxiaotang


class TestChanging:
    def test_what_the_executive_confirmed_changes_with_their_word(self, cast: Any) -> None:
        plan = running(cast)
        first, _second = lines_of(plan)
        new = [as_row(first, due_on="2026-08-28"), row(cast.hejing, "满意度专项", "2026-09-20")]
        act(plan, cast.zhoumin, "propose_change", reason="手册范围扩大", lines=new)
        assert ("confirm_change", "苏婉清") in owed(plan)
        assert due(first.matter) == "08-14 17:30"  # until then it stands
        with pytest.raises(NotAllowed):
            act(plan, cast.zhoumin, "propose_change", reason="再改", lines=new)
        act(plan, cast.suwanqing, "acknowledge", verdict="agree")
        assert due(first.matter) == "08-28 17:30"
        assert [one.fate for one in lines_of(plan)] == ["", "dropped", ""]
        assert PlanDetails.objects.get(matter=plan).changes == 1
        kinds = [one["kind"] for one in Event.objects.filter(matter=plan).latest("seq").facts["changes"]]
        assert kinds == ["changed", "new", "gone"]

    def test_refused_it_stays_as_it_was(self, cast: Any) -> None:
        plan = running(cast)
        first, _second = lines_of(plan)
        act(plan, cast.zhoumin, "propose_change", reason="减少", lines=[as_row(first)])
        item = WorkItem.objects.get(matter=plan, step="confirm_change", closed_at=None)
        with pytest.raises(Invalid):
            act(plan, cast.suwanqing, "acknowledge", item=item.pk, verdict="refuse")
        act(plan, cast.suwanqing, "acknowledge", item=item.pk, verdict="refuse", opinion="国庆保障不能少")
        assert [one.fate for one in lines_of(plan)] == ["", ""]
        assert PlanDetails.objects.get(matter=plan).proposed is None

    def test_a_months_plan_the_head_changes_alone_and_work_follows(self, cast: Any) -> None:
        plan = begun(cast, "month")
        act(plan, cast.zhoumin, "write_lines", lines=[row(cast.linwan, due="2026-07-20")])
        act(plan, cast.zhoumin, "submit")
        [line] = lines_of(plan)
        former = line.matter
        act(plan, cast.zhoumin, "change", reason="换人", lines=[as_row(line, owner=str(cast.hejing.uid))])
        former.refresh_from_db()
        assert former.outcome == "void"
        assert owed(lines_of(plan)[0].matter) == [("do_item", "何静")]
        with pytest.raises(ActionError, match="没有改动"):
            act(plan, cast.zhoumin, "change", reason="无", lines=[as_row(lines_of(plan)[0])])
        with pytest.raises(ActionError, match="不能早于今天"):
            act(
                plan,
                cast.zhoumin,
                "change",
                reason="倒填",
                lines=[as_row(lines_of(plan)[0], due_on="2026-07-02")],
            )


class TestTheEnd:
    def finish_first(self, cast: Any, plan: Matter) -> PlanLine:
        first, second = lines_of(plan)
        act(first.matter, cast.linwan, "deliver", result="已发布")
        act(first.matter, cast.zhoumin, "accept_item")
        return second

    def test_with_everything_done_the_summary_asks_for_no_table(self, cast: Any, turn_clock: Any) -> None:
        plan = running(cast)
        turn_clock(END)
        assert "fates" in SummaryForm(scene=Scene.load(plan, END)).fields
        PlanLine.objects.filter(plan=plan).update(fate="done", done_on=END.date())
        assert "fates" not in SummaryForm(scene=Scene.load(plan, END)).fields
        act(plan, cast.zhoumin, "sum_up", summary="全部完成")
        assert plan.state == "closed"

    def offered(self, plan: Matter, who: Any) -> set[str]:
        return {one.name for one in available_actions(Scene.load(plan, clock.now()), Actor.of(who))}

    def test_it_is_offered_in_the_last_days_only_and_the_page_says_from_when(
        self, cast: Any, turn_clock: Any, client_of: Any
    ) -> None:
        plan, told = running(cast), "9月25日起可以办理"
        assert "sum_up" not in self.offered(plan, cast.zhoumin)
        assert told in client_of(cast.zhoumin).get(plan.get_absolute_url()).content.decode()
        with pytest.raises(ActionError):
            act(plan, cast.zhoumin, "sum_up", summary="总结")
        turn_clock(clock.at(2026, 9, 25, 0, 1))
        assert "sum_up" in self.offered(plan, cast.zhoumin)
        assert told not in client_of(cast.zhoumin).get(plan.get_absolute_url()).content.decode()

    def test_each_unfinished_item_is_accounted_for(self, cast: Any, turn_clock: Any) -> None:
        plan = running(cast)
        second = self.finish_first(cast, plan)
        turn_clock(END)
        with pytest.raises(ActionError, match="国庆保障预案"):
            act(plan, cast.zhoumin, "sum_up", summary="总结")
        told = {"line": str(second.uid), "fate": "dropped", "why": "改由专项承担"}
        act(plan, cast.zhoumin, "sum_up", summary="完成一项", fates=[told])
        assert [one.fate for one in lines_of(plan)] == ["done", "dropped"]
        assert plan.outcome == "closed"

    def test_what_is_carried_over_comes_into_the_next_plan_whichever_is_first(
        self, cast: Any, turn_clock: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        plan = running(cast)
        second = self.finish_first(cast, plan)
        turn_clock(END)
        following = begun(cast, day="2026-10-01")  # begun before the old one is summed up
        told = {"line": str(second.uid), "fate": "carried", "next_due": "2026-10-20", "why": "等电网排期"}
        with django_capture_on_commit_callbacks(execute=True):
            act(plan, cast.zhoumin, "sum_up", summary="完成一项", fates=[told])
        [carried] = lines_of(following)
        assert (carried.origin, carried.carried, str(carried.due_on)) == (second, 1, "2026-10-20")
        with pytest.raises(ActionError, match="不能删除"):
            act(following, cast.zhoumin, "write_lines", lines=[row(cast.linwan, due="2026-11-20")])
        chores.move_on()
        assert len(lines_of(following)) == 1  # once

    def test_a_plan_begun_later_begins_with_it(self, cast: Any, turn_clock: Any) -> None:
        plan = running(cast)
        second = self.finish_first(cast, plan)
        turn_clock(END)
        told = {"line": str(second.uid), "fate": "carried", "why": "等电网排期"}
        act(plan, cast.zhoumin, "sum_up", summary="完成一项", fates=[told])
        assert [one.content for one in lines_of(begun(cast, day="2026-10-08"))] == ["国庆保障预案"]

    def test_a_department_is_asked_for_its_next_plan(self, cast: Any, turn_clock: Any) -> None:
        running(cast)
        assert chores.ask_for_next() == 0
        turn_clock(clock.at(2026, 9, 17, 9, 0))
        chores.ask_for_next()
        assert chores.ask_for_next() == 0
        asked = Matter.objects.get(lead_department=cast.cs, work_plan__starts_on="2026-10-01")
        assert owed(asked) == [("draw_up", "周敏")]
        assert due(asked) == "09-30 17:30"

    def test_one_that_never_planned_is_asked_for_the_coming_quarter(self, cast: Any, turn_clock: Any) -> None:
        assert chores.ask_for_next() == 0
        turn_clock(clock.at(2026, 9, 17, 9, 0))
        chores.ask_for_next()
        asked = Matter.objects.filter(procedure="work_plan", work_plan__cadence="quarter")
        assert asked.filter(lead_department=cast.rd, work_plan__starts_on="2026-10-01").count() == 1
        assert not asked.filter(lead_department=cast.luchengyuan.department).exists()

    def test_last_periods_plan_is_copied_with_its_dates_moved(self, cast: Any, turn_clock: Any) -> None:
        plan = running(cast)
        turn_clock(END)
        told = [{"line": str(one.uid), "fate": "dropped", "why": "—"} for one in lines_of(plan)]
        act(plan, cast.zhoumin, "sum_up", summary="总结", fates=told)
        draft = start_again(plan, Actor.of(cast.zhoumin))
        assert draft.draft["starts_on"] == ["2026-10-01"]
        copied = begun(cast, day="2026-10-01", from_last="on")
        assert lines_of(copied) == []  # what was given up does not come again
        act(copied, cast.zhoumin, "withdraw", reason="—")

    def test_a_recurring_item_comes_again_at_its_place(self, cast: Any, turn_clock: Any) -> None:
        plan = running(cast)
        self.finish_first(cast, plan)
        copied = begun(cast, day="2026-10-01", from_last="on")
        found = [(one.content, str(one.due_on)) for one in lines_of(copied)]
        assert found == [("修订话术手册", "2026-11-14"), ("国庆保障预案", "2026-12-25")]

    def test_declared_void_its_work_ends(self, cast: Any) -> None:
        plan = running(cast)
        act(plan, cast.zhoumin, "void", reason="机构调整")
        item = lines_of(plan)[0].matter
        assert item.closed_at is not None
        with pytest.raises(ActionError):
            perform(item, "report_progress", SYSTEM, {"percent": 1, "note": "—"})
