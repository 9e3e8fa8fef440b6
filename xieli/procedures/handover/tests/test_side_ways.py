"""A handover that is sent back, objected to, reversed or given back; who leaves; its pages (4.2.b)."""

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from xieli.accounts.models import Account
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.documents.models import Document, Status
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Event, Matter
from xieli.matters.testing import invariants
from xieli.matters.verify import breaches
from xieli.notifications.worker import chores
from xieli.organisation import commands as organisation
from xieli.procedures.handover.chores import archive_settled, await_returns
from xieli.procedures.handover.models import HandoverDetails
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
    assert invariants.broken(matters, clock.now()) == []


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
        matter = begun(cast.chengke, cast.maguoqiang)
        with pytest.raises(ActionError, match="其他职责冲突"):
            checked(matter, cast.maguoqiang)
        work.refresh_from_db()
        assert (work.rectification.checker, work.rectification.owner) == (cast.chengke, cast.maguoqiang)

    def test_shifts_pass_on_and_nobody_is_in_two_places(self, cast: Any) -> None:
        shift = Shift.objects.create(department=cast.om, name="白班", begins=time(8), ends=time(20))
        day, other = date(2026, 9, 20), date(2026, 9, 21)
        for on in (day, other):
            roster.assign(shift, on, cast.guchangchuan)
        matter = checked(begun(cast.guchangchuan, cast.qinling), cast.qinling)
        roster.assign(
            shift, other, cast.qinling
        )  # after the check: the next signature finds it, not only the last
        with pytest.raises(ActionError, match=r"不能由秦岭接手：.*拒绝签字"):
            act(matter, cast.guchangchuan, "sign")
        Duty.objects.get(day=other, person=cast.qinling).delete()
        act(act(matter, cast.guchangchuan, "sign"), cast.qinling, "sign")
        roster.assign(shift, other, cast.qinling)
        with pytest.raises(ActionError, match="退回重新整理"):
            signed(matter)
        Duty.objects.get(day=other, person=cast.qinling).delete()
        signed(matter)
        assert {one.person for one in Duty.objects.filter(shift=shift)} == {cast.qinling}

    def test_who_cannot_take_a_line_hears_it_at_the_check_and_disputes_it(self, cast: Any) -> None:
        shift = Shift.objects.create(department=cast.om, name="白班", begins=time(8), ends=time(20))
        for day in (date(2026, 9, 20), date(2026, 9, 21)):
            for person in (cast.guchangchuan, cast.qinling):
                roster.assign(shift, day, person)
        matter = begun(cast.guchangchuan, cast.qinling)
        with pytest.raises(ActionError, match=r"\d、\d 行.*已有值班.*提出异议"):
            checked(matter, cast.qinling)
        assert Duty.objects.filter(person=cast.guchangchuan).exists()  # nothing moved
        act(
            matter,
            cast.qinling,
            "judge",
            lines=numbers(matter, kind="shift"),
            verdict="disputed",
            words="当天已有值班",
        )
        act(matter, cast.qinling, "finish_check")
        assert matter.state == "disputed"


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
    def test_who_is_back_sooner_need_not_wait_for_the_day(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        back = {"reason": "absence", "returns_at": "2026-09-21T09:00"}
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen, **back), cast.yezhen))
        act(matter, cast.fangqiming, "give_back", later(2))
        assert (matter.state, next(iter(owed(work)))[1]) == ("archived", "方启明")

    def test_who_was_away_gets_back_what_is_still_open(self, cast: Any, turn_clock: Any) -> None:
        done, still = request(cast, cast.fangqiming), request(cast, cast.fangqiming, "还开着的事")
        back = {"reason": "absence", "returns_at": "2026-09-21T09:00"}
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen, **back), cast.yezhen))
        assert owed(matter) == set() and matter.idle  # who is away holds nothing
        act(done, cast.yezhen, "deliver", later(2), result="做完了")
        assert await_returns in chores and await_returns() == 0
        turn_clock(clock.at(2026, 9, 21, 9))
        assert (await_returns(), await_returns(), archive_settled()) == (1, 0, 0)
        matter.refresh_from_db()
        assert owed(matter) == {("close_handover", "方启明")}
        act(matter, cast.fangqiming, "give_back")
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

    def test_when_objections_are_over_it_goes_into_the_archive_by_itself(
        self, cast: Any, turn_clock: Any
    ) -> None:
        request(cast, cast.fangqiming)
        away = {"reason": "absence", "returns_at": "2026-12-21T09:00"}
        lent = signed(checked(begun(cast.fangqiming, cast.yezhen, **away), cast.yezhen))
        given = signed(checked(begun(cast.yezhen, cast.tangyue), cast.tangyue))
        assert archive_settled in chores and archive_settled() == 0
        turn_clock(later(4))
        assert (archive_settled(), archive_settled()) == (1, 0)
        for one in (lent, given):
            one.refresh_from_db()
        assert (lent.state, given.state, given.sealed_at is not None) == ("in_force", "archived", True)
        assert owed(given) == set()
        fine(lent, given)

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
        assert matter.state == "in_force"
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


def test_what_was_in_force_before_nobody_held_it_still_ends(cast: Any, turn_clock: Any) -> None:
    request(cast, cast.fangqiming)
    matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
    Matter.objects.filter(pk=matter.pk).update(state="effective", idle=False)
    turn_clock(later(4))
    assert archive_settled() == 1
    matter.refresh_from_db()
    assert matter.state == "archived"
