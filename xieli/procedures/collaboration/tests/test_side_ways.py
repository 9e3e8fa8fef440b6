"""What goes wrong, and what then happens."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, open_child, open_matter
from xieli.matters.errors import ActionError, AlreadyDone, Blocked, NotAllowed
from xieli.matters.models import Clock, Matter, WorkItem
from xieli.matters.scene import Scene

from .play import ASKED, MONDAY, REASON, act, asked, delivered, due, last, owed, taken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def buttons(matter: Matter, person: Any) -> set[str]:
    scene = Scene.load(matter, clock.now())
    return {one.name for one in available_actions(scene, Actor.of(person))}


def test_refusing_what_one_is_asked_is_an_answer_beside_the_others_withdrawing_stays_apart(cast: Any) -> None:
    matter = asked(cast)
    theirs = available_actions(Scene.load(matter, clock.now()), Actor.of(cast.fangqiming))
    assert [one.name for one in theirs if not one.grave][:2] == ["accept", "decline"]
    own = available_actions(Scene.load(matter, clock.now()), Actor.of(cast.linwan))
    assert next(one for one in own if one.name == "withdraw").grave


# returned for missing information


def test_missing_information_sends_it_back_once_and_counts_against_the_sender(cast: Any) -> None:
    matter = act(asked(cast), cast.fangqiming, "return_", ground="missing", reason="缺桩号")
    assert matter.state == "returned" and owed(matter) == [("supplement", "林晚")]
    assert WorkItem.objects.get(matter=matter, step="accept").info_ok is False


def test_a_ground_that_is_not_the_senders_fault_leaves_the_senders_record_clean(cast: Any) -> None:
    matter = act(asked(cast), cast.fangqiming, "return_", ground="other", reason="请稍后再提")
    assert WorkItem.objects.get(matter=matter, step="accept").info_ok is None


def test_the_completed_request_goes_straight_to_who_returned_it(cast: Any) -> None:
    matter = act(asked(cast), cast.fangqiming, "claim")
    act(matter, cast.fangqiming, "return_", ground="missing", reason="缺桩号")
    act(matter, cast.linwan, "resubmit", **{**ASKED, "content": "青澜广场B2站 YG-CS-0031-02"})
    assert owed(matter) == [("accept", "方启明")]
    matter.collaboration.refresh_from_db()
    assert matter.collaboration.content == "青澜广场B2站 YG-CS-0031-02"


def test_it_is_returned_only_once_for_one_hand_off(cast: Any) -> None:
    matter = act(asked(cast), cast.fangqiming, "return_", ground="missing", reason="缺桩号")
    act(matter, cast.linwan, "resubmit", **ASKED)
    assert "return_" not in buttons(matter, cast.fangqiming)
    with pytest.raises(NotAllowed):
        act(matter, cast.fangqiming, "return_", ground="missing", reason="还缺")


def test_the_completed_request_is_a_new_hand_off_judged_again(cast: Any) -> None:
    matter = act(asked(cast), cast.fangqiming, "return_", ground="missing", reason="缺桩号")
    act(matter, cast.linwan, "resubmit", **ASKED)
    act(matter, cast.fangqiming, "accept")
    items = WorkItem.objects.filter(matter=matter, step="accept").order_by("id")
    assert [one.info_ok for one in items] == [False, True]


# declined


def test_the_requester_may_accept_a_refusal(cast: Any) -> None:
    matter = act(asked(cast), cast.tangyue, "decline", ground="not_mine", **REASON)
    assert owed(matter) == [("consider", "林晚")]
    act(matter, cast.linwan, "settle")
    assert matter.outcome == "refused"


def escalated(cast: Any) -> Matter:
    matter = act(asked(cast), cast.tangyue, "decline", ground="not_feasible", **REASON)
    return act(matter, cast.linwan, "escalate", **REASON)


def test_or_escalate_it_to_the_executive_in_charge_of_who_refused(cast: Any) -> None:
    matter = escalated(cast)
    assert owed(matter) == [("rule", "韩立人")] and due(matter) == "09-09 17:30"


def test_the_executive_upholds_the_refusal(cast: Any) -> None:
    matter = act(escalated(cast), cast.hanliren, "uphold", **REASON)
    assert matter.outcome == "refused"


def test_or_orders_it_and_then_it_cannot_be_declined_again(cast: Any) -> None:
    matter = act(escalated(cast), cast.hanliren, "order", **REASON)
    assert owed(matter) == [("accept", "RD")]
    assert "decline" not in buttons(matter, cast.tangyue)
    with pytest.raises(NotAllowed):
        act(matter, cast.tangyue, "decline", ground="not_mine", **REASON)
    act(matter, cast.tangyue, "accept")
    assert matter.state == "accepted"


def test_nobody_rules_on_their_own_request(cast: Any) -> None:
    data = {**ASKED, "lead_department": str(cast.rd.uid)}
    matter = open_matter("collaboration", Actor.of(cast.hanliren), "send", data)
    act(matter, cast.tangyue, "decline", ground="not_mine", **REASON)
    act(matter, cast.hanliren, "escalate", **REASON)
    assert owed(matter) == [("rule", "陆承远")]


# withdrawn, void, taken back


def test_the_requester_withdraws_what_is_not_delivered_yet(cast: Any) -> None:
    matter = act(taken(cast), cast.linwan, "withdraw", **REASON)
    assert matter.outcome == "withdrawn" and owed(matter) == []
    with pytest.raises(NotAllowed):
        act(delivered(cast), cast.linwan, "withdraw", **REASON)


def test_only_the_requesters_head_or_the_project_office_declares_it_void(cast: Any) -> None:
    for person, allowed in ((cast.zhoumin, True), (cast.shenruozhou, True), (cast.tangyue, False)):
        matter = delivered(cast)
        assert ("void" in buttons(matter, person)) is allowed
    act(matter, cast.zhoumin, "void", **REASON)
    assert matter.outcome == "void"
    assert not WorkItem.objects.filter(matter=matter, info_ok__isnull=False).exists()
    assert not Clock.objects.filter(matter=matter, stopped_at=None).exists()


def test_an_acceptance_can_be_taken_back_while_nothing_came_of_it(cast: Any) -> None:
    matter = act(taken(cast), cast.fangqiming, "take_back")
    assert matter.state == "sent" and owed(matter) == [("accept", "RD")]
    matter.collaboration.refresh_from_db()
    assert matter.collaboration.handler is None


def test_a_rework_taken_back_does_not_count_as_a_round(cast: Any) -> None:
    matter = act(delivered(cast), cast.linwan, "rework", ground="not_standard", **REASON)
    act(matter, cast.linwan, "take_back")
    assert matter.state == "delivered" and Matter.objects.get(pk=matter.pk).collaboration.reworks == 0


# passing on


def test_passed_to_another_department_it_leads_from_then_on(cast: Any) -> None:
    matter = act(
        asked(cast), cast.tangyue, "reassign", department=str(cast.om.uid), ground="wrong_addressee", **REASON
    )
    assert owed(matter) == [("accept", "OM")] and matter.lead_department == cast.om
    act(matter, cast.guchangchuan, "accept")
    assert owed(matter) == [("deliver", "顾长川")]


def test_the_handler_follows_the_work_when_it_is_passed_on(cast: Any) -> None:
    matter = act(taken(cast), cast.fangqiming, "reassign", person=str(cast.yezhen.uid), **REASON)
    assert owed(matter) == [("deliver", "叶蓁")]
    act(matter, cast.yezhen, "deliver", result="完成")
    act(matter, cast.linwan, "rework", ground="not_standard", **REASON)
    assert owed(matter) == [("deliver", "叶蓁")]


def test_refused_by_two_departments_it_goes_to_the_project_office_to_say_who_leads(cast: Any) -> None:
    matter = act(asked(cast), cast.tangyue, "reassign", department=str(cast.om.uid), **REASON)
    act(matter, cast.maguoqiang, "claim")
    act(matter, cast.maguoqiang, "dispute", **REASON)
    act(matter, cast.jiangyifan, "rule", department=str(cast.rd.uid), **REASON)
    assert owed(matter) == [("accept", "RD")] and matter.lead_department == cast.rd
    assert matter.rulings.get().department == cast.rd


# saying beforehand that it will be late


def test_early_notice_asks_the_requester_first_then_the_executive_and_no_third_time(cast: Any) -> None:
    matter = taken(cast, needed_by="2026-09-10T15:00")
    act(matter, cast.fangqiming, "give_notice", new_due="2026-09-11T15:00", **REASON)
    assert ("decide_extension", "林晚") in owed(matter) and last(matter).facts["early"] is True
    act(matter, cast.linwan, "approve")
    assert due(matter) == "09-11 15:00"
    act(matter, cast.fangqiming, "give_notice", new_due="2026-09-14T15:00", **REASON)
    act(matter, cast.hanliren, "approve")
    assert due(matter) == "09-14 15:00"
    assert "give_notice" not in buttons(matter, cast.fangqiming)
    item = WorkItem.objects.get(matter=matter, step="deliver")
    assert f"{clock.local(item.original_due_at):%m-%d %H:%M}" == "09-10 15:00"


def test_a_refused_extension_leaves_the_old_date(cast: Any) -> None:
    matter = taken(cast, needed_by="2026-09-10T15:00")
    act(matter, cast.fangqiming, "give_notice", new_due="2026-09-11T15:00", **REASON)
    act(matter, cast.linwan, "refuse", **REASON)
    assert due(matter) == "09-10 15:00"


def test_notice_given_in_the_last_fifth_is_no_early_notice(cast: Any, turn_clock: Any) -> None:
    matter = taken(cast, needed_by="2026-09-10T15:00")
    turn_clock(clock.at(2026, 9, 10, 10, 0))
    act(matter, cast.fangqiming, "give_notice", new_due="2026-09-11T15:00", **REASON)
    assert last(matter).facts["early"] is False


# assisting departments and children


def test_assisting_departments_are_told_and_may_see_it_even_when_it_is_internal(cast: Any) -> None:
    matter = asked(cast, assisting=[str(cast.om.uid)])
    assert matter.assisting == [cast.om.pk] and cast.om.pk in matter.departments
    act(matter, cast.linwan, "classify", classification="internal", **REASON)
    assert matter in Matter.objects.visible_to(cast.guchangchuan)
    assert matter not in Matter.objects.visible_to(cast.wujia)


def test_the_handler_adds_assisting_departments_without_moving_anything(cast: Any) -> None:
    matter = act(taken(cast), cast.fangqiming, "ask_others", departments=[str(cast.om.uid), str(cast.rd.uid)])
    assert matter.state == "accepted" and matter.assisting == [cast.om.pk]
    assert owed(matter) == [("deliver", "方启明")]


def test_help_asked_of_a_third_department_blocks_delivering_until_it_ends(cast: Any) -> None:
    matter = taken(cast)
    data = {**ASKED, "lead_department": str(cast.om.uid)}
    child = open_child(matter, "assist", Actor.of(cast.fangqiming), "send", data)
    assert child.parent == matter and child.initiator_department == cast.rd
    with pytest.raises(Blocked, match=child.number):
        act(matter, cast.fangqiming, "deliver", result="完成")
    for person, what, said in (
        (cast.guchangchuan, "accept", {}),
        (cast.guchangchuan, "deliver", {"result": "完成"}),
        (cast.fangqiming, "confirm", {"rating": "5"}),
    ):
        act(child, person, what, **said)
    act(matter, cast.fangqiming, "deliver", result="完成")
    assert matter.state == "delivered"


def test_help_is_withdrawn_with_the_request_that_needed_it(cast: Any) -> None:
    matter = taken(cast)
    child = open_child(
        matter, "assist", Actor.of(cast.fangqiming), "send", {**ASKED, "lead_department": str(cast.om.uid)}
    )
    act(matter, cast.linwan, "withdraw", **REASON)
    child.refresh_from_db()
    assert child.outcome == "withdrawn" and owed(child) == []


# correcting, urging, two at once


def test_a_wrong_fact_is_corrected_by_a_new_line(cast: Any) -> None:
    matter = act(taken(cast), cast.linwan, "correct", field="standard", value="XLSX", **REASON)
    assert last(matter).facts["correction"] == {"field": "standard", "old": ASKED["standard"], "new": "XLSX"}
    assert Matter.objects.get(pk=matter.pk).collaboration.standard == "XLSX"


def test_it_is_urged_at_most_once_in_four_hours(cast: Any, turn_clock: Any) -> None:
    matter = act(taken(cast), cast.linwan, "urge")
    with pytest.raises(ActionError, match="四小时"):
        act(matter, cast.zhoumin, "urge")
    turn_clock(clock.at(2026, 9, 7, 13, 30))
    act(matter, cast.linwan, "urge")


def test_who_comes_second_is_told_and_changes_nothing(cast: Any) -> None:
    matter = taken(cast)
    with pytest.raises(AlreadyDone):
        act(matter, cast.yezhen, "accept")
    assert owed(matter) == [("deliver", "方启明")]


def test_what_becomes_secret_leaves_the_departments_queue_for_its_head(cast: Any) -> None:
    matter = act(asked(cast), cast.tangyue, "classify", classification="secret", **REASON)
    assert owed(matter) == [("accept", "唐越")]
    assert matter not in Matter.objects.visible_to(cast.fangqiming)
    act(matter, cast.tangyue, "reassign", department=str(cast.fi.uid), **REASON)
    assert owed(matter) == [("accept", "钱文博")] and matter in Matter.objects.visible_to(cast.qianwenbo)


def test_what_is_declared_void_takes_its_problems_along(cast: Any) -> None:
    matter = taken(cast)
    said = {"content": "没有权限", "severity": "minor", "solver": str(cast.yezhen.uid)}
    act(matter, cast.fangqiming, "report_problem", **said)
    act(matter, cast.zhoumin, "void", **REASON)
    assert matter.children.get().outcome == "withdrawn"
