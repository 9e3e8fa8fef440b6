"""What is handed over is there, fit and in time; what is damaged leads on (4.2.c, 5.2.c)."""

from datetime import date, timedelta
from typing import Any

import pytest

from xieli.matters.errors import ActionError
from xieli.matters.models import Link
from xieli.notifications.models import Notification

from ..commands import back_in_use, black_out
from ..models import BookingDetails
from .play import HOUR, MONDAY, TUESDAY, act, booked, collected, comes, owed, resource, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def offer(one: Any, begins: Any) -> dict[str, str]:
    return {
        "resource": str(one.uid), "begins_at": typed(begins), "ends_at": typed(begins + HOUR), "reason": "另用",
    }  # fmt: skip


def test_nobody_offers_what_belongs_to_another_department(cast: Any) -> None:
    others = resource(cast, "HY-01", name="会议室", department=cast.ad)
    matter = booked(resource(cast), cast.fangqiming)
    with pytest.raises(ActionError):
        act(matter, cast.guchangchuan, "counter", **offer(others, TUESDAY))


@pytest.mark.parametrize("meanwhile", ["taken", "expired", "out of use", "over"])
def test_an_offer_is_taken_only_while_it_is_free_and_fit(cast: Any, turn_clock: Any, meanwhile: str) -> None:
    one, other = resource(cast), resource(cast, "SB-02")
    at = TUESDAY + 2 * HOUR
    matter = act(booked(one, cast.fangqiming), cast.guchangchuan, "counter", **offer(other, at))
    match meanwhile:
        case "taken":
            booked(other, cast.bailu, at)
        case "expired":
            other.certified_until = date(2026, 9, 7)
            other.save()
        case "out of use":
            black_out(other, TUESDAY, TUESDAY + 8 * HOUR, "送检", None)
        case _:
            turn_clock(at + 2 * HOUR)
    with pytest.raises(ActionError):
        act(matter, cast.fangqiming, "accept_offer")
    matter.refresh_from_db()
    assert matter.state == "countered"


@pytest.mark.parametrize("meanwhile", ["expired", "out of use", "retired"])
def test_what_became_unfit_since_is_not_handed_over(cast: Any, turn_clock: Any, meanwhile: str) -> None:
    one = resource(cast)
    matter = act(booked(one, cast.fangqiming), cast.guchangchuan, "agree")
    if meanwhile == "out of use":
        black_out(one, TUESDAY, TUESDAY + 8 * HOUR, "送检", None)
    else:
        change = {"certified_until": date(2026, 9, 7)} if meanwhile == "expired" else {"active": False}
        type(one).objects.filter(pk=one.pk).update(**change)
    turn_clock(TUESDAY)
    with pytest.raises(ActionError):
        act(matter, cast.fangqiming, "collect", condition_then="完好")


def test_it_is_not_handed_over_while_the_one_before_still_has_it(cast: Any, turn_clock: Any) -> None:
    one = resource(cast)
    following = act(booked(one, cast.linwan, TUESDAY + 2 * HOUR), cast.guchangchuan, "agree")
    before = collected(one, cast.fangqiming, turn_clock, cast.guchangchuan)
    turn_clock(TUESDAY + 2 * HOUR)
    comes(before, "fall_due")
    with pytest.raises(ActionError, match="还没有归还"):
        act(following, cast.linwan, "collect", condition_then="完好")
    with pytest.raises(ActionError, match="到期未还"):
        booked(one, cast.bailu, TUESDAY + 2 * HOUR, emergency="on")
    act(before, cast.fangqiming, "bring_back", condition="完好")
    assert act(following, cast.linwan, "collect", condition_then="完好").state == "collected"


def test_collected_before_its_time_it_must_be_free_until_then(cast: Any, turn_clock: Any) -> None:
    one = resource(cast)
    later = act(booked(one, cast.linwan, TUESDAY + 3 * HOUR), cast.guchangchuan, "agree")
    booked(one, cast.fangqiming)
    turn_clock(TUESDAY + HOUR)
    with pytest.raises(ActionError, match="方启明"):
        act(later, cast.linwan, "collect", condition_then="完好")
    turn_clock(TUESDAY + 2.5 * HOUR)
    act(later, cast.linwan, "collect", condition_then="完好")
    assert BookingDetails.objects.get(pk=later.pk).begins_at == TUESDAY + 2.5 * HOUR


def test_a_room_is_just_used_at_its_time_and_may_be_given_up_earlier(cast: Any, turn_clock: Any) -> None:
    room = resource(cast, "HY-01", name="会议室", kind="venue", handed_over=False, auto_agree=True)
    first, second = booked(room, cast.fangqiming), booked(room, cast.bailu, TUESDAY + 2 * HOUR)
    with pytest.raises(ActionError):
        act(first, cast.fangqiming, "finish_early")
    turn_clock(TUESDAY + HOUR)
    assert act(first, cast.fangqiming, "finish_early").state == "closed"
    turn_clock(TUESDAY + 4 * HOUR)
    assert comes(second, "used").state == "closed"


def test_who_has_booked_a_time_out_of_use_hears_so_and_who_waits_when_it_is_over(cast: Any) -> None:
    one = resource(cast)
    matter = booked(one, cast.fangqiming)
    off = black_out(one, TUESDAY, TUESDAY + HOUR, "送检", cast.guchangchuan)
    notice = Notification.objects.filter(matter=matter.pk, kind="message").latest("pk")
    assert notice.recipient == cast.fangqiming
    type(one).objects.update(freed_at=None)
    back_in_use(off)
    one.refresh_from_db()
    assert one.freed_at is not None


def test_damage_keeps_it_from_others_until_it_is_mended_and_is_linked_to_who_answers_for_it(
    cast: Any, turn_clock: Any
) -> None:
    one = resource(cast)
    matter = collected(one, cast.fangqiming, turn_clock, cast.guchangchuan)
    act(matter, cast.fangqiming, "give_back", condition="屏幕有裂纹")
    week = TUESDAY + timedelta(days=7)
    act(matter, cast.guchangchuan, "report_damage", condition="屏幕碎裂", unusable_until=typed(week))
    with pytest.raises(ActionError, match="登记损坏"):
        booked(one, cast.bailu, TUESDAY + timedelta(days=1))
    about = booked(resource(cast, "SB-02"), cast.guchangchuan)
    told = {"text": "转责任认定", "remedy": "liability", "cost": "1200", "liability": about.number}
    act(matter, cast.guchangchuan, "settle", **told)
    assert Link.objects.get(source=matter).target == about


def test_whoever_may_not_see_a_booking_reads_only_that_somebody_has_it(cast: Any) -> None:
    one = resource(cast)
    matter = booked(one, cast.fangqiming)
    act(matter, cast.fangqiming, "classify", classification="secret", reason="样机未公开")
    with pytest.raises(ActionError) as refused:
        booked(one, cast.linwan)
    assert "方启明" not in refused.value.message and "其他人" in refused.value.message


def test_ones_booking_is_moved_after_it_was_agreed_and_its_owner_is_asked_again(cast: Any) -> None:
    matter = act(booked(resource(cast), cast.fangqiming), cast.guchangchuan, "agree")
    times = {"begins_at": typed(TUESDAY + HOUR), "ends_at": typed(TUESDAY + 2 * HOUR)}
    act(matter, cast.fangqiming, "move", **times)
    assert owed(matter) == [("answer", "顾长川")]


def test_nothing_is_booked_in_the_past(cast: Any) -> None:
    with pytest.raises(ActionError, match="已经过去"):
        booked(resource(cast), cast.fangqiming, MONDAY - HOUR)
