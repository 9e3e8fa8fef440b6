"""A leader's decision is recorded, what follows from it becomes work, and it holds until it is revoked."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.goals import commands as goals
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.commands.start import may_start
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Link, Matter, WorkItem
from xieli.matters.registry import get

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def decision(cast: Any, by: Any = None, **changes: Any) -> Matter:
    told = {
        "title": "新建城东超充站", "content": "年内建成城东超充站", "decided_by": str(cast.hanliren.uid),
        "decided_on": "2026-09-04", "basis": "总经理办公会",
    }  # fmt: skip
    return open_matter("decision", Actor.of(by or cast.jiangyifan), "record", {**told, **changes})


def row(department: Any, owner: Any = None, due: str = "", content: str = "完成选址") -> dict[str, Any]:
    return {
        "content": content, "department": str(department.uid), "owner": str(owner.uid) if owner else "",
        "needed_by": due,
    }  # fmt: skip


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None)
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


@pytest.mark.parametrize(
    ("name", "yes"),
    [("hanliren", True), ("luchengyuan", True), ("jiangyifan", True), ("lianghui", True), ("linwan", False)],
)
def test_leaders_the_pmo_and_the_administration_keep_the_register(cast: Any, name: str, yes: bool) -> None:
    assert may_start(get("decision"), Actor.of(getattr(cast, name))) is yes


def test_it_is_numbered_and_everybody_may_read_it(cast: Any) -> None:
    matter = decision(cast)
    assert (matter.number, matter.state) == ("JD-2026-0001", "effective")
    assert matter in Matter.objects.visible_to(cast.linwan)


def test_only_a_leader_decides_and_only_what_is_past(cast: Any) -> None:
    with pytest.raises(ActionError, match="不是公司领导"):
        decision(cast, decided_by=str(cast.zhoumin.uid))
    with pytest.raises(Invalid) as wrong:
        decision(cast, decided_on="2026-09-08")
    assert set(wrong.value.errors) == {"decided_on"}


def test_what_follows_from_it_is_work_by_a_department_or_person_to_a_date(cast: Any) -> None:
    matter = decision(
        cast, follow_ups=[row(cast.rd, cast.fangqiming, "2026-09-30T17:00"), row(cast.fi, content="落实资金")]
    )
    first, second = Matter.objects.filter(parent=matter).order_by("pk")
    assert owed(first) == [("carry_out_resolution", "方启明")]
    assert owed(second) == [("carry_out_resolution", "FI")]
    assert f"{clock.local(first.due_at):%m-%d %H:%M}" == "09-30 17:00"
    assert f"{clock.local(second.due_at):%m-%d}" == "09-14"  # five working days


def test_who_decided_judges_whether_it_was_carried_out(cast: Any) -> None:
    matter = decision(cast, follow_ups=[row(cast.rd, cast.fangqiming)])
    child = Matter.objects.get(parent=matter)
    act(child, cast.fangqiming, "carry_out", result="已选定三处")
    assert owed(child) == [("judge_resolution", "韩立人")]
    act(child, cast.hanliren, "send_back", reason="缺少用电方案")
    assert f"{clock.local(Matter.objects.get(pk=child.pk).due_at):%m-%d}" == "09-09"
    act(child, cast.fangqiming, "carry_out", result="补充用电方案")
    act(child, cast.hanliren, "close")
    assert child.outcome == "closed"


def test_more_may_follow_later_and_never_in_the_past(cast: Any) -> None:
    matter = decision(cast)
    act(matter, cast.hanliren, "follow_up_on", follow_ups=[row(cast.om)])
    assert Matter.objects.filter(parent=matter).count() == 1
    with pytest.raises(ActionError, match="晚于现在"):
        act(matter, cast.hanliren, "follow_up_on", follow_ups=[row(cast.om, due="2026-09-01T10:00")])


def test_it_names_the_matter_it_concerns_and_the_goal_it_serves(cast: Any, client_of: Any) -> None:
    goal = goals.save_goal(None, code="A", title="超充", kind="strategy", year=2026, department=cast.rd)
    first = decision(cast)
    second = decision(cast, concerns=first.number.lower(), goal=str(goal.uid))
    assert Link.objects.get(kind="concerns").target == first
    assert second.title in client_of(cast.linwan).get(goal.get_absolute_url()).content.decode()
    with pytest.raises(Invalid):
        decision(cast, concerns="XZ-2026-9999")


def test_who_decided_revokes_it_and_what_follows_from_it_ends(cast: Any) -> None:
    matter = decision(cast, follow_ups=[row(cast.rd, cast.fangqiming)])
    other = decision(cast, title="改建城西站")
    for person in (cast.jiangyifan, cast.suwanqing):
        with pytest.raises(NotAllowed):
            act(matter, person, "revoke", reason="用地未批")
    with pytest.raises(Invalid):
        act(matter, cast.hanliren, "revoke", reason="用地未批", replaced_by=matter.number)
    act(matter, cast.hanliren, "revoke", reason="用地未批", replaced_by=other.number)
    assert (matter.state, matter.decision.replaced_by) == ("revoked", other)
    assert Matter.objects.get(parent=matter).outcome == "withdrawn"


def test_a_wrong_fact_is_corrected_with_a_reason_and_nothing_edited_away(cast: Any) -> None:
    matter = decision(cast)
    act(matter, cast.jiangyifan, "correct", field="basis", value="总经理办公会第 9 次会议", reason="补全会次")
    assert Matter.objects.get(pk=matter.pk).decision.basis.endswith("第 9 次会议")
    assert matter.events.filter(action="correct").exists()


def test_the_register_is_a_list_with_filters_and_an_excel_file(cast: Any, client_of: Any) -> None:
    decision(cast)
    client = client_of(cast.linwan)
    page = client.get("/matters/decision/?q=超充").content.decode()
    assert "新建城东超充站" in page
    assert client.get("/matters/decision/?xlsx=1").status_code == 200


def test_its_page_says_what_was_decided_and_by_whom(cast: Any, client_of: Any) -> None:
    page = client_of(cast.linwan).get(decision(cast).get_absolute_url()).content.decode()
    assert "年内建成城东超充站" in page and "韩立人" in page
