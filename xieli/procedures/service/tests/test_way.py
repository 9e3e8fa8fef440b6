"""The straight way of a case, and who holds it at each step (4.3)."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from xieli.core import clock
from xieli.customers.models import Customer
from xieli.matters.actors import Actor
from xieli.matters.errors import ActionError, AlreadyDone, Invalid, NotAllowed
from xieli.matters.models import Clock, WorkItem
from xieli.notifications.models import Notification
from xieli.procedures.service.tests.conftest import TUESDAY, Play

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def holder(play: Play) -> tuple[str, str]:
    item = WorkItem.objects.get(matter=play.case, closed_at=None, main=True)
    return (
        item.step,
        item.person.name if item.person else item.department.short_name if item.department else "",
    )


def due(play: Play, name: str) -> timedelta | None:
    found = Clock.objects.filter(matter=play.case, name=name).order_by("-id").first()
    return found.due_at - play.now if found else None


def test_each_step_has_its_holder_from_the_call_to_the_rating(play: Play) -> None:
    cs, om = "客服", "运维"
    expected = [
        ("recorded", ("dispatch", cs)),
        ("dispatched", ("accept", om)),
        ("accepted", ("contact", "顾长川")),
        ("resolving", ("solve", "顾长川")),
        ("resolved", ("check", cs)),
        ("checked", ("call_back", cs)),
    ]
    play.record()
    assert holder(play) == expected[0][1]
    play.dispatch()
    assert holder(play) == expected[1][1]
    play.act(play.cast.guchangchuan, "accept")
    assert holder(play) == expected[2][1]
    play.act(play.cast.guchangchuan, "contact", text="半小时到")
    assert holder(play) == expected[3][1]
    play.act(play.cast.guchangchuan, "resolve", cause="connector", result="已解锁")
    assert holder(play) == expected[4][1]
    play.act(play.cast.zhaoxiaotang, "passed")
    assert holder(play) == expected[5][1]
    play.act(play.cast.zhaoxiaotang, "satisfied", rating=5, rating_text="很快")
    assert (play.case.state, play.details.rating, play.details.rated_by_customer) == ("followed", 5, False)
    assert not WorkItem.objects.filter(matter=play.case, closed_at=None).exists()


def test_a_case_is_numbered_by_the_day_and_named_by_its_place(play: Play) -> None:
    first = play.record()
    assert first.number == "GD20261124-00001"
    assert first.title == "云港高铁东站 07 号桩 · 枪无法拔出"
    assert play.record(phone="19900005678").number == "GD20261124-00002"
    play.now += timedelta(days=1)
    assert play.record(phone="19900009999").number == "GD20261125-00001"


def test_the_caller_is_put_on_file_once(play: Play) -> None:
    play.record(phone="+86 199 0000 1234", caller_name="陈先生")
    play.record(phone="199-0000-1234")
    customer = Customer.objects.get()
    assert (customer.name, customer.matters.count()) == ("陈先生", 2)


def test_a_machine_that_fails_is_a_fault_and_a_question_is_not(play: Play) -> None:
    play.record()
    assert (play.details.urgency, play.case.priority) == ("fault", 1)
    play.record(kind="consultation", demand="invoice", charger="")
    assert (play.details.urgency, play.case.priority) == ("ordinary", 0)


@pytest.mark.parametrize(
    ("urgency", "dispatch", "accept", "contact", "solve"),
    [
        ("safety", 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, 8 * HOUR),
        ("fault", 10 * MINUTE, 10 * MINUTE, 30 * MINUTE, 8 * HOUR),
        ("ordinary", 20 * MINUTE, 2 * HOUR, None, None),
    ],
)
def test_steps_are_as_urgent_as_the_case(
    play: Play,
    urgency: str,
    dispatch: timedelta,
    accept: timedelta,
    contact: timedelta | None,
    solve: timedelta | None,
) -> None:
    play.record(urgency=urgency)
    assert due(play, "dispatch") == dispatch
    play.dispatch()
    assert due(play, "accept") == accept
    play.act(play.cast.guchangchuan, "accept")
    assert contact is None or due(play, "contact") == contact
    play.act(play.cast.guchangchuan, "contact", text="在路上")
    assert solve is None or due(play, "solve") == solve


@pytest.mark.parametrize(
    ("kind", "demand", "working_days"),
    [
        ("consultation", "invoice", 1),
        ("fault", "invoice", 2),
        ("fault", "wrong_charge", 3),
        ("fault", "occupation_fee", 3),
        ("fault", "refund", 3),
        ("fault", "interconnection", 5),
        ("fault", "installation", 5),
        ("fault", "charging_failed", 5),
        ("complaint", "refund", 4),
        ("report", "other", 9),
        ("opinion", "other", 10),
    ],
)
def test_the_whole_is_answered_in_the_days_of_its_kind(
    play: Play, kind: str, demand: str, working_days: int
) -> None:
    play.record(kind=kind, demand=demand)
    total = Clock.objects.get(matter=play.case, name="total")
    assert (total.allowed, total.unit, total.calendar) == (working_days, "WD", "office")
    assert play.case.due_at == total.due_at


def test_a_city_hotlines_slip_sets_the_time_but_never_beyond_seven_days(play: Play) -> None:
    slip = {"kind": "city_hotline", "demand": "other", "slip_no": "12345-001"}
    play.record(**slip, slip_due="2026-11-26T17:00")
    assert Clock.objects.get(matter=play.case, name="total").due_at == clock.at(2026, 11, 26, 17)
    play.record(**slip, slip_due="2026-12-30T17:00")
    assert Clock.objects.get(matter=play.case, name="total").due_at == TUESDAY + timedelta(days=7)
    with pytest.raises(Invalid) as refused:
        play.record(kind="city_hotline", demand="other")
    assert "slip_no" in refused.value.errors


@pytest.mark.parametrize(
    ("urgency", "zone", "minutes"),
    [
        ("safety", "urban", 45),
        ("safety", "suburban", 90),
        ("safety", "remote", 120),
        ("fault", "urban", 120),
        ("fault", "remote", 240),
    ],
)
def test_somebody_must_be_on_site_as_soon_as_zone_and_danger_ask(
    play: Play, urgency: str, zone: str, minutes: int
) -> None:
    play.charger.station.zone = zone
    play.charger.station.save()
    play.record(urgency=urgency)
    play.dispatch()
    assert due(play, "on_site") == minutes * MINUTE


def test_a_remote_repair_has_half_an_hour_and_nobody_drives(play: Play) -> None:
    play.record()
    play.dispatch(fix="remote")
    assert due(play, "repair") == 30 * MINUTE
    assert due(play, "on_site") is None


def test_an_ordinary_case_has_neither_arrival_nor_repair_to_watch(play: Play) -> None:
    play.record(kind="consultation", demand="invoice")
    play.dispatch()
    assert due(play, "on_site") is None
    assert due(play, "repair") is None


@pytest.mark.parametrize(("charger_code", "channel"), [("YG-CS-0012-07", "qr"), ("", "web")])
def test_what_comes_by_web_or_sticker_is_answered_first_within_half_an_hour(
    play: Play, charger_code: str, channel: str
) -> None:
    customer = Customer.objects.create(name="陈先生", phone="19900001234")
    play.record(Actor.customer(customer.pk), charger=charger_code)
    assert (play.details.channel, play.case.customer) == (channel, customer)
    assert due(play, "response") == 30 * MINUTE
    play.dispatch()
    assert Clock.objects.get(matter=play.case, name="response").stopped_at == play.now


def test_a_customer_can_not_pretend_to_be_the_city_hotline(play: Play) -> None:
    customer = Customer.objects.create(name="陈先生", phone="19900001234")
    with pytest.raises(Invalid):
        play.record(Actor.customer(customer.pk), kind="city_hotline", slip_no="1")


def test_an_unknown_charger_is_told_beside_its_field(play: Play) -> None:
    with pytest.raises(Invalid) as refused:
        play.record(charger="YG-CS-9999-01")
    assert "没有编码为" in refused.value.errors["charger"][0]


def test_an_answer_on_the_spot_needs_no_department(play: Play) -> None:
    play.record(kind="consultation", demand="invoice")
    play.act(play.cast.linwan, "answer", answer="在应用的订单页申请电子发票")
    play.act(play.cast.linwan, "confirmed", rating=5)
    assert play.case.state == "followed"
    assert play.case.lead_department is None


def test_an_answer_that_did_not_help_brings_the_case_back(play: Play) -> None:
    play.record(kind="consultation", demand="invoice")
    play.act(play.cast.linwan, "answer", answer="请在应用申请")
    play.act(play.cast.linwan, "not_helped", reason="应用里没有该订单")
    assert play.case.state == "recorded"


def test_the_matter_closes_by_itself_after_seven_days_of_silence(play: Play) -> None:
    play.to("followed")
    timer = Clock.objects.get(matter=play.case, name="rate_over", stopped_at=None)
    assert timer.due_at == play.now + timedelta(days=7)


def test_only_the_department_dispatched_to_accepts(play: Play) -> None:
    play.to("dispatched")
    with pytest.raises(NotAllowed):
        play.act(play.cast.linwan, "accept")
    with pytest.raises(NotAllowed):
        play.act(play.cast.fangqiming, "accept")


def test_the_head_may_accept_and_name_the_handler(play: Play) -> None:
    play.to("dispatched")
    play.act(play.cast.maguoqiang, "accept", handler=str(play.cast.luodayong.uid))
    assert holder(play) == ("contact", "罗大勇")


def test_a_handler_comes_from_the_lead_department(play: Play, cast: Cast) -> None:
    play.to("dispatched")
    with pytest.raises(ActionError, match="不在主办部门"):
        play.act(cast.guchangchuan, "accept", handler=str(cast.fangqiming.uid))


def test_a_person_named_when_dispatching_holds_the_acceptance(play: Play, cast: Cast) -> None:
    play.record()
    play.dispatch(person=str(cast.guchangchuan.uid))
    assert holder(play) == ("accept", "顾长川")
    data = {"department": str(cast.om.uid), "person": str(cast.fangqiming.uid), "urgency": "fault"}
    with pytest.raises(ActionError, match="不在所选部门"):
        play.act(cast.linwan, "redispatch", **data)


def test_whoever_was_faster_wins_and_the_other_hears_it(play: Play, cast: Cast) -> None:
    play.to("accepted")
    with pytest.raises(AlreadyDone):
        play.act(cast.luodayong, "accept")


def test_the_new_holder_is_told(play: Play, cast: Cast) -> None:
    play.to("accepted")
    play.act(cast.guchangchuan, "reassign", person=str(cast.luodayong.uid), reason="换班")
    assert Notification.objects.filter(recipient=cast.luodayong, kind="assigned").exists()
