"""A superior assigns, the subordinate reports back, the superior closes or sends back."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, open_matter, perform
from xieli.matters.commands.start import may_start
from xieli.matters.errors import ActionError, Blocked, Invalid, NotAllowed
from xieli.matters.models import Matter, WorkItem
from xieli.matters.registry import get
from xieli.procedures.assignment.permissions import in_line

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def task(assignee: Any, **changes: Any) -> dict[str, Any]:
    given = {"title": "排查三号桩", "content": "核对接地", "needed_by": "2026-09-10T17:00"}
    return {**given, "assignee": str(assignee.uid), **changes}


def assigned(cast: Any) -> Matter:
    return open_matter("assignment", Actor.of(cast.maguoqiang), "assign", task(cast.guchangchuan))


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def test_it_lies_with_the_subordinate_until_the_date(cast: Any) -> None:
    matter = assigned(cast)
    assert matter.number == "JB-2026-0001" and owed(matter) == [("report_back", "顾长川")]
    assert f"{clock.local(matter.due_at):%m-%d %H:%M}" == "09-10 17:00"


def test_it_is_always_dated_and_the_date_lies_ahead(cast: Any) -> None:
    for date in ("", "2026-09-01T10:00"):
        data = task(cast.guchangchuan, needed_by=date)
        with pytest.raises(Invalid) as wrong:
            open_matter("assignment", Actor.of(cast.maguoqiang), "assign", data)
        assert set(wrong.value.errors) == {"needed_by"}


def test_only_down_the_line(cast: Any) -> None:
    with pytest.raises(ActionError, match="不是您的下属"):
        open_matter("assignment", Actor.of(cast.maguoqiang), "assign", task(cast.fangqiming))


@pytest.mark.parametrize(
    ("above", "below", "yes"),
    [
        ("maguoqiang", "guchangchuan", True),  # the head
        ("dingjian", "guchangchuan", True),  # the team leader
        ("qinling", "guchangchuan", False),  # another team's
        ("suwanqing", "guchangchuan", True),  # the executive in charge
        ("hanliren", "guchangchuan", False),  # another area's
        ("luchengyuan", "guchangchuan", True),  # the general manager
        ("suwanqing", "maguoqiang", True),
        ("guchangchuan", "maguoqiang", False),
        ("maguoqiang", "maguoqiang", False),
    ],
)
def test_who_stands_over_whom(cast: Any, above: str, below: str, yes: bool) -> None:
    assert in_line(getattr(cast, above), getattr(cast, below)) is yes


def test_who_has_nobody_below_is_not_offered_it(cast: Any) -> None:
    for person, yes in ((cast.maguoqiang, True), (cast.dingjian, True), (cast.guchangchuan, False)):
        assert may_start(get("assignment"), Actor.of(person)) is yes


def test_only_who_assigned_it_closes_it_or_sends_it_back(cast: Any) -> None:
    matter = act(assigned(cast), cast.guchangchuan, "report_back", result="已核对")
    assert owed(matter) == [("judge", "马国强")]
    with pytest.raises(NotAllowed):
        act(matter, cast.guchangchuan, "close")
    act(matter, cast.maguoqiang, "send_back", reason="缺照片")
    assert owed(matter) == [("report_back", "顾长川")]
    assert Matter.objects.get(pk=matter.pk).assignment.sent_back == 1
    act(matter, cast.guchangchuan, "report_back", result="补照片")
    act(matter, cast.maguoqiang, "close")
    assert matter.outcome == "closed"


def test_sent_back_after_its_date_there_are_two_working_days(cast: Any, turn_clock: Any) -> None:
    matter = act(assigned(cast), cast.guchangchuan, "report_back", result="已核对")
    turn_clock(clock.at(2026, 9, 14, 10, 0))
    act(matter, cast.maguoqiang, "send_back", reason="缺照片")
    due = WorkItem.objects.get(matter=matter, closed_at=None).due_at
    assert f"{clock.local(due):%m-%d}" == "09-16"


def test_what_is_assigned_onward_has_to_be_closed_before_reporting_back(cast: Any) -> None:
    matter = open_matter("assignment", Actor.of(cast.suwanqing), "assign", task(cast.maguoqiang))
    child = open_child(matter, "onward", Actor.of(cast.maguoqiang), "assign", task(cast.guchangchuan))
    with pytest.raises(Blocked, match=child.number):
        act(matter, cast.maguoqiang, "report_back", result="完成")
    act(child, cast.guchangchuan, "report_back", result="完成")
    act(child, cast.maguoqiang, "close")
    act(matter, cast.maguoqiang, "report_back", result="完成")
    assert owed(matter) == [("judge", "苏婉清")]


def test_a_leaders_instruction_has_its_own_series_and_only_leaders_give_one(cast: Any) -> None:
    matter = open_matter("instruction", Actor.of(cast.suwanqing), "assign", task(cast.maguoqiang))
    assert matter.number == "DB-2026-0001"
    act(matter, cast.maguoqiang, "report_back", result="完成")
    with pytest.raises(NotAllowed):
        act(matter, cast.zhoumin, "close")
    act(matter, cast.suwanqing, "close")
    assert matter.outcome == "closed"
    with pytest.raises(NotAllowed):
        open_matter("instruction", Actor.of(cast.zhoumin), "assign", task(cast.linwan))


def test_others_than_those_concerned_do_not_see_it(cast: Any) -> None:
    matter = assigned(cast)
    assert matter in Matter.objects.visible_to(cast.guchangchuan)
    assert matter not in Matter.objects.visible_to(cast.linwan)


def test_a_second_extension_is_for_the_assigners_superior(cast: Any) -> None:
    matter = assigned(cast)
    act(matter, cast.guchangchuan, "give_notice", new_due="2026-09-11T17:00", reason="等材料")
    act(matter, cast.maguoqiang, "approve")
    act(matter, cast.guchangchuan, "give_notice", new_due="2026-09-14T17:00", reason="等材料")
    assert ("decide_extension", "苏婉清") in owed(matter)
