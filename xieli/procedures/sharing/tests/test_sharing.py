"""A booking from the application to the return, with every side way (4.2.c)."""

from datetime import date, timedelta
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Event, Matter, WorkItem
from xieli.notifications.models import Notification
from xieli.organisation import queries as organisation

from ..chores import offer_freed
from ..models import Blackout, BookingDetails
from ..statistics import usage
from .play import HOUR, MONDAY, TUESDAY, act, booked, comes, owed, resource, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def held(matter: Matter) -> bool:
    return BookingDetails.objects.get(pk=matter.pk).holding


def test_it_lies_with_the_custodian_who_has_a_working_day(cast: Any) -> None:
    matter = booked(resource(cast), cast.fangqiming)
    assert (matter.number, owed(matter)) == ("GX-2026-0001", [("answer", "顾长川")])
    assert matter.lead_department == cast.om and held(matter)


def test_without_a_custodian_it_lies_with_the_head_of_the_owner(cast: Any) -> None:
    assert owed(booked(resource(cast, custodian=None), cast.fangqiming)) == [("answer", "马国强")]


def test_an_emergency_is_answered_in_half_an_hour(cast: Any) -> None:
    matter = booked(resource(cast, notice_hours=72), cast.fangqiming, emergency="on")
    item = WorkItem.objects.get(matter=matter, closed_at=None)
    assert item.due_at == MONDAY + timedelta(minutes=30)


def test_agreed_collected_returned_and_checked_it_is_closed_and_free_from_its_return_on(
    cast: Any, turn_clock: Any
) -> None:
    matter = act(booked(resource(cast), cast.fangqiming), cast.guchangchuan, "agree")
    assert owed(matter) == [("collect", "方启明")]
    turn_clock(TUESDAY)
    act(matter, cast.fangqiming, "collect", condition_then="完好")
    turn_clock(TUESDAY + HOUR)
    act(matter, cast.fangqiming, "give_back", condition="完好")
    assert owed(matter) == [("check", "顾长川")] and not held(matter)
    assert act(matter, cast.guchangchuan, "check").state == "closed"


