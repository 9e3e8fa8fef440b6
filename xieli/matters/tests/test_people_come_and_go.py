"""代理 and leaving: the seat keeps its principal, either acts once; what somebody owed stays owed (I12)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.commands import stand_in
from xieli.matters.errors import ActionError, AlreadyDone, NotAllowed
from xieli.matters.models import Event, Seat, WorkItem
from xieli.matters.verify import OF_MATTERS, breaches
from xieli.notifications.models import Notification
from xieli.organisation import commands as organisation
from xieli.organisation import hooks
from xieli.organisation import queries as organisation_queries

from .scenes import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    accepted,
    clock_of,
    do,
    holders,
    main_round,
    open_item,
    sign_by,
    signing,
    submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def away(person: Any, deputy: Any, *, until: datetime = WEDNESDAY, include: bool = False) -> Any:
    with clock.turned_to(MONDAY):
        return organisation.delegate(person, deputy, MONDAY, until, "出差", include_existing=include)


def leave(person: Any, now: datetime = TUESDAY) -> None:
    with clock.turned_to(now):
        organisation.leave(person, clock.local(now).date())


class TestStandingIn:
    def test_a_deputy_is_called_when_the_seat_opens_and_signs_for_the_principal(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun)
        matter = signing(cast)
        do(matter, "approve", cast.zhengheyun)
        seat = Seat.objects.get(round__matter=matter, person=cast.qianwenbo)
        assert (seat.verdict, seat.decided_by) == ("approve", cast.zhengheyun)
        event = Event.objects.filter(matter=matter).latest("seq")
        assert (event.actor, event.principal, event.authority) == (cast.zhengheyun, cast.qianwenbo, "deputy")

    def test_the_principal_is_told_though_the_act_lets_go_of_the_item(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun)
        matter = signing(cast)
        do(matter, "correct", cast.zhengheyun, field="amount", value="9")
        event = Event.objects.filter(matter=matter).latest("seq")
        assert (event.actor, event.principal, event.authority) == (cast.zhengheyun, cast.qianwenbo, "deputy")
        assert event.department == cast.fi

    def test_either_acts_and_only_once(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun)
        matter = signing(cast)
        item = open_item(matter, cast.qianwenbo).pk
        do(matter, "approve", cast.qianwenbo, item=item)
        with pytest.raises(AlreadyDone):
            do(matter, "refuse", cast.zhengheyun, item=item)

    def test_the_initiator_never_stands_in_for_who_decides_on_their_matter(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.linwan)
        matter = signing(cast)
        assert open_item(matter, cast.qianwenbo).deputy == cast.hanliren  # the next superior instead

    def test_a_deputy_who_is_away_too_calls_no_deputy_of_theirs_but_the_superior(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun)
        away(cast.zhengheyun, cast.bailu)
        matter = signing(cast)
        assert open_item(matter, cast.qianwenbo).deputy == cast.hanliren
        with pytest.raises(NotAllowed):
            do(matter, "approve", cast.bailu)

    def test_in_order_the_deputy_is_who_stands_in_when_the_seat_is_asked(self, cast: Any) -> None:
        sign_by(cast, "order", "jiangyifan", "qianwenbo")
        matter = signing(cast)
        away(cast.qianwenbo, cast.zhengheyun)
        do(matter, "approve", cast.jiangyifan)
        assert open_item(matter, cast.qianwenbo).deputy == cast.zhengheyun

    def test_a_deputy_acts_no_more_when_the_principal_is_back(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun)
        matter = signing(cast)
        with pytest.raises(NotAllowed):
            do(matter, "approve", cast.zhengheyun, now=WEDNESDAY + timedelta(hours=1))
        with clock.turned_to(WEDNESDAY + timedelta(hours=1)):
            assert stand_in.settle() == 1
        assert open_item(matter, cast.qianwenbo).deputy is None

    def test_what_was_open_before_is_included_only_if_said_so(self, cast: Any) -> None:
        matter = signing(cast)
        away(cast.qianwenbo, cast.zhengheyun)
        assert stand_in.settle(MONDAY) == 0 and open_item(matter, cast.qianwenbo).deputy is None
        away(cast.jiangyifan, cast.shenruozhou, include=True)
        assert open_item(matter, cast.jiangyifan).deputy == cast.shenruozhou and stand_in.settle(MONDAY) == 0
        do(matter, "approve", cast.shenruozhou)

    def test_a_delegation_that_begins_later_reaches_existing_items_at_its_moment(self, cast: Any) -> None:
        matter = signing(cast)
        with clock.turned_to(MONDAY):
            organisation.delegate(
                cast.qianwenbo, cast.bailu, TUESDAY, WEDNESDAY, "出差", include_existing=True
            )
        stand_in.settle_due(MONDAY)
        assert open_item(matter, cast.qianwenbo).deputy is None
        assert stand_in.settle_due(TUESDAY) == 1 and stand_in.settle_due(TUESDAY) == 0
        assert open_item(matter, cast.qianwenbo).deputy == cast.bailu
        assert stand_in.settle_due(WEDNESDAY) == 1
        assert open_item(matter, cast.qianwenbo).deputy is None

    def test_revoking_a_delegation_takes_the_deputy_away_at_once(self, cast: Any) -> None:
        matter = signing(cast)
        delegation = away(cast.qianwenbo, cast.bailu, include=True)
        with clock.turned_to(TUESDAY):
            organisation.revoke(delegation)
        assert open_item(matter, cast.qianwenbo).deputy is None

    def test_for_what_was_open_already_the_next_superior_stands_in_where_the_initiator_may_not(
        self, cast: Any
    ) -> None:
        matter = signing(cast)
        away(cast.qianwenbo, cast.linwan, include=True)
        assert open_item(matter, cast.qianwenbo).deputy == cast.hanliren and stand_in.settle(MONDAY) == 0
        told = Notification.objects.get(kind="stand_in", recipient=cast.hanliren)
        assert "钱文博 外出，有 1 件待办其代理人不能代办" in told.words()
        do(matter, "approve", cast.hanliren)

    def test_nor_does_the_initiator_answer_their_own_request_for_who_handles_it(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "claim", cast.fangqiming)
        away(cast.fangqiming, cast.linwan, include=True)
        assert open_item(matter).deputy == organisation_queries.superior_of(cast.fangqiming)

    def test_where_all_above_are_away_too_the_item_stays_with_its_holder(self, cast: Any) -> None:
        matter = signing(cast)
        for one in (cast.hanliren, cast.luchengyuan):
            away(one, cast.bailu)
        away(cast.qianwenbo, cast.linwan, include=True)
        assert open_item(matter, cast.qianwenbo).deputy is None

    def test_a_deputy_away_too_is_not_called_to_existing_items_either(self, cast: Any) -> None:
        matter = signing(cast)
        with clock.turned_to(MONDAY):
            organisation.delegate(
                cast.qianwenbo, cast.zhengheyun, TUESDAY, WEDNESDAY, "出差", include_existing=True
            )
        away(cast.zhengheyun, cast.bailu)
        assert stand_in.settle(TUESDAY) == 1
        assert open_item(matter, cast.qianwenbo).deputy == cast.hanliren

    def test_a_look_that_failed_is_taken_again(self, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        matter = signing(cast)
        stand_in.settle_due(MONDAY)
        with clock.turned_to(MONDAY):
            organisation.delegate(
                cast.qianwenbo, cast.bailu, TUESDAY, WEDNESDAY, "出差", include_existing=True
            )
        with monkeypatch.context() as broken:
            broken.setattr(stand_in, "settle", lambda now: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                stand_in.settle_due(TUESDAY)
        assert stand_in.settle_due(TUESDAY) == 1
        assert open_item(matter, cast.qianwenbo).deputy == cast.bailu

    def test_one_delegation_after_another_changes_the_deputy_at_its_moment(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun, until=TUESDAY)
        matter = signing(cast)
        with clock.turned_to(MONDAY):
            organisation.delegate(
                cast.qianwenbo, cast.bailu, TUESDAY, WEDNESDAY, "出差", include_existing=True
            )
        with pytest.raises(NotAllowed):
            do(matter, "approve", cast.zhengheyun, now=TUESDAY)
        assert stand_in.settle(TUESDAY) == 1
        assert open_item(matter, cast.qianwenbo).deputy == cast.bailu

    def test_what_comes_while_somebody_is_away_is_the_deputys_what_was_there_is_not(self, cast: Any) -> None:
        before, during = signing(cast), accepted(cast)
        with clock.turned_to(MONDAY):
            organisation.delegate(cast.qianwenbo, cast.bailu, TUESDAY, WEDNESDAY, "出差")
        do(during, "deliver", cast.fangqiming, now=TUESDAY + timedelta(hours=1))
        stand_in.settle(TUESDAY + timedelta(hours=2))
        deputies = [open_item(one, cast.qianwenbo).deputy for one in (before, during)]
        assert deputies == [None, cast.bailu]

    def test_a_deputy_who_leaves_holds_nothing_and_the_principal_is_told(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.zhengheyun)
        matter = signing(cast)
        leave(cast.zhengheyun)
        assert open_item(matter, cast.qianwenbo).deputy is None
        told = Notification.objects.get(kind="stand_in", recipient=cast.qianwenbo)
        assert "郑和筠 已离职" in told.words()

    def test_who_stands_in_no_more_is_told(self, cast: Any) -> None:
        delegation = away(cast.qianwenbo, cast.bailu)
        with clock.turned_to(TUESDAY):
            organisation.revoke(delegation)
        told = Notification.objects.filter(kind="stand_in", recipient=cast.bailu).latest("pk")
        assert told.words() == "钱文博 已结束委托，您不再代理"

    def test_the_deputy_is_told_when_asked(self, cast: Any) -> None:
        away(cast.qianwenbo, cast.bailu)
        told = Notification.objects.get(kind="stand_in", recipient=cast.bailu)
        assert told.words() == "钱文博 请您在 9月7日 09:00 至 9月9日 09:00 期间代理"

    def test_a_deputy_may_see_what_it_is_about(self, cast: Any) -> None:
        matter = signing(cast)
        do(matter, "classify", cast.linwan, classification="secret")
        away(cast.qianwenbo, cast.bailu, include=True)
        stand_in.settle(MONDAY)
        matter.refresh_from_db()
        assert -cast.bailu.pk in matter.audience


class TestLeaving:
    def test_what_was_handled_returns_to_the_department_with_its_clock_running_on(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "claim", cast.fangqiming)
        before = clock_of(matter, "work")
        leave(cast.fangqiming)
        after = clock_of(matter, "work")
        assert holders(matter) == [("work", "RD")]
        assert (after.pk, after.due_at, after.run_from) == (before.pk, before.due_at, before.run_from)
        assert list(breaches(None, OF_MATTERS, TUESDAY)) == []

    def test_the_ledger_says_why_it_moved(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "claim", cast.fangqiming)
        leave(cast.fangqiming)
        event = Event.objects.filter(matter=matter).latest("seq")
        assert (event.action, event.actor_kind, event.principal) == ("leave", "system", cast.fangqiming)

    def test_an_undecided_seat_goes_to_who_stands_above_and_past_verdicts_stand(self, cast: Any) -> None:
        matter = signing(cast)
        do(matter, "approve", cast.jiangyifan)
        leave(cast.qianwenbo)
        leave(cast.jiangyifan)
        assert holders(matter) == [("sign", "hanliren"), ("sign", "wujia")]
        assert Seat.objects.get(round__matter=matter, verdict="approve").person == cast.jiangyifan
        do(matter, "approve", cast.hanliren, now=TUESDAY)
        do(matter, "approve", cast.wujia, now=TUESDAY)
        assert matter.state == "filed"

    def test_nobody_comes_to_sit_twice_in_one_round(self, cast: Any) -> None:
        sign_by(cast, "all", "qianwenbo", "hanliren")
        matter = signing(cast)
        leave(cast.qianwenbo)
        people = sorted(who for _step, who in holders(matter))
        assert people == ["hanliren", "luchengyuan"]

    def test_a_seat_not_asked_yet_is_filled_too(self, cast: Any) -> None:
        sign_by(cast, "order", "jiangyifan", "qianwenbo")
        matter = signing(cast)
        leave(cast.qianwenbo)
        line = Event.objects.filter(matter=matter).latest("seq")
        assert (line.action, line.principal) == ("leave", cast.qianwenbo)
        assert line.facts["seats"]["passed"] == [[main_round(matter).no, 1, cast.hanliren.pk]]
        do(matter, "approve", cast.jiangyifan, now=TUESDAY)
        assert holders(matter) == [("sign", "hanliren")]

    def test_a_seat_opening_for_somebody_who_has_left_goes_to_the_head(self, cast: Any) -> None:
        sign_by(cast, "all", "zhengheyun")
        matter = accepted(cast)
        leave(cast.zhengheyun, MONDAY)
        do(matter, "deliver", cast.fangqiming, now=TUESDAY)
        assert holders(matter) == [("sign", "qianwenbo")]
        event = Event.objects.filter(matter=matter).latest("seq")
        assert "empty_seat" in event.facts["seats"]

    def test_verify_reports_what_somebody_who_left_still_owes(self, cast: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(hooks, "left", [])
        matter = submitted(cast)
        do(matter, "claim", cast.fangqiming)
        with clock.turned_to(TUESDAY):
            organisation.leave(cast.fangqiming, date(2026, 9, 8))
        found = [one for one in breaches(None, OF_MATTERS, TUESDAY) if one.invariant == "I12"]
        assert len(found) == 1 and "方启明" in found[0].what

    def test_who_left_acts_no_more(self, cast: Any) -> None:
        matter = submitted(cast)
        leave(cast.fangqiming, MONDAY)
        cast.fangqiming.refresh_from_db()
        with clock.turned_to(TUESDAY), pytest.raises(ActionError):
            do(matter, "accept", cast.fangqiming, now=TUESDAY)
        assert WorkItem.objects.get(matter=matter).closed_at is None
