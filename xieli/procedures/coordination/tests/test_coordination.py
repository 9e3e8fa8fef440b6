"""What departments can't settle is decided from above, in two working days, after each side was heard."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, open_matter, perform
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Link, Matter, WorkItem
from xieli.matters.scene import Scene

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def question(*others: Any, **changes: Any) -> dict[str, Any]:
    return {
        "title": "夜间故障谁先到场",
        "content": "三起夜间故障两部门都未出车",
        "position": "夜间由运维值守",
        "others": [str(one.uid) for one in others],
        **changes,
    }


def submitted(cast: Any, **changes: Any) -> Matter:
    """周敏 of customer service against the maintenance centre: both are 苏婉清's."""
    return open_matter("coordination", Actor.of(cast.zhoumin), "submit", question(cast.om, **changes))


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def decided(cast: Any, **changes: Any) -> Matter:
    data = {"decision": "运维先到，客服30分钟内通知", "executor": str(cast.om.uid), **changes}
    return act(submitted(cast), cast.suwanqing, "decide", **data)


def test_sides_of_one_area_are_decided_by_their_executive_in_two_working_days(cast: Any) -> None:
    matter = submitted(cast)
    assert matter.number == "TX-2026-0001" and owed(matter) == [("decide", "苏婉清")]
    due = WorkItem.objects.get(matter=matter, closed_at=None).due_at
    assert f"{clock.local(due):%m-%d %H:%M}" == "09-09 17:30"


def test_sides_of_different_areas_are_decided_by_the_general_manager(cast: Any) -> None:
    matter = open_matter("coordination", Actor.of(cast.zhoumin), "submit", question(cast.om, cast.rd))
    assert owed(matter) == [("decide", "陆承远")]


def test_only_heads_submit(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        open_matter("coordination", Actor.of(cast.linwan), "submit", question(cast.om))


def test_one_department_alone_needs_no_coordination(cast: Any) -> None:
    with pytest.raises(ActionError, match="另一个部门"):
        open_matter("coordination", Actor.of(cast.zhoumin), "submit", question(cast.cs))


def test_each_side_is_heard_once_in_its_own_words(cast: Any) -> None:
    matter = submitted(cast)
    act(matter, cast.maguoqiang, "state_position", position="夜间车辆不足")
    said = [(one.department.code, one.person.name, one.text) for one in matter.positions.all()]
    assert said == [("CS", "周敏", "夜间由运维值守"), ("OM", "马国强", "夜间车辆不足")]
    assert owed(matter) == [("decide", "苏婉清")]
    with pytest.raises(NotAllowed):
        act(matter, cast.maguoqiang, "state_position", position="再说一次")
    with pytest.raises(NotAllowed):
        act(matter, cast.tangyue, "state_position", position="无关部门")


def test_a_decision_is_carried_out_by_a_department_until_a_date(cast: Any) -> None:
    matter = decided(cast, carry_out_by="2026-09-11T12:00")
    assert owed(matter) == [("carry_out", "马国强")] and matter.lead_department == cast.om
    due = WorkItem.objects.get(matter=matter, closed_at=None).due_at
    assert f"{clock.local(due):%m-%d %H:%M}" == "09-11 12:00"


def test_it_ends_when_the_submitter_confirms_that_it_was_carried_out(cast: Any) -> None:
    matter = act(decided(cast), cast.maguoqiang, "carry_out", outcome="已排夜班")
    assert owed(matter) == [("confirm", "周敏")]
    act(matter, cast.zhoumin, "not_done", reason="周末没有排")
    assert owed(matter) == [("carry_out", "马国强")]
    act(matter, cast.maguoqiang, "carry_out", outcome="周末已排")
    act(matter, cast.zhoumin, "confirm")
    assert matter.outcome == "closed"


def test_it_may_be_turned_down_with_reasons_or_returned_once_for_more(cast: Any) -> None:
    assert act(submitted(cast), cast.suwanqing, "turn_down", reason="请先自行协商").outcome == "refused"
    matter = act(submitted(cast), cast.suwanqing, "return_", ground="missing", reason="缺出车记录")
    assert owed(matter) == [("supplement", "周敏")]
    act(matter, cast.zhoumin, "resubmit", title="夜间故障谁先到场", content="附三起记录")
    assert owed(matter) == [("decide", "苏婉清")]


def test_it_is_linked_to_the_matter_it_concerns_if_the_submitter_may_see_that(cast: Any) -> None:
    data = {"title": "导出日志", "content": "8月", "urgency": "ordinary", "lead_department": str(cast.rd.uid)}
    request = open_matter("collaboration", Actor.of(cast.linwan), "send", data)
    matter = submitted(cast, concerns=request.number)
    assert Link.objects.get(source=matter).target == request
    act(request, cast.linwan, "classify", classification="confidential", reason="涉密")
    with pytest.raises(Invalid) as wrong:
        open_matter(
            "coordination", Actor.of(cast.maguoqiang), "submit", question(cast.cs, concerns=request.number)
        )
    assert set(wrong.value.errors) == {"concerns"}


def test_any_head_submits_any_open_matter_they_see_as_its_child(cast: Any) -> None:
    data = {"title": "导出日志", "content": "8月", "urgency": "ordinary", "lead_department": str(cast.rd.uid)}
    parent = open_matter("collaboration", Actor.of(cast.linwan), "send", data)
    scene = Scene.load(parent, MONDAY)
    assert "coordinate" not in {one.name for one in available_actions(scene, Actor.of(cast.linwan))}
    act(parent, cast.zhoumin, "coordinate", **question(cast.rd))
    child = parent.children.get()
    assert (child.procedure, child.initiator, child.state) == ("coordination", cast.zhoumin, "submitted")
    assert [one.text for one in child.positions.all()] == ["夜间由运维值守"]


def test_nobody_decides_on_what_they_submitted_themselves(cast: Any) -> None:
    cast.ad.head = cast.suwanqing
    cast.ad.save()
    matter = open_matter("coordination", Actor.of(cast.suwanqing), "submit", question(cast.om, cast.cs))
    assert owed(matter) == [("decide", "陆承远")]
