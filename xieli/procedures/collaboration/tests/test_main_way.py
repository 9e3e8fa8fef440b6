"""From asking to the confirmed result: who owes what by when, and what is kept."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import Invalid, NotAllowed
from xieli.matters.models import WorkItem

from .play import ASKED, MONDAY, act, asked, delivered, due, last, owed, taken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def test_a_request_gets_its_number_when_sent_and_lies_with_the_lead_department(cast: Any) -> None:
    matter = asked(cast)
    assert matter.number == "XZ-2026-0001"
    assert owed(matter) == [("accept", "RD")]
    assert due(matter) == "09-09 17:30"


def test_the_lead_is_another_department_because_inside_ones_own_work_is_assigned(cast: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        asked(cast, lead_department=str(cast.cs.uid))
    assert set(wrong.value.errors) == {"lead_department"}


def test_it_is_needed_in_the_future(cast: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        asked(cast, needed_by="2026-09-06T18:00")
    assert set(wrong.value.errors) == {"needed_by"}


def test_anybody_of_the_lead_department_may_accept_and_then_handles_it(cast: Any) -> None:
    matter = act(asked(cast), cast.yezhen, "accept")
    assert owed(matter) == [("deliver", "叶蓁")]


def test_the_head_may_name_somebody_else_of_the_department(cast: Any) -> None:
    matter = act(asked(cast), cast.tangyue, "accept", handler=str(cast.fangqiming.uid))
    assert owed(matter) == [("deliver", "方启明")]


def test_nobody_of_another_department_can_be_named_to_handle_it(cast: Any) -> None:
    with pytest.raises(Exception, match="不在主办部门"):
        act(asked(cast), cast.tangyue, "accept", handler=str(cast.guchangchuan.uid))


def test_outsiders_can_neither_accept_nor_deliver(cast: Any) -> None:
    matter = asked(cast)
    with pytest.raises(NotAllowed):
        act(matter, cast.guchangchuan, "accept")
    with pytest.raises(NotAllowed):
        act(act(matter, cast.fangqiming, "accept"), cast.yezhen, "deliver", result="x")


def test_without_a_date_delivering_takes_five_working_days(cast: Any) -> None:
    assert due(taken(cast)) == "09-14 17:30"


def test_the_requesters_date_is_the_limit_of_delivering(cast: Any) -> None:
    assert due(taken(cast, needed_by="2026-09-10T15:00")) == "09-10 15:00"


def test_a_date_that_passed_before_anybody_accepted_leaves_five_working_days(
    cast: Any, turn_clock: Any
) -> None:
    matter = asked(cast, needed_by="2026-09-08T10:00")
    turn_clock(clock.at(2026, 9, 8, 11, 0))
    assert due(act(matter, cast.fangqiming, "accept")) == "09-15 17:30"


def test_urgent_requests_are_accepted_within_two_working_hours_and_stand_first(cast: Any) -> None:
    matter = asked(cast, urgency="urgent")
    assert due(matter) == "09-07 11:00"
    assert matter.priority == 1


def test_accepting_without_return_confirms_what_was_handed_in(cast: Any) -> None:
    matter = taken(cast)
    item = WorkItem.objects.get(matter=matter, step="accept")
    assert (item.info_ok, item.outcome) == (True, "done")
    assert item.sender_department == cast.cs


def test_the_requester_confirms_within_two_working_days_and_rates(cast: Any) -> None:
    matter = delivered(cast)
    assert owed(matter) == [("confirm", "林晚")]
    assert due(matter) == "09-10 00:00"  # customer service never closes: its working day ends at midnight
    act(matter, cast.linwan, "confirm", rating="5", rating_text="很快")
    assert matter.outcome == "closed" and matter.closed_at is not None
    matter.collaboration.refresh_from_db()
    assert (matter.collaboration.rating, matter.collaboration.rating_text) == (5, "很快")


def test_a_poor_mark_says_why(cast: Any) -> None:
    matter = delivered(cast)
    with pytest.raises(Invalid) as wrong:
        act(matter, cast.linwan, "confirm", rating="2")
    assert set(wrong.value.errors) == {"rating_text"}


def test_marks_go_from_one_to_five(cast: Any) -> None:
    matter = delivered(cast)
    for mark in ("0", "6", ""):
        with pytest.raises(Invalid):
            act(matter, cast.linwan, "confirm", rating=mark)


def test_silence_never_confirms(cast: Any, turn_clock: Any) -> None:
    matter = delivered(cast)
    turn_clock(clock.at(2026, 12, 31, 12, 0))
    matter.refresh_from_db()
    assert matter.state == "delivered" and owed(matter) == [("confirm", "林晚")]
    assert not matter.clocks.filter(kind="timer").exists()


def test_a_result_below_standard_goes_back_with_reasons_and_half_the_time(cast: Any) -> None:
    matter = delivered(cast)
    act(matter, cast.linwan, "rework", ground="not_standard", reason="缺少电量一列")
    assert owed(matter) == [("deliver", "方启明")] and due(matter) == "09-09 17:30"
    assert matter.collaboration.reworks == 1
    assert last(matter).texts.get(field="reason").text == "缺少电量一列"


def test_faulty_information_counts_against_who_delivered_and_poor_work_does_not(cast: Any) -> None:
    for ground, correct in (("wrong_fact", False), ("not_standard", True)):
        matter = delivered(cast)
        act(matter, cast.linwan, "rework", ground=ground, reason="见说明")
        item = WorkItem.objects.get(matter=matter, step="confirm")
        assert (item.info_ok, item.ground) == (correct, ground)
        assert item.sender_department == cast.rd


def test_the_goal_it_serves_is_kept(cast: Any) -> None:
    from xieli.goals.models import Goal

    goal = Goal.objects.create(code="G1", title="投诉减半", kind="customer", year=2026, department=cast.cs)
    assert asked(cast, goal=str(goal.uid)).goal == goal


def test_a_key_makes_sending_twice_harmless(cast: Any) -> None:
    data = {**ASKED, "lead_department": str(cast.rd.uid)}
    first = open_matter("collaboration", Actor.of(cast.linwan), "send", data, key="a")
    assert open_matter("collaboration", Actor.of(cast.linwan), "send", data, key="a").pk == first.pk


def test_every_act_leaves_one_line(cast: Any) -> None:
    matter = delivered(cast)
    perform(matter, "confirm", Actor.of(cast.linwan), {"rating": "4"})
    assert list(matter.events.order_by("seq").values_list("action", flat=True)) == [
        "send", "accept", "deliver", "confirm",
    ]  # fmt: skip
