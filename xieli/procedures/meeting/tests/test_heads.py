"""The executives' and the heads' meetings: who belongs to them, what their agenda begins with, what heads are asked."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.matters.scene import Scene

from ..chores import plan_regular
from ..circles import executives, heads
from ..forms import InviteForm
from ..models import Need
from .play import MONDAY, act, owed

pytestmark = pytest.mark.django_db


def begun(by: Any, kind: str, **changes: Any) -> Matter:
    told = {
        "title": "例会", "kind": kind, "repeat": "weeks", "weeks": "2", "first_at": "2026-09-09T15:00",
        "place": "一号会议室",
    }  # fmt: skip
    return open_matter("meeting_series", Actor.of(by), "begin", {**told, **changes})


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def planned(series: Matter) -> Matter:
    plan_regular()
    return Matter.objects.get(parent=series)


def invited(cast: Any, meeting: Matter) -> Matter:
    return act(
        meeting, cast.suwanqing, "invite", begins_at="2026-09-09T15:00", place="一号会议室", agenda=[],
    )  # fmt: skip


def asked(meeting: Matter) -> list[WorkItem]:
    return list(WorkItem.objects.filter(matter=meeting, step="state_needs", closed_at=None).order_by("id"))


def test_who_belongs_to_a_meeting_by_rule_is_invited_without_being_named(cast: Any) -> None:
    for kind, circle in (("executive", executives()), ("heads", heads())):
        series = begun(cast.suwanqing, kind, title=kind)
        plan_regular()
        meeting = Matter.objects.get(parent=series)
        people = set(meeting.attendees.values_list("person", flat=True))
        assert {one.pk for one in circle} | {cast.suwanqing.pk} == people and len(circle) > 1


def test_executives_convene_them(cast: Any) -> None:
    with pytest.raises(ActionError, match="不能召集"):
        begun(cast.zhoumin, "heads")
    with pytest.raises(ActionError, match="不能召集"):
        begun(cast.zhoumin, "executive")
    with pytest.raises(ActionError, match="参会人"):
        begun(cast.zhoumin, "progress")


def test_only_kinds_are_offered_that_one_may_convene(cast: Any, client_of: Any) -> None:
    for who, offered in ((cast.zhoumin, False), (cast.suwanqing, True)):
        page = client_of(who).get("/new/meeting/").content.decode()
        assert ('value="heads"' in page) is offered and 'value="ad_hoc"' in page


def test_the_agenda_fills_itself_and_links_what_everybody_may_see(cast: Any, turn_clock: Any) -> None:
    problem = open_matter(
        "problem", Actor.of(cast.linwan), "report",
        {"content": "备件不足", "severity": "critical", "solver": str(cast.maguoqiang.uid)},
    )  # fmt: skip
    Matter.objects.filter(pk=problem.pk).update(next_due_at=clock.at(2026, 9, 7, 8))
    meeting = planned(begun(cast.suwanqing, "heads"))
    rows = meeting.meeting.agenda
    said = [row["subject"] for row in rows]
    department = problem.lead_department.name
    assert said[0] == f"{department}：逾期事项 1 项"
    assert not any(one.startswith("逾期：") for one in said)  # it stands among the problems
    assert f"未解决的问题：{problem.number} 备件不足（{department}）" in said
    assert {row["about"] for row in rows} == {"", str(problem.uid)}


def test_drawn_up_again_the_agenda_says_what_is_now_and_keeps_who_proposed(cast: Any) -> None:
    told = {"content": "备件不足", "severity": "critical", "solver": str(cast.maguoqiang.uid)}
    problems = [open_matter("problem", Actor.of(cast.linwan), "report", told) for _n in range(2)]
    late = Matter.objects.filter(pk__in=[one.pk for one in problems])
    late.filter(pk=problems[0].pk).update(next_due_at=clock.at(2026, 9, 7, 8))
    meeting = planned(begun(cast.suwanqing, "heads"))
    act(meeting, cast.zhoumin, "propose", subject="夜间值守")
    late.update(next_due_at=clock.at(2026, 9, 7, 8))
    meeting = Matter.objects.get(pk=meeting.pk)
    rows = InviteForm().initial_from(Scene.load(meeting, clock.now()))["agenda"]
    assert [row["subject"].split("：")[1] for row in rows if "逾期事项" in row["subject"]] == [
        "逾期事项 2 项"
    ]  # fmt: skip
    told = {"begins_at": "2026-09-09T15:00", "place": "一号会议室", "agenda": rows}
    act(meeting, cast.suwanqing, "invite", **told)
    meeting = Matter.objects.get(pk=meeting.pk)
    assert [row["by"] for row in meeting.meeting.agenda if row["subject"] == "夜间值守"] == ["周敏"]


def test_what_is_not_for_everybody_stands_in_the_agenda_as_a_number(cast: Any) -> None:
    problem = open_matter(
        "problem", Actor.of(cast.linwan), "report",
        {"content": "不宜公开", "severity": "critical", "solver": str(cast.maguoqiang.uid)},
    )  # fmt: skip
    Matter.objects.filter(pk=problem.pk).update(next_due_at=clock.at(2026, 9, 7, 8), classification="secret")
    meeting = planned(begun(cast.suwanqing, "heads"))
    said = [row["subject"] for row in meeting.meeting.agenda]
    assert said == [f"{problem.lead_department.name}：逾期事项 1 项"]


def test_each_head_is_asked_before_the_meeting_and_what_is_needed_is_on_the_agenda(
    cast: Any, client_of: Any
) -> None:
    meeting = invited(cast, planned(begun(cast.suwanqing, "heads")))
    items = asked(meeting)
    assert {one.person_id for one in items} == {one.pk for one in meeting.meeting.untold}
    # Two hours before it begins; where that is the noon break, before the break.
    assert {one.due_at for one in items} <= {clock.at(2026, 9, 9, 12), clock.at(2026, 9, 9, 13)}
    act(meeting, cast.maguoqiang, "acknowledge", progress="检修完成九成", needs="请采购加快备件")
    meeting.refresh_from_db()
    assert Need.objects.get(matter=meeting).department == cast.om
    assert meeting.meeting.agenda[-1]["subject"].endswith("需协调：请采购加快备件")
    page = client_of(cast.zhoumin).get(meeting.get_absolute_url()).content.decode()
    assert "检修完成九成" in page and "未填报" in page


def test_a_change_asks_only_those_who_said_nothing(cast: Any) -> None:
    meeting = invited(cast, planned(begun(cast.suwanqing, "heads")))
    before = len(asked(meeting))
    act(meeting, cast.maguoqiang, "acknowledge", progress="正常")
    act(meeting, cast.suwanqing, "reschedule", begins_at="2026-09-10T15:00", place="二楼", agenda=[])
    assert len(asked(meeting)) == before - 1
    assert ("record_held", "苏婉清") in owed(meeting)


def test_other_meetings_ask_nobody(cast: Any) -> None:
    from .play import called

    assert asked(called(cast)) == []
