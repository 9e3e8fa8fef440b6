"""What goes wrong, and what then happens (4.3): returns, reopening, call-backs, pauses, merging, voiding."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import Cast
from xieli.core import clock
from xieli.customers.models import Customer
from xieli.matters import verify
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, perform
from xieli.matters.errors import ActionError, Blocked, NotAllowed
from xieli.matters.models import Clock, Event, Link, Matter, WorkItem
from xieli.procedures.service.tests.conftest import Play

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def customer_of(play: Play) -> Actor:
    assert play.case.customer_id is not None
    return Actor.customer(play.case.customer_id)


def test_a_department_returns_for_missing_information_once(play: Play, cast: Cast) -> None:
    play.to("dispatched")
    play.act(cast.guchangchuan, "return_", ground="missing", reason="没有桩号")
    assert play.case.state == "recorded"
    returned = WorkItem.objects.get(matter=play.case, step="accept", outcome="returned")
    assert returned.info_ok is False
    play.act(cast.linwan, "resubmit", charger="YG-CS-0012-07", connector=2, supplement="2 号枪")
    assert (play.case.state, play.details.connector) == ("dispatched", 2)
    with pytest.raises(ActionError):
        play.act(cast.guchangchuan, "return_", ground="missing", reason="还是没有")


def test_taking_it_over_without_return_confirms_the_information(play: Play) -> None:
    play.to("accepted")
    assert WorkItem.objects.get(matter=play.case, step="accept").info_ok is True


def test_the_total_clock_survives_return_and_second_dispatch(play: Play, cast: Cast) -> None:
    play.to("dispatched")
    before = Clock.objects.get(matter=play.case, name="total").due_at
    play.act(cast.guchangchuan, "return_", ground="wrong_addressee", reason="是平台问题", after=HOUR)
    play.dispatch(department=str(cast.rd.uid))
    assert Clock.objects.get(matter=play.case, name="total").due_at == before
    assert play.case.lead_department == cast.rd


def test_the_dispatcher_may_take_the_dispatch_back_while_it_is_untouched(play: Play, cast: Cast) -> None:
    play.record(phone="")
    play.dispatch()
    play.act(cast.linwan, "take_back")
    assert play.case.state == "recorded"


def test_waiting_for_the_customer_stops_the_total_and_the_repair(play: Play, cast: Cast) -> None:
    play.to("resolving")
    total, repair = (Clock.objects.get(matter=play.case, name=name).due_at for name in ("total", "repair"))
    play.act(cast.guchangchuan, "ask", question="请告知枪号")
    assert all(c.paused_at for c in Clock.objects.filter(matter=play.case, name__in=["total", "repair"]))
    play.act(customer_of(play), "replied", text="2 号枪", after=48 * HOUR)
    assert play.case.state == "resolving"
    assert Clock.objects.get(matter=play.case, name="repair").due_at == repair + 48 * HOUR
    assert Clock.objects.get(matter=play.case, name="total").due_at > total


def test_only_this_cases_customer_may_answer(play: Play, cast: Cast) -> None:
    play.to("resolving")
    play.act(cast.guchangchuan, "ask", question="请告知枪号")
    stranger = Customer.objects.create(name="别人", phone="19900009999")
    with pytest.raises(NotAllowed):
        play.act(Actor.customer(stranger.pk), "replied", text="我是别人")
    with pytest.raises(NotAllowed):
        play.act(Actor.customer(None, matter_id=play.case.pk + 1), "replied", text="另一件的链接")
    play.act(Actor.customer(None, matter_id=play.case.pk), "replied", text="本件的链接")


@pytest.mark.parametrize(
    ("proof", "kept"),
    [
        ({"charger": "YG-CS-0012-07"}, "qr"),
        ({"latitude": "34.601", "longitude": "119.221"}, "position"),
        ({"note": "已到"}, "told"),
    ],
)
def test_arriving_stops_the_clock_and_keeps_its_proof(
    play: Play, cast: Cast, proof: dict[str, str], kept: str
) -> None:
    play.to("resolving")
    play.act(cast.guchangchuan, "arrive", **proof)
    assert Clock.objects.get(matter=play.case, name="on_site").stopped_at == play.now
    assert (play.details.arrived_by, play.case.state) == (kept, "resolving")
    with pytest.raises(ActionError):
        play.act(cast.guchangchuan, "arrive", **proof)


def test_a_scanned_sticker_proves_the_arrival(play: Play, cast: Cast) -> None:
    play.to("resolving")
    play.act(cast.guchangchuan, "arrive", charger=f"https://example.cn/p/c/{play.charger.public_token}")
    assert play.details.arrived_by == "qr"


def test_from_elsewhere_nobody_arrives(play: Play, cast: Cast) -> None:
    play.to("resolving")
    with pytest.raises(ActionError, match="不在"):
        play.act(cast.guchangchuan, "arrive", latitude="35.5", longitude="119.2")
    assert play.details.arrived_at is None


def test_waiting_for_parts_puts_a_notice_on_the_station(play: Play, cast: Cast) -> None:
    play.to("resolving")
    play.act(cast.guchangchuan, "resolve", cause="charger", result="主板损坏，已下单", fix="parts")
    play.charger.station.refresh_from_db()
    assert "停用待修" in play.charger.station.banner_at(play.now)


def test_help_of_another_department_must_end_before_the_result(play: Play, cast: Cast) -> None:
    play.to("resolving")
    data = {
        "title": "核对平台日志",
        "content": "导出 07 号桩日志",
        "lead_department": str(cast.rd.uid),
        "urgency": "urgent",
    }
    with clock.turned_to(play.now + HOUR):
        child = open_child(play.case, "assist", Actor.of(cast.guchangchuan), "send", data)
    accepting = Clock.objects.get(matter=child, name="accept")
    assert (accepting.allowed, accepting.unit) == (2 * 3600, "W")
    with pytest.raises(Blocked):
        play.act(cast.guchangchuan, "resolve", cause="platform", result="好了", after=2 * HOUR)
    with clock.turned_to(play.now):
        perform(child, "accept", Actor.of(cast.fangqiming), {"handler": str(cast.fangqiming.uid)})
        perform(child, "deliver", Actor.of(cast.fangqiming), {"text": "日志已附", "result": "日志已附"})
        perform(child, "confirm", Actor.of(cast.guchangchuan), {"rating": 5})
    play.act(cast.guchangchuan, "resolve", cause="platform", result="好了")
    assert play.case.state == "resolved"


def test_customer_service_sends_a_poor_result_back_as_often_as_needed(play: Play, cast: Cast) -> None:
    play.to("resolved")
    for _ in range(3):
        play.act(cast.linwan, "return_", ground="missing", reason="没写原因")
        assert play.case.state == "resolving"
        play.act(cast.guchangchuan, "resolve", cause="connector", result="补充原因")
    assert play.case.state == "resolved"


def test_a_customer_withdraws_before_it_is_dispatched(play: Play) -> None:
    play.record()
    play.act(customer_of(play), "give_up", reason="自己解决了")
    assert (play.case.state, play.case.outcome) == ("void", "void")


def test_after_the_dispatch_the_customer_can_not_withdraw(play: Play) -> None:
    play.to("dispatched")
    with pytest.raises(ActionError):
        play.act(customer_of(play), "give_up", reason="不要了")


def test_a_duplicate_is_bound_to_the_case_that_stays(play: Play, cast: Cast) -> None:
    kept = play.record()
    double = play.record(phone="19900005678")
    play.act(cast.linwan, "merge", into=kept.number, reason="同一故障")
    assert (play.case.state, play.details.duplicate_of) == ("merged", kept)
    assert Link.objects.filter(source=double, target=kept, kind="duplicate").exists()
    assert not WorkItem.objects.filter(matter=double, closed_at=None).exists()


@pytest.mark.parametrize("into", ["GD20990101-00001", "self", "closed"])
def test_merging_needs_another_open_case(play: Play, cast: Cast, into: str) -> None:
    other = play.record()
    play.act(customer_of(play), "give_up", reason="好了")
    play.record(phone="19900005678")
    number = {"self": play.case.number, "closed": other.number}.get(into, into)
    with pytest.raises(ActionError):
        play.act(cast.linwan, "merge", into=number, reason="重复")
    assert play.case.state == "recorded"


@pytest.mark.django_db(transaction=True)
def test_two_cases_are_not_merged_into_each_other_at_the_same_moment(play: Play, cast: Cast) -> None:
    kept = play.record()
    play.record(phone="19900005678")
    somebody = connection.copy()
    with somebody.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM matters_matter WHERE id = %s FOR UPDATE", [kept.pk])
        with pytest.raises(ActionError, match="正有人在办理"):
            play.act(cast.linwan, "merge", into=kept.number, reason="重复")
    somebody.close()
    play.act(cast.linwan, "merge", into=kept.number, reason="重复")
    assert play.case.state == "merged"


def test_voiding_takes_two(play: Play, cast: Cast) -> None:
    play.record()
    with pytest.raises(NotAllowed):
        play.act(cast.linwan, "cancel", reason="骚扰电话")
    play.act(cast.sunlixin, "cancel", reason="骚扰电话")
    assert play.case.state == "recorded"
    second = WorkItem.objects.get(matter=play.case, step="second", closed_at=None)
    assert second.person == cast.hejing
    play.act(cast.hejing, "approve")
    assert play.case.state == "void"


def test_a_wrong_demand_is_corrected_by_an_event_with_a_reason(play: Play, cast: Cast) -> None:
    play.record()
    play.act(cast.linwan, "correct", field="demand", value="charging_failed", reason="听错了")
    event = Event.objects.get(matter=play.case, action="correct")
    assert event.facts
    assert play.details.demand == "charging_failed"


def test_an_early_notice_moves_the_date_when_the_head_agrees(play: Play, cast: Cast) -> None:
    play.to("resolving")
    item = WorkItem.objects.get(matter=play.case, closed_at=None)
    assert item.due_at is not None
    new = clock.local(item.due_at + 4 * HOUR).strftime("%Y-%m-%dT%H:%M")
    play.act(cast.guchangchuan, "give_notice", new_due=new, reason="等高压电源")
    play.act(cast.maguoqiang, "approve")
    item.refresh_from_db()
    assert item.due_at is not None
    assert item.original_due_at is not None
    assert item.due_at > item.original_due_at


def test_the_second_refusal_between_departments_is_ruled_by_the_head_of_customer_service(
    play: Play, cast: Cast
) -> None:
    play.to("dispatched")
    play.act(cast.maguoqiang, "reassign", department=str(cast.rd.uid), reason="平台问题", ground="not_mine")
    play.act(cast.tangyue, "dispute", reason="是硬件问题")
    play.act(cast.zhoumin, "rule", department=str(cast.om.uid), reason="现场先看")
    assert play.case.state == "dispatched"
    assert WorkItem.objects.get(matter=play.case, step="accept", closed_at=None).department == cast.om


def test_a_returned_result_is_not_handed_in_again_while_help_is_still_owed(play: Play, cast: Cast) -> None:
    play.to("resolved")
    play.act(cast.zhaoxiaotang, "return_", ground="missing", reason="没有写明更换的部件")
    asked = {
        "title": "请提供部件清单",
        "content": "锁止机构型号",
        "lead_department": str(cast.rd.uid),
        "urgency": "ordinary",
    }
    with clock.turned_to(play.now):
        open_child(play.case, "assist", Actor.of(cast.guchangchuan), "send", asked)
    with pytest.raises(Blocked):
        play.act(cast.guchangchuan, "resubmit", cause="connector", result="更换锁止机构 LK-2")


def test_a_case_reopened_on_its_first_day_and_dispatched_then_loses_no_working_day(
    play: Play, cast: Cast
) -> None:
    """Found by a walk: the total, counted in working days, took the close of its starting day into account."""
    play.record(demand="invoice", kind="consultation", urgency="ordinary")
    total = Clock.objects.get(matter=play.case, name="total")
    play.act(cast.linwan, "answer", answer="发票在应用里开具")
    play.act(cast.linwan, "confirmed", rating=4)
    play.act(cast.linwan, "reopen", text="开不出来")
    play.dispatch(urgency="fault")
    again = Clock.objects.get(matter=play.case, name="total")
    assert (again.unit, again.stopped_at, again.due_at) == ("WD", None, total.due_at)
    found = verify.breaches(Matter.objects.filter(pk=play.case.pk), now=play.now + 12 * HOUR)
    assert [str(one) for one in found if one.invariant == "I13"] == []


def test_taking_the_dispatch_back_leaves_its_clocks_to_the_next_dispatch(play: Play, cast: Cast) -> None:
    play.record()
    play.dispatch()
    play.act(cast.linwan, "take_back")
    assert not Clock.objects.filter(matter=play.case, name__in=["on_site", "repair"], stopped_at=None)
    play.dispatch(after=HOUR)
    running = Clock.objects.filter(matter=play.case, name__in=["on_site", "repair"], stopped_at=None)
    assert {one.started_at for one in running} == {play.now} and running.count() == 2
