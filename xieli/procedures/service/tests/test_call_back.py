"""The call-back (4.3.c): three attempts, the rating, the way back, the last word."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from xieli.matters.actors import Actor
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Clock, Follow, WorkItem
from xieli.procedures.service.tests.conftest import Play

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def customer_of(play: Play) -> Actor:
    assert play.case.customer_id is not None
    return Actor.customer(play.case.customer_id)


def test_who_dispatched_does_not_call_back(play: Play, cast: Cast) -> None:
    play.to("checked")
    for action, data in (("satisfied", {"rating": 5}), ("missed", {})):
        with pytest.raises(NotAllowed):
            play.act(cast.linwan, action, **data)
    play.act(cast.zhaoxiaotang, "satisfied", rating=4)


def test_three_attempts_at_different_hours_end_as_not_reached(play: Play, cast: Cast) -> None:
    play.to("checked")
    with pytest.raises(NotAllowed):
        play.act(cast.zhaoxiaotang, "unreached", reason="打不通")
    play.act(cast.zhaoxiaotang, "missed", note="无人接听")
    with pytest.raises(ActionError, match="错开时段"):
        play.act(cast.zhaoxiaotang, "missed", note="马上再打")
    for _ in range(2):
        play.act(cast.zhaoxiaotang, "missed", after=HOUR)
    with pytest.raises(NotAllowed):
        play.act(cast.zhaoxiaotang, "missed", after=HOUR)
    play.act(cast.zhaoxiaotang, "unreached", reason="三次未接通")
    assert (play.case.state, play.details.not_reached, play.details.rating) == ("followed", True, None)


def test_a_dissatisfied_customer_is_not_rated_away(play: Play, cast: Cast) -> None:
    play.to("checked")
    with pytest.raises(Invalid):
        play.act(cast.zhaoxiaotang, "satisfied", rating=2)


def test_the_first_time_the_head_supervises_the_second_time_the_executive_then_it_is_ruled(
    play: Play, cast: Cast
) -> None:
    play.to("checked")
    first = Clock.objects.get(matter=play.case, name="solve")
    for supervisor in (cast.maguoqiang, cast.suwanqing):
        play.act(cast.zhaoxiaotang, "reopen", text="又坏了", rating=1)
        assert (play.case.state, play.details.rating) == ("resolving", 1)
        assert Follow.objects.filter(matter=play.case, person=supervisor).exists()
        again = Clock.objects.get(matter=play.case, name="solve", stopped_at=None)
        assert (again.allowed, again.unit) == (first.allowed // 2, "C")
        assert WorkItem.objects.get(matter=play.case, closed_at=None).person == cast.guchangchuan
        play.act(cast.guchangchuan, "resolve", cause="connector", result="再修")
        play.act(cast.linwan, "passed")
    play.act(cast.zhaoxiaotang, "reopen", text="还是坏的")
    assert play.case.state == "ruled"
    item = WorkItem.objects.get(matter=play.case, closed_at=None)
    assert (item.step, item.person) == ("determine", cast.zhoumin)


@pytest.mark.parametrize(("decision", "state"), [("uphold", "closed"), ("redo", "resolving")])
def test_the_last_word_ends_it_or_asks_once_more(play: Play, cast: Cast, decision: str, state: str) -> None:
    play.to("checked")
    for _ in range(2):
        play.act(cast.zhaoxiaotang, "reopen", text="又坏了")
        play.act(cast.guchangchuan, "resolve", cause="connector", result="再修")
        play.act(cast.linwan, "passed")
    play.act(cast.zhaoxiaotang, "reopen", text="还是坏的")
    with pytest.raises(NotAllowed):
        play.act(cast.guchangchuan, "determine", decision=decision, text="我说了算")
    play.act(cast.zhoumin, "determine", decision=decision, text="已三次核实")
    assert play.case.state == state


def test_a_customer_may_object_within_the_seven_days(play: Play) -> None:
    play.to("followed")
    play.act(customer_of(play), "reopen", text="又卡住了", after=timedelta(days=2))
    assert (play.case.state, play.details.reopenings, play.details.rated_by_customer) == (
        "resolving",
        1,
        True,
    )
    assert Clock.objects.get(matter=play.case, name="total").stopped_at is None


def test_the_total_clock_goes_on_where_it_stood_when_reopened(play: Play) -> None:
    play.to("followed")
    total = Clock.objects.get(matter=play.case, name="total")
    before, stopped = total.due_at, total.stopped_at
    play.act(customer_of(play), "reopen", text="又卡住了", after=timedelta(days=2))
    total.refresh_from_db()
    assert stopped is not None
    assert total.stopped_at is None
    assert total.due_at >= before


def test_whoever_must_come_again_has_the_full_time_to_be_on_site_again(play: Play, cast: Cast) -> None:
    play.to("checked")
    first = Clock.objects.get(matter=play.case, name="on_site")
    play.act(cast.zhaoxiaotang, "reopen", text="又坏了")
    again = Clock.objects.get(matter=play.case, name="on_site", stopped_at=None)
    assert first.stopped_at is not None and (again.pk, again.used) != (first.pk, first.used)
    assert (again.allowed, again.started_at) == (first.allowed, play.now)
    play.act(cast.guchangchuan, "arrive")
    again.refresh_from_db()
    assert again.outcome == "met"
    play.act(cast.guchangchuan, "resolve", cause="connector", result="再修")
    play.act(cast.linwan, "passed")
    play.act(cast.zhaoxiaotang, "reopen", text="又坏了")
    play.act(cast.guchangchuan, "resolve", cause="connector", result="再修")
    play.act(cast.linwan, "passed")
    running = Clock.objects.filter(matter=play.case, name="on_site", stopped_at=None)
    play.act(cast.zhaoxiaotang, "reopen", text="还是坏的")
    assert play.case.state == "ruled" and not running.exists()  # nobody drives there before it is ruled on
    play.act(cast.zhoumin, "determine", decision="redo", text="再去一次")
    assert running.exists()


def test_a_customer_may_change_the_rating_later(play: Play) -> None:
    play.to("followed")
    play.act(customer_of(play), "satisfied", rating=4, rating_text="不错")
    assert (play.details.rating, play.details.rated_by_customer, play.case.state) == (4, True, "followed")


def test_an_answered_case_without_department_comes_back_as_recorded(play: Play, cast: Cast) -> None:
    play.record(kind="consultation", demand="invoice")
    play.act(cast.linwan, "answer", answer="请在应用申请")
    play.act(cast.linwan, "confirmed", rating=5)
    play.act(customer_of(play), "reopen", text="没有收到发票")
    assert play.case.state == "recorded"