def test_who_does_not_own_it_does_not_agree(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        act(booked(resource(cast), cast.fangqiming), cast.bailu, "agree")


def test_a_refusal_has_a_ground_and_frees_it(cast: Any) -> None:
    matter = booked(resource(cast), cast.fangqiming)
    with pytest.raises(Invalid):
        act(matter, cast.guchangchuan, "refuse", reason="本周巡检要用")
    act(matter, cast.guchangchuan, "refuse", reason="本周巡检要用", ground="own_use")
    assert (matter.state, held(matter)) == ("refused", False)


def test_whoever_comes_second_is_told_who_has_it_and_until_when(cast: Any) -> None:
    one = resource(cast, buffer_after=30)
    booked(one, cast.fangqiming)
    with pytest.raises(ActionError, match=r"平台研发部 方启明 预约，占用到 2026-09-08 11:30"):
        booked(one, cast.bailu, TUESDAY + 2 * HOUR)
    assert booked(one, cast.bailu, TUESDAY + 2.5 * HOUR).state == "applied"


def test_a_pool_gives_what_is_left_at_its_fullest_moment(cast: Any) -> None:
    gloves = resource(cast, name="10kV绝缘手套", quantity=5)
    booked(gloves, cast.fangqiming, quantity=3)
    booked(gloves, cast.bailu, TUESDAY + HOUR, quantity=2)
    with pytest.raises(ActionError, match="只剩 0"):
        booked(gloves, cast.linwan, hours=4, quantity=1)
    assert booked(gloves, cast.linwan, TUESDAY + 2 * HOUR, quantity=3).state == "applied"


def test_what_is_not_certified_until_the_end_is_not_lent(cast: Any) -> None:
    one = resource(cast, certified_until=date(2026, 9, 8))
    assert booked(one, cast.fangqiming).state == "applied"
    with pytest.raises(ActionError, match="有效期到 2026-09-08"):
        booked(one, cast.fangqiming, TUESDAY + 10 * HOUR, hours=20)


def test_notice_blackouts_and_retirement_are_kept(cast: Any) -> None:
    with pytest.raises(ActionError, match="提前至少 48 小时"):
        booked(resource(cast, "A", notice_hours=48), cast.fangqiming)
    with pytest.raises(Invalid):
        booked(resource(cast, "B", active=False), cast.fangqiming)
    off = resource(cast, "C")
    Blackout.objects.create(resource=off, begins_at=TUESDAY, ends_at=TUESDAY + HOUR, reason="送检")
    with pytest.raises(ActionError, match="停用：送检"):
        booked(off, cast.fangqiming)


def test_what_its_owner_agreed_to_beforehand_is_agreed_and_says_whose_consent_it_was(cast: Any) -> None:
    room = resource(
        cast, "HY-01", name="会议室", kind="venue", department=cast.ad, auto_agree=True, handed_over=False
    )
    matter = booked(room, cast.fangqiming)
    assert matter.state == "reserved"
    line = Event.objects.get(matter=matter, action="apply")
    assert line.facts["consent"]["standing"] == [["HY-01", cast.ad.pk]]


def test_a_counter_proposal_is_taken_or_declined_by_the_applicant(cast: Any) -> None:
    one, other = resource(cast), resource(cast, "SB-02")
    offer = {
        "resource": str(other.uid), "begins_at": typed(TUESDAY + 3 * HOUR), "ends_at": typed(TUESDAY + 4 * HOUR),
        "reason": "原设备送检",
    }  # fmt: skip
    matter = act(booked(one, cast.fangqiming), cast.guchangchuan, "counter", **offer)
    assert owed(matter) == [("answer_offer", "方启明")]
    act(matter, cast.fangqiming, "decline_offer", reason="时间不合适")
    assert owed(matter) == [("answer", "顾长川")]
    act(matter, cast.guchangchuan, "counter", **offer)
    act(matter, cast.fangqiming, "accept_offer")
    details = BookingDetails.objects.get(pk=matter.pk)
    assert (matter.state, details.resource, details.begins_at) == ("agreed", other, TUESDAY + 3 * HOUR)
    assert booked(one, cast.bailu).state == "applied"


def test_ones_own_application_is_moved_but_not_onto_others(cast: Any) -> None:
    one = resource(cast)
    matter = booked(one, cast.fangqiming)
    booked(one, cast.bailu, TUESDAY + 4 * HOUR)
    act(matter, cast.fangqiming, "move", begins_at=typed(TUESDAY + HOUR), ends_at=typed(TUESDAY + 3 * HOUR))
    with pytest.raises(ActionError, match="白露"):
        act(
            matter,
            cast.fangqiming,
            "move",
            begins_at=typed(TUESDAY + HOUR),
            ends_at=typed(TUESDAY + 5 * HOUR),
        )


def test_what_nobody_collects_is_released_at_the_moment_its_owner_declared(
    cast: Any, turn_clock: Any
) -> None:
    matter = act(booked(resource(cast, released_after=30), cast.fangqiming), cast.guchangchuan, "agree")
    turn_clock(TUESDAY + timedelta(minutes=29))
    with pytest.raises(NotAllowed):
        comes(matter, "release")
    turn_clock(TUESDAY + timedelta(minutes=30))
    comes(matter, "release")
    assert (matter.state, held(matter)) == ("no_show", False)


def test_what_is_not_brought_back_is_overdue_and_user_head_and_the_next_one_hear_of_it(
    cast: Any, turn_clock: Any
) -> None:
    one = resource(cast)
    matter = act(booked(one, cast.fangqiming, TUESDAY), cast.guchangchuan, "agree")
    act(booked(one, cast.linwan, TUESDAY + 3 * HOUR), cast.guchangchuan, "agree")
    turn_clock(TUESDAY)
    act(matter, cast.fangqiming, "collect", condition_then="完好")
    turn_clock(TUESDAY + 2 * HOUR)
    comes(matter, "fall_due")
    assert owed(matter) == [("bring_back", "方启明")]
    late = Notification.objects.filter(matter=matter.pk, kind="message")
    assert {one.recipient for one in late} == {
        cast.fangqiming, cast.linwan, organisation.head_of(matter.initiator_department),
    }  # fmt: skip
    assert act(matter, cast.fangqiming, "bring_back", condition="完好").state == "returned"


@pytest.mark.parametrize("said", ["by the user", "by the owner"])
def test_damage_stays_open_until_it_is_settled(cast: Any, turn_clock: Any, said: str) -> None:
    matter = act(booked(resource(cast), cast.fangqiming), cast.guchangchuan, "agree")
    turn_clock(TUESDAY)
    act(matter, cast.fangqiming, "collect", condition_then="完好")
    broken = {"damaged": "on"} if said == "by the user" else {}
    act(matter, cast.fangqiming, "give_back", condition="表笔断裂", **broken)
    act(matter, cast.guchangchuan, *(["check"] if broken else ["report_damage"]), condition="表笔断裂")
    assert owed(matter) == [("settle", "顾长川")]
    told = {"text": "已更换表笔", "remedy": "replaced", "cost": "86.50"}
    assert act(matter, cast.guchangchuan, "settle", **told).state == "closed"


def test_who_waits_longest_is_offered_what_is_freed_and_after_half_a_day_the_next(
    cast: Any, turn_clock: Any
) -> None:
    one = resource(cast)
    begins = TUESDAY + timedelta(days=2)
    first = booked(one, cast.fangqiming, begins)
    waits, later = (booked(one, who, begins, wait="on") for who in (cast.bailu, cast.linwan))
    assert (waits.state, later.state, offer_freed()) == ("waiting", "waiting", 0)
    act(first, cast.fangqiming, "cancel", reason="计划推迟")
    assert (offer_freed(), offer_freed()) == (1, 0)
    waits.refresh_from_db()
    assert owed(waits) == [("take_slot", "白露")] and held(waits)
    turn_clock(MONDAY + 4.5 * HOUR)  # half a working day, the noon break left out
    with pytest.raises(NotAllowed):
        comes(waits, "not_taken")
    turn_clock(MONDAY + timedelta(days=1))
    comes(waits, "not_taken")
    assert (waits.state, offer_freed()) == ("lapsed", 1)
    later.refresh_from_db()
    assert act(later, cast.linwan, "take_slot").state == "applied"


def test_an_offer_does_not_outlast_the_beginning_of_what_is_offered(cast: Any, turn_clock: Any) -> None:
    one = resource(cast)
    first = booked(one, cast.fangqiming)
    waits = booked(one, cast.bailu, wait="on")
    turn_clock(TUESDAY - timedelta(minutes=30))
    act(first, cast.fangqiming, "cancel", reason="不用了")
    offer_freed()
    assert BookingDetails.objects.get(pk=waits.pk).slot_until == TUESDAY


def test_waiting_ends_by_itself_when_its_time_has_come(cast: Any, turn_clock: Any) -> None:
    one = resource(cast)
    booked(one, cast.fangqiming)
    waits = booked(one, cast.bailu, wait="on")
    turn_clock(TUESDAY)
    assert comes(waits, "waited").state == "lapsed"


def test_silence_decides_nothing_but_what_is_over_is_not_agreed_to_any_more(
    cast: Any, turn_clock: Any
) -> None:
    asked = booked(resource(cast), cast.fangqiming)
    turn_clock(TUESDAY + 2 * HOUR)
    assert owed(asked) == [("answer", "顾长川")]
    with pytest.raises(ActionError, match="已经过去"):
        act(asked, cast.guchangchuan, "agree")


def test_a_series_is_one_booking_each_time_or_tells_every_conflict(cast: Any) -> None:
    one = resource(cast)
    booked(one, cast.bailu, TUESDAY + timedelta(days=7))
    weekly = {"repeat": "weekly", "repeat_until": "2026-09-29"}
    with pytest.raises(ActionError) as refused:
        booked(one, cast.fangqiming, **weekly)
    assert len(refused.value.details["conflicts"]) == 1 and "09-15" in refused.value.message
    booked(one, cast.fangqiming, TUESDAY + 4 * HOUR, **weekly)
    mine = BookingDetails.objects.filter(matter__initiator=cast.fangqiming)
    assert mine.count() == 4 and mine.values("series").distinct().count() == 1


def test_of_a_series_the_free_times_are_booked_and_the_taken_ones_waited_for(cast: Any) -> None:
    one = resource(cast)
    booked(one, cast.bailu, TUESDAY + timedelta(days=7))
    booked(one, cast.fangqiming, repeat="weekly", repeat_until="2026-09-22", wait="on")
    mine = BookingDetails.objects.filter(matter__initiator=cast.fangqiming).order_by("begins_at")
    assert [row.matter.state for row in mine] == ["applied", "waiting", "applied"]


def test_a_series_is_called_off_from_one_of_its_times_on(cast: Any) -> None:
    first = booked(resource(cast), cast.fangqiming, repeat="weekly", repeat_until="2026-09-29")
    rows = BookingDetails.objects.exclude(matter=first).order_by("begins_at")
    second = rows[0].matter
    act(second, cast.fangqiming, "cancel", reason="项目结束", whole_series="on")
    assert [row.matter.state for row in rows] == ["cancelled", "cancelled", "cancelled"]
    first.refresh_from_db()
    assert first.state == "applied"


def test_a_void_booking_holds_nothing(cast: Any) -> None:
    matter = booked(resource(cast), cast.fangqiming)
    act(matter, cast.lianghui, "void", reason="重复录入")
    assert not held(matter)


def test_what_was_lent_is_counted_from_the_ledger_within_the_period_and_working_time(
    cast: Any, turn_clock: Any
) -> None:
    one = resource(cast)
    matter = act(booked(one, cast.fangqiming, hours=6), cast.guchangchuan, "agree")
    turn_clock(TUESDAY + HOUR)
    act(matter, cast.fangqiming, "collect", condition_then="完好")
    turn_clock(TUESDAY + 3 * HOUR)
    act(matter, cast.fangqiming, "give_back", condition="完好")
    refused = booked(one, cast.bailu, TUESDAY + timedelta(days=1))
    act(refused, cast.guchangchuan, "refuse", reason="送检", ground="not_fit")
    (line,) = usage(TUESDAY + 2 * HOUR, TUESDAY + 10 * HOUR)
    assert (line.counts["lent"], line.hours, line.counts["refused"]) == (1, 1.0, 1)
    assert line.reasons == [("资源状态不适合", 1)] and 70 < line.idle < 90


def test_a_day_in_china_is_meant_by_a_certificates_day(cast: Any) -> None:
    one = resource(cast, certified_until=date(2026, 9, 8))
    late = clock.at(2026, 9, 8, 21, 0)
    assert booked(one, cast.fangqiming, late, hours=2).state == "applied"
