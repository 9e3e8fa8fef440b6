"""A problem is reported, solved, and open until its reporter agrees."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, open_matter, perform
from xieli.matters.errors import Invalid, NotAllowed
from xieli.matters.models import Event, Matter, WorkItem
from xieli.matters.scene import Scene

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def reported(cast: Any, severity: str = "minor") -> Matter:
    data = {
        "content": "3号桩通信模块反复掉线\n影响结算",
        "severity": severity,
        "solver": str(cast.fangqiming.uid),
    }
    return open_matter("problem", Actor.of(cast.guchangchuan), "report", data)


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def due(matter: Matter) -> str:
    item = WorkItem.objects.get(matter=matter, closed_at=None)
    assert item.due_at is not None
    return f"{clock.local(item.due_at):%m-%d %H:%M}"


def test_it_is_named_by_its_first_words_and_lies_with_who_can_solve_it(cast: Any) -> None:
    matter = reported(cast)
    assert (matter.number, matter.title) == ("WT-2026-0001", "3号桩通信模块反复掉线")
    assert owed(matter) == [("solve", "方启明")] and matter.lead_department == cast.rd


@pytest.mark.parametrize(
    ("severity", "moment"),
    [("minor", "09-14 17:30"), ("major", "09-09 17:30"), ("critical", "09-07 14:30")],
)
def test_the_worse_the_sooner(cast: Any, severity: str, moment: str) -> None:
    assert due(reported(cast, severity)) == moment


def test_nobody_reports_a_problem_to_themselves(cast: Any) -> None:
    data = {"content": "掉线", "severity": "minor", "solver": str(cast.guchangchuan.uid)}
    with pytest.raises(Invalid) as wrong:
        open_matter("problem", Actor.of(cast.guchangchuan), "report", data)
    assert set(wrong.value.errors) == {"solver"}


def test_only_the_reporter_says_that_it_is_solved(cast: Any) -> None:
    matter = act(reported(cast), cast.fangqiming, "propose", solution="更换模块")
    assert owed(matter) == [("agree", "顾长川")]
    with pytest.raises(NotAllowed):
        act(matter, cast.fangqiming, "agree")
    act(matter, cast.guchangchuan, "agree")
    assert matter.outcome == "closed"


def test_otherwise_it_goes_back_and_the_rounds_are_counted(cast: Any) -> None:
    matter = act(reported(cast), cast.fangqiming, "propose", solution="重启")
    act(matter, cast.guchangchuan, "disagree", reason="仍然掉线")
    assert owed(matter) == [("solve", "方启明")]
    assert Matter.objects.get(pk=matter.pk).problem.disagreements == 1


def test_passed_on_it_comes_back_to_who_really_works_on_it(cast: Any) -> None:
    matter = act(reported(cast), cast.fangqiming, "reassign", department=str(cast.om.uid), reason="现场问题")
    act(matter, cast.qinling, "propose", solution="紧固接头")
    act(matter, cast.guchangchuan, "disagree", reason="仍然掉线")
    assert owed(matter) == [("solve", "秦岭")] and matter.lead_department == cast.om


def collaboration(cast: Any) -> Matter:
    data = {"title": "导出日志", "content": "8月", "urgency": "ordinary", "lead_department": str(cast.rd.uid)}
    matter = open_matter("collaboration", Actor.of(cast.linwan), "send", data)
    return act(matter, cast.fangqiming, "accept")


def test_it_is_raised_from_any_work_item_as_a_child_with_a_line_in_both_ledgers(cast: Any) -> None:
    parent = collaboration(cast)
    act(
        parent,
        cast.fangqiming,
        "report_problem",
        content="没有权限",
        severity="major",
        solver=str(cast.yezhen.uid),
    )
    child = parent.children.get()
    assert (child.procedure, child.initiator) == ("problem", cast.fangqiming)
    assert owed(child) == [("solve", "叶蓁")]
    line = Event.objects.filter(matter=parent).latest("seq")
    assert line.action == "report_problem" and line.facts["child"]["number"] == child.number
    assert "data" not in line.facts and not line.texts.exists()
    assert parent.state == "accepted" and parent.collaboration.content == "8月"


def test_it_does_not_block_its_parent_and_outlives_it(cast: Any) -> None:
    parent = collaboration(cast)
    act(
        parent,
        cast.fangqiming,
        "report_problem",
        content="没有权限",
        severity="minor",
        solver=str(cast.yezhen.uid),
    )
    act(parent, cast.fangqiming, "deliver", result="完成")
    act(parent, cast.linwan, "confirm", rating="4")
    assert parent.children.get().closed_at is None


def test_a_problem_of_a_problem_is_not_raised(cast: Any) -> None:
    scene = Scene.load(reported(cast), MONDAY)
    names = {one.name for one in available_actions(scene, Actor.of(cast.fangqiming))}
    assert "propose" in names and "report_problem" not in names


def test_what_is_raised_from_a_secret_matter_is_as_secret(cast: Any) -> None:
    parent = collaboration(cast)
    act(parent, cast.linwan, "classify", classification="secret", reason="涉密")
    act(
        parent,
        cast.fangqiming,
        "report_problem",
        content="没有权限",
        severity="minor",
        solver=str(cast.yezhen.uid),
    )
    child = parent.children.get()
    assert child.classification == "secret"
    assert child in Matter.objects.visible_to(cast.yezhen) and child not in Matter.objects.visible_to(
        cast.wujia
    )
