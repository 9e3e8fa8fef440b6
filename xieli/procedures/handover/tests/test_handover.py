"""Everything somebody holds is listed, checked line by line, signed by three, and moves at once (4.2.b)."""

from datetime import date, time
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from xieli.accounts.models import Account
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.documents.models import Document, Status
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Clock, Event, Matter, WorkItem
from xieli.matters.testing import invariants
from xieli.matters.verify import breaches
from xieli.organisation import commands as organisation
from xieli.procedures.handover.models import HandoverDetails, HandoverLine
from xieli.procedures.service.models import Duty, Shift
from xieli.procedures.service.roster import commands as roster

from .play import MONDAY, act, begun, checked, later, line, numbers, owed, request, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def fine(*matters: Matter) -> None:
    """Every invariant holds of them."""
    invariants.check_deferred()
    for one in matters:
        assert invariants.broken(one, clock.now()) == []


class TestTheList:
    def test_it_is_filled_with_items_requests_raised_and_roles(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        own = request(cast, cast.dingjian, "请查线路")
        Matter.objects.filter(pk=own.pk).update(initiator=cast.fangqiming)
        matter = begun(cast.fangqiming, cast.yezhen)
        found = HandoverLine.objects.filter(handover=matter).values_list("kind", "matter")
        assert set(found) == {("item", work.pk), ("collaboration.handler", work.pk), ("raised", own.pk)}
        item = line(matter, "item")
        assert item.due_at == WorkItem.objects.get(matter=work, closed_at=None).due_at
        assert (matter.title, matter.number) == ("方启明岗位变动工作交接", "JJ-2026-0001")

    def test_the_receiver_is_the_head_unless_named_and_each_line_may_have_its_own(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = begun(cast.fangqiming)
        assert line(matter, "item").receiver == cast.tangyue
        act(matter, cast.fangqiming, "arrange", lines=[str(line(matter, "item").no)],
            receiver=str(cast.yezhen.uid), progress="还差一份数据")  # fmt: skip
        assert line(matter, "item").receiver == cast.yezhen
        act(matter, cast.fangqiming, "hand_in")
        assert owed(matter) == {("check_handover", "唐越"), ("check_handover", "叶蓁")}

    def test_papers_and_keys_are_added_by_hand(self, cast: Any) -> None:
        matter = begun(cast.fangqiming, cast.yezhen)
        act(matter, cast.fangqiming, "add_lines", rows=[{"kind": "seal", "title": "机房钥匙两把"}])
        checked(matter, cast.yezhen)
        signed(matter)
        assert line(matter, "seal").outcome == "moved"

    def test_an_empty_list_is_not_handed_in(self, cast: Any) -> None:
        matter = begun(cast.fangqiming, cast.yezhen)
        with pytest.raises(ActionError, match="清单是空的"):
            act(matter, cast.fangqiming, "hand_in")

    def test_only_the_giver_their_head_or_personnel_begins_one(self, cast: Any) -> None:
        begun(cast.fangqiming, cast.yezhen, by=cast.shaoning)
        begun(cast.fangqiming, cast.yezhen, by=cast.tangyue)
        with pytest.raises(ActionError, match="只能为自己"):
            begun(cast.fangqiming, cast.yezhen, by=cast.linwan)

    def test_a_project_hands_over_only_what_belongs_to_it(self, cast: Any) -> None:
        one, _other = request(cast, cast.fangqiming), request(cast, cast.fangqiming, "别的事")
        matter = begun(cast.fangqiming, cast.yezhen, reason="project", about=one.number)
        assert set(HandoverLine.objects.filter(handover=matter).values_list("matter", flat=True)) == {one.pk}

    def test_an_absence_says_when_it_ends(self, cast: Any) -> None:
        with pytest.raises(Invalid):
            begun(cast.fangqiming, cast.yezhen, reason="absence")


class TestChecking:
    def test_every_line_is_looked_at_before_the_check_ends(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        act(matter, cast.yezhen, "judge", lines=numbers(matter)[:1], verdict="confirmed")
        with pytest.raises(ActionError, match="还有 1 条没有核对"):
            act(matter, cast.yezhen, "finish_check")

    def test_nobody_checks_the_lines_of_another(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        with pytest.raises(NotAllowed):
            act(matter, cast.fangqiming, "judge", lines=numbers(matter), verdict="confirmed")

    def test_a_dispute_says_what_is_wrong_and_goes_to_the_head(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        with pytest.raises(Invalid):
            act(matter, cast.yezhen, "judge", lines=numbers(matter), verdict="disputed")
        act(matter, cast.yezhen, "judge", lines=numbers(matter), verdict="disputed", words="不是我的专业")
        act(matter, cast.yezhen, "finish_check")
        assert owed(matter) == {("rule_handover", "唐越")}
        with pytest.raises(ActionError, match="没有裁定"):
            act(matter, cast.tangyue, "conclude")
        act(matter, cast.tangyue, "rule", lines=numbers(matter), ruling="stands")
        act(matter, cast.tangyue, "conclude")
        assert matter.state == "signing"

    def test_a_line_ruled_to_somebody_else_is_checked_by_them(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        act(matter, cast.yezhen, "judge", lines=numbers(matter), verdict="disputed", words="不是我的专业")
        act(matter, cast.yezhen, "finish_check")
        act(
            matter,
            cast.tangyue,
            "rule",
            lines=numbers(matter),
            ruling="other",
            receiver=str(cast.dingjian.uid),
        )
        act(matter, cast.tangyue, "conclude")
        assert owed(matter) == {("check_handover", "丁建")}
        signed(checked(matter, cast.dingjian))
        assert next(iter(owed(work)))[1] == "丁建"

    def test_who_leaves_keeps_nothing(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = begun(cast.fangqiming, cast.yezhen, reason="leaving")
        with pytest.raises(ActionError, match="都要移交"):
            act(matter, cast.fangqiming, "arrange", lines=numbers(matter), stays="yes")

    def test_what_stays_stays(self, cast: Any) -> None:
        work, other = request(cast, cast.fangqiming), request(cast, cast.fangqiming, "带走的事")
        matter = begun(cast.fangqiming, cast.yezhen)
        own = [str(one.no) for one in HandoverLine.objects.filter(handover=matter, matter=other)]
        act(matter, cast.fangqiming, "arrange", lines=own, stays="yes")
        signed(checked(matter, cast.yezhen))
        assert {who for _step, who in owed(work) | owed(other)} == {"叶蓁", "方启明"}


class TestSigning:
    def test_giver_receiver_supervisor_and_head_sign_and_only_then_it_moves(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        before = Clock.objects.get(matter=work, kind="step", stopped_at=None)
        matter = checked(begun(cast.fangqiming, cast.yezhen, supervisor=str(cast.shaoning.uid)), cast.yezhen)
        order = []
        while matter.state in ("signing", "endorsing"):
            [(_step, name)] = owed(matter)
            order.append(name)
            assert next(iter(owed(work)))[1] == "方启明"
            who = next(one for one in cast.people.values() if one.name == name)
            act(matter, who, "sign" if matter.state == "signing" else "endorse")
        assert order == ["方启明", "叶蓁", "邵宁", "唐越"]
        assert next(iter(owed(work)))[1] == "叶蓁"
        after = Clock.objects.get(matter=work, kind="step", stopped_at=None)
        assert (after.pk, after.due_at, after.run_from) == (before.pk, before.due_at, before.run_from)
        work.refresh_from_db()
        assert work.collaboration.handler == cast.yezhen
        fine(matter, work)

    def test_each_matter_that_moved_says_so_in_its_own_ledger(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
        event = Event.objects.filter(matter=work).latest("seq")
        assert (event.action, event.authority) == ("hand_over", "handover")
        assert (event.principal, event.actor) == (cast.fangqiming, cast.tangyue)
        assert event.facts["handover"]["number"] == matter.number
        assert len(event.facts["handover"]["lines"]) == 2

    def test_receivers_in_another_department_want_both_heads(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.dingjian), cast.dingjian)
        act(act(matter, cast.fangqiming, "sign"), cast.dingjian, "sign")
        assert owed(matter) == {("endorse_handover", "唐越"), ("endorse_handover", "马国强")}

    def test_where_the_head_hands_over_the_executive_signs(self, cast: Any) -> None:
        request(cast, cast.tangyue)
        matter = checked(begun(cast.tangyue, cast.yezhen), cast.yezhen)
        act(act(matter, cast.tangyue, "sign"), cast.yezhen, "sign")
        assert owed(matter) == {("endorse_handover", "韩立人")}

    def test_what_arrives_after_the_check_is_not_lost(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        new = request(cast, cast.fangqiming, "签字前新来的事")
        act(matter, cast.fangqiming, "sign")
        assert line(matter, "item", new).late
        newest = request(cast, cast.fangqiming, "最后一刻来的事")
        signed(matter)
        assert {who for _step, who in owed(new) | owed(newest)} == {"叶蓁"}
        assert not WorkItem.objects.filter(person=cast.fangqiming, closed_at=None).exists()

    def test_what_was_settled_meanwhile_is_marked_and_not_moved(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        act(work, cast.fangqiming, "deliver", result="做完了")
        signed(matter)
        assert line(matter, "item", work).outcome == "lapsed"

    def test_an_absent_giver_is_signed_for_by_the_supervisor(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        absent = {"absent": "on", "absent_why": "失联", "supervisor": str(cast.shaoning.uid)}
        matter = begun(cast.fangqiming, cast.yezhen, by=cast.wujia, reason="leaving", **absent)
        assert owed(matter) == {("prepare_handover", "邵宁")}
        signed(checked(matter, cast.yezhen))
        assert next(iter(owed(work)))[1] == "叶蓁"

    def test_who_takes_over_what_they_would_decide_on_decides_no_more(self, cast: Any) -> None:
        told = {"title": "停电安排", "in_name": "department", "content": "请告知", "to": [str(cast.om.uid)]}
        memo = open_matter("memo", Actor.of(cast.fangqiming), "submit", told)
        assert owed(memo) == {("sign", "唐越")}
        matter = signed(checked(begun(cast.fangqiming, cast.tangyue), cast.tangyue))
        memo.refresh_from_db()
        assert (memo.initiator, memo.successor) == (cast.fangqiming, cast.tangyue)
        assert owed(memo) == {("sign", "韩立人")}
        fine(memo, matter)

    def test_nobody_sits_twice_in_a_round(self, cast: Any) -> None:
        told = {"title": "停电安排", "in_name": "department", "content": "请告知",
                "to": [str(cast.om.uid), str(cast.rd.uid)]}  # fmt: skip
        memo = open_matter("memo", Actor.of(cast.linwan), "submit", told)
        act(memo, cast.zhoumin, "sign")
        signed(checked(begun(cast.tangyue, cast.maguoqiang), cast.maguoqiang))
        assert owed(memo) == {("receive", "马国强"), ("receive", "苏婉清")}
        fine(memo)

    def test_a_classified_title_stands_nowhere_in_the_handover(self, cast: Any, client_of: Any) -> None:
        work = request(cast, cast.fangqiming, "机要标题词")
        act(work, cast.tangyue, "classify", classification="secret", reason="涉密")
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        assert not HandoverLine.objects.filter(handover=matter, title__contains="机要标题词").exists()
        assert "机要标题词" not in client_of(cast.yezhen).get(matter.get_absolute_url()).content.decode()
        assert "机要标题词" in client_of(cast.fangqiming).get(matter.get_absolute_url()).content.decode()
        signed(matter)
        assert "机要标题词" in client_of(cast.yezhen).get(matter.get_absolute_url()).content.decode()
        work.refresh_from_db()
        assert cast.fangqiming.pk not in work.people and cast.yezhen.pk in work.people

    def test_signing_elsewhere_lets_nobody_into_a_secret_matter(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        act(work, cast.linwan, "classify", classification="confidential", reason="涉密")
        signed(checked(begun(cast.fangqiming, cast.dingjian), cast.dingjian))
        work.refresh_from_db()
        assert cast.maguoqiang.pk not in work.people

    def test_the_list_is_issued_with_a_number_and_archived_for_good(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
        [paper] = Document.objects.filter(matter=matter.pk)
        assert "交〔2026〕1号" in paper.number
        assert owed(matter) == {("close_handover", "HR")}
        with pytest.raises(NotAllowed):
            act(matter, cast.shaoning, "archive", later(1))
        act(matter, cast.shaoning, "archive", later(4))
        assert (matter.state, matter.sealed_at is not None) == ("archived", True)
        for rows in (
            HandoverLine.objects.filter(handover=matter), HandoverDetails.objects.filter(matter=matter)
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
                rows.delete()


class TestSideWays:
    def test_who_will_not_sign_brings_it_to_the_head_who_may_send_it_back(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        act(act(matter, cast.fangqiming, "sign"), cast.yezhen, "refuse_to_sign", reason="钥匙没拿到")
        assert owed(matter) == {("rule_handover", "唐越")}
        act(matter, cast.tangyue, "amend", reason="补交钥匙")
        assert owed(matter) == {("prepare_handover", "方启明")}

    def test_the_head_may_send_the_whole_back(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        act(act(matter, cast.fangqiming, "sign"), cast.yezhen, "sign")
        act(matter, cast.tangyue, "reject", reason="漏了资料")
        assert (matter.state, next(iter(owed(work)))[1]) == ("preparing", "方启明")
        signed(checked(matter, cast.yezhen))
        assert next(iter(owed(work)))[1] == "叶蓁"

    def test_roles_that_exclude_each_other_are_refused_by_the_line(self, cast: Any) -> None:
        told = {
            "title": "整改消防栓", "finding": "缺压力表", "requirement": "补齐", "grade": "ordinary",
            "lead_department": str(cast.om.uid), "owner": str(cast.maguoqiang.uid),
            "checker": str(cast.chengke.uid),
        }  # fmt: skip
        work = open_matter("rectification", Actor.of(cast.chengke), "order", told)
        matter = checked(begun(cast.chengke, cast.maguoqiang), cast.maguoqiang)
        with pytest.raises(ActionError, match="马国强接手"):
            signed(matter)
        work.refresh_from_db()
        assert (work.rectification.checker, work.rectification.owner) == (cast.chengke, cast.maguoqiang)

    def test_shifts_pass_on_and_nobody_is_in_two_places(self, cast: Any) -> None:
        shift = Shift.objects.create(department=cast.om, name="白班", begins=time(8), ends=time(20))
        day, other = date(2026, 9, 20), date(2026, 9, 21)
        for person, on in ((cast.guchangchuan, day), (cast.guchangchuan, other), (cast.qinling, other)):
            roster.assign(shift, on, person)
        matter = checked(begun(cast.guchangchuan, cast.qinling), cast.qinling)
        with pytest.raises(ActionError, match="已有值班"):
            signed(matter)
        Duty.objects.get(day=other, person=cast.qinling).delete()
        signed(matter)
        assert {one.person for one in Duty.objects.filter(shift=shift)} == {cast.qinling}


class TestPages:
    def test_a_list_of_sixty_costs_no_query_more(
        self, cast: Any, client_of: Any, django_assert_max_num_queries: Any
    ) -> None:
        for n in range(30):
            request(cast, cast.fangqiming, f"协助核对第 {n} 批数据")
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        client = client_of(cast.yezhen)
        client.get(matter.get_absolute_url())
        with django_assert_max_num_queries(40):
            page = client.get(matter.get_absolute_url()).content.decode()
        assert "协助核对第 29 批数据" in page and page.count("确认第") == 60
        with django_assert_max_num_queries(24):
            client.get(f"{matter.get_absolute_url()}act/judge/")

    def test_colleagues_see_that_it_is_and_not_what_they_may_not_know(
        self, cast: Any, client_of: Any
    ) -> None:
        work = request(cast, cast.fangqiming, "内部标题词")
        act(work, cast.linwan, "classify", classification="internal", reason="内部")
        matter = begun(cast.fangqiming, cast.dingjian)
        colleague = client_of(cast.guchangchuan).get(matter.get_absolute_url()).content.decode()
        assert "内部事项" in colleague and "内部标题词" not in colleague
        assert "内部标题词" in client_of(cast.dingjian).get(matter.get_absolute_url()).content.decode()
        assert client_of(cast.bailu).get(matter.get_absolute_url()).status_code == 404

    def test_it_reads_in_english(self, cast: Any, client_of: Any) -> None:
        request(cast, cast.fangqiming)
        client = client_of(cast.fangqiming)
        Account.objects.filter(person=cast.fangqiming).update(language="en")
        matter = begun(cast.fangqiming, cast.yezhen)
        with translation.override("zh-hans"):  # as it was afterwards
            page = client.get(matter.get_absolute_url()).content.decode()
        assert "2 lines to hand over, 0 checked" in page


class TestReversal:
    def test_who_was_away_gets_back_what_is_still_open(self, cast: Any) -> None:
        done, still = request(cast, cast.fangqiming), request(cast, cast.fangqiming, "还开着的事")
        back = {"reason": "absence", "returns_at": "2026-09-21T09:00"}
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen, **back), cast.yezhen))
        assert owed(matter) == {("close_handover", "方启明")}
        assert WorkItem.objects.get(matter=matter, closed_at=None).due_at == clock.at(2026, 9, 21, 9)
        act(done, cast.yezhen, "deliver", later(2), result="做完了")
        act(matter, cast.fangqiming, "give_back", later(7))
        assert next(iter(owed(still)))[1] == "方启明"
        assert line(matter, "item", done).outcome == "moved" and line(matter, "item", still).outcome == "back"
        assert Event.objects.filter(matter=still).latest("seq").action == "hand_back"
        assert matter.sealed_at is not None
        fine(done, still, matter)

    def test_who_leaves_while_away_gets_nothing_back_and_the_list_is_archived(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        back = {"reason": "absence", "returns_at": "2026-09-21T09:00"}
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen, **back), cast.yezhen))
        organisation.leave(cast.fangqiming, MONDAY.date())
        with pytest.raises(NotAllowed):
            act(matter, cast.tangyue, "give_back", later(4))
        act(matter, cast.tangyue, "archive", later(4))
        assert matter.state == "archived"

    def test_an_objection_in_three_days_may_reverse_it(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
        act(matter, cast.yezhen, "raise_objection", later(1), reason="数量不符")
        assert owed(matter) == {("review_objection", "唐越")}
        act(matter, cast.tangyue, "reverse", later(1), reason="确实不符")
        assert next(iter(owed(work)))[1] == "方启明"
        assert Document.objects.get(matter=matter.pk).status == Status.VOID
        with pytest.raises(ActionError):
            act(signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)), cast.yezhen,
                "raise_objection", later(8))  # fmt: skip

    def test_the_head_upholds_or_takes_back_what_is_in_force(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
        act(matter, cast.fangqiming, "raise_objection", reason="多交了一件")
        act(matter, cast.tangyue, "uphold", reason="无误")
        assert matter.state == "effective"
        act(matter, cast.tangyue, "revoke", later(6), reason="任务取消")
        assert (matter.state, next(iter(owed(work)))[1]) == ("reversed", "方启明")

    def test_delegations_and_requests_go_and_come_back_too(self, cast: Any) -> None:
        organisation.delegate(cast.tangyue, cast.fangqiming, MONDAY, later(30), "休假")
        own = request(cast, cast.dingjian)
        Matter.objects.filter(pk=own.pk).update(initiator=cast.fangqiming)
        back = {"reason": "absence", "returns_at": "2026-09-21T09:00"}
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen, **back), cast.yezhen))
        assert cast.tangyue.delegations.get(revoked_at=None).deputy == cast.yezhen
        own.refresh_from_db()
        assert own.successor == cast.yezhen
        act(matter, cast.fangqiming, "give_back")
        assert cast.tangyue.delegations.get(revoked_at=None).deputy == cast.fangqiming
        own.refresh_from_db()
        assert own.successor is None


class TestLeaving:
    def test_nobody_leaves_with_an_open_line(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = begun(cast.fangqiming, cast.yezhen, reason="leaving")
        with pytest.raises(Refused, match="未移交的条目"):
            organisation.leave(cast.fangqiming, MONDAY.date())
        cast.fangqiming.refresh_from_db()
        assert cast.fangqiming.active
        signed(checked(matter, cast.yezhen))
        organisation.leave(cast.fangqiming, MONDAY.date())
        assert not [one for one in breaches() if one.invariant == "I12"]

    def test_the_database_refuses_too(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        begun(cast.fangqiming, cast.yezhen, reason="leaving")
        with pytest.raises(IntegrityError, match="lines to hand over"), transaction.atomic():
            type(cast.fangqiming).objects.filter(pk=cast.fangqiming.pk).update(left_on=MONDAY.date())

    def test_leaving_at_once_opens_one_for_what_is_left(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        organisation.leave(cast.fangqiming, MONDAY.date())
        details = HandoverDetails.objects.get(giver=cast.fangqiming)
        assert (details.reason, details.absent, details.receiver) == ("leaving", True, cast.tangyue)
        assert line(details.matter, "collaboration.handler").matter == work
        matter = details.matter
        signed(checked(matter, cast.tangyue))
        work.refresh_from_db()
        assert work.collaboration.handler == cast.tangyue

    def test_verify_tells_what_somebody_who_left_still_is(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        organisation.leave(cast.fangqiming, MONDAY.date())
        assert not [one for one in breaches() if one.invariant == "I12"]
        matter = HandoverDetails.objects.get(giver=cast.fangqiming).matter
        act(matter, cast.shaoning, "void", reason="误开")
        [one] = [one for one in breaches() if one.invariant == "I12"]
        assert (one.subject, "方启明" in one.what) == (f"matter {work.pk}", True)

    def test_a_change_of_post_opens_one(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        organisation.transfer(cast.fangqiming, cast.posts["PMO", "项目管理专员"], MONDAY.date())
        details = HandoverDetails.objects.get(giver=cast.fangqiming)
        assert (details.reason, details.receiver) == ("post", cast.tangyue)

    def test_who_holds_nothing_hands_over_nothing(self, cast: Any) -> None:
        organisation.leave(cast.yezhen, MONDAY.date())
        assert not HandoverDetails.objects.exists()
