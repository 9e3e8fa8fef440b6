"""The leading group of a major project decides in the executive's place; its word stands in the register (3.1.b)."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.documents.paper import Opinions
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Classification, Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.matters.testing import invariants
from xieli.procedures.project.models import GroupDecision, LeadingGroup

from .play import MONDAY, act, executing, owed, small_plan
from .test_change import longer, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def major(cast: Any) -> Matter:
    others = [{"department": str(one.uid), "purpose": "配合"} for one in (cast.fi, cast.rd, cast.cs)]
    return executing(cast, cooperation=others)


def set_up(cast: Any, project: Matter, chair: Any = None) -> None:
    act(
        project, cast.suwanqing, "set_up_group", mandate="统筹扩容", chair=str((chair or cast.hanliren).uid),
        members=[str(cast.maguoqiang.uid)], until="2026-12-31",
    )  # fmt: skip


def follow(cast: Any) -> list[dict[str, Any]]:
    return [{"content": "落实备用电源", "department": str(cast.om.uid), "owner": str(cast.guchangchuan.uid)}]


class TestLeadingGroup:
    def test_it_is_set_up_by_an_executive_on_major_projects_only(self, cast: Any) -> None:
        with pytest.raises(NotAllowed):
            set_up(cast, executing(cast))
        set_up(cast, major(cast))
        assert LeadingGroup.objects.get().members.count() == 2

    def test_its_chair_decides_in_the_executives_place_and_the_decision_is_recorded(self, cast: Any) -> None:
        project = major(cast)
        set_up(cast, project)
        act(project, cast.dingjian, "ask_to_stop", stop="suspend")
        assert owed(project) == [("decide_stop", "韩立人")]
        act(project, cast.hanliren, "agree_stop")
        decision = GroupDecision.objects.get()
        assert (decision.what, decision.outcome) == ("暂停项目", "同意")

    def test_after_its_term_the_executive_decides_again(self, cast: Any, turn_clock: Any) -> None:
        project = major(cast)
        set_up(cast, project)
        later = clock.at(2027, 1, 4, 9, 0)
        turn_clock(later)
        act(project, cast.dingjian, "ask_to_stop", stop="suspend", now=later)
        assert owed(project) == [("decide_stop", "苏婉清")]

    def test_a_dispute_goes_to_it_and_keeps_nobody_waiting(self, cast: Any) -> None:
        project = major(cast)
        set_up(cast, project)
        act(project, cast.qianwenbo, "refer_dispute", text="费用由谁承担")
        assert ("decide_dispute", "韩立人") in owed(project)
        assert project.state == "executing"


class TestRegister:
    def test_what_a_chair_who_is_no_leader_decides_stands_in_it(self, cast: Any) -> None:
        project = major(cast)
        set_up(cast, project, cast.maguoqiang)
        act(project, cast.dingjian, "ask_to_stop", stop="suspend")
        act(project, cast.maguoqiang, "agree_stop", opinion="等设备到货")
        entry = Matter.objects.get(procedure="decision")
        assert (entry.parent, entry.state, entry.title) == (project, "effective", "暂停项目：同意")
        assert (entry.decision.decided_by, "等设备到货" in entry.decision.content) == (cast.maguoqiang, True)
        assert GroupDecision.objects.get().entry == entry

    def test_what_follows_from_a_ruling_is_work_its_chair_judges(self, cast: Any) -> None:
        project = major(cast)
        set_up(cast, project, cast.maguoqiang)
        act(project, cast.qianwenbo, "refer_dispute", text="费用由谁承担")
        asked = WorkItem.objects.get(matter=project, step="decide_dispute")
        ruling = {"ruling": "由技改资金列支", "follow_ups": follow(cast)}
        perform(project, "acknowledge", Actor.of(cast.maguoqiang), ruling, item=asked.pk, now=MONDAY)
        entry = Matter.objects.get(procedure="decision")
        child = Matter.objects.get(parent=entry)
        assert (child.title, owed(child)) == ("落实备用电源", [("carry_out_resolution", "顾长川")])
        act(child, cast.guchangchuan, "carry_out", result="已落实")
        assert owed(child) == [("judge_resolution", "马国强")]
        assert invariants.broken([entry, child], MONDAY) == []

    def test_an_executive_who_rules_alone_has_what_follows_followed_up_too(self, cast: Any) -> None:
        project = executing(cast)
        act(project, cast.qianwenbo, "refer_dispute", text="费用由谁承担")
        act(project, cast.suwanqing, "acknowledge", ruling="由财务先行垫付", follow_ups=follow(cast))
        assert Matter.objects.get(procedure="decision").decision.decided_by == cast.suwanqing
        assert not GroupDecision.objects.exists()

    def test_a_group_decides_of_its_own_accord_by_its_chair_alone(self, cast: Any, client_of: Any) -> None:
        project = major(cast)
        with pytest.raises(NotAllowed):
            act(project, cast.hanliren, "group_decides", subject="分期投运", decision="先投六个终端")
        set_up(cast, project)
        with pytest.raises(NotAllowed):
            act(project, cast.maguoqiang, "group_decides", subject="分期投运", decision="先投六个终端")
        data = {"subject": "分期投运", "decision": "先投六个终端", "follow_ups": follow(cast)}
        act(project, cast.hanliren, "group_decides", **data)
        shown = client_of(cast.linwan).get(f"/projects/{project.uid}/").content.decode()
        assert Matter.objects.get(procedure="decision").number in shown

    def test_a_change_the_group_approves_is_one_of_its_decisions(self, cast: Any) -> None:
        project = major(cast)
        set_up(cast, project)
        change = submitted(cast, project, longer(small_plan(cast.om.pk, cast.fi.pk), 1))
        for item in WorkItem.objects.filter(matter=change, step="review_change", closed_at=None):
            act(change, item.person, "approve")
        act(change, cast.shenruozhou, "support_change")
        act(change, cast.hanliren, "approve_change")
        entry = Matter.objects.get(procedure="decision")
        assert (entry.parent, entry.title) == (change, f"{change.title}：批准")

    def test_each_of_the_group_signs_what_it_decided(self, cast: Any) -> None:
        """(3.1.b) The chair signed by deciding; the others in the product, or by hand on the printed entry."""
        project = major(cast)
        set_up(cast, project)
        act(project, cast.hanliren, "group_decides", subject="分期投运", decision="先投六个终端")
        entry = Matter.objects.get(procedure="decision")
        others = [one for one in LeadingGroup.objects.get().members.all() if one != cast.hanliren]
        assert entry.decision.signers == [one.pk for one in others]
        with pytest.raises(NotAllowed):
            act(entry, cast.hanliren, "sign")
        act(entry, others[0], "sign", opinion="同意分期")
        with pytest.raises(NotAllowed):
            act(entry, others[0], "sign")
        scene = Scene.load(entry, MONDAY)
        [said] = [
            one for one in scene.procedure.documents["entry"].build(scene).blocks if isinstance(one, Opinions)
        ]
        chair, first, *rest = said.opinions
        assert (chair.who, chair.name) == ("决策人", "韩立人")
        assert (first.text, first.name) == ("同意分期", others[0].name)
        assert not any(one.name for one in rest)

    def test_it_outlasts_a_terminated_project_whose_tasks_end(self, cast: Any) -> None:
        project = major(cast)
        set_up(cast, project)
        act(project, cast.dingjian, "ask_to_stop", stop="terminate")
        act(project, cast.hanliren, "agree_stop")
        assert project.state == "terminated"
        assert Matter.objects.get(procedure="decision").state == "effective"

    def test_of_a_secret_project_it_is_no_less_secret(self, cast: Any) -> None:
        project = major(cast)
        Matter.objects.filter(pk=project.pk).update(classification=Classification.SECRET)
        project.refresh_from_db()
        set_up(cast, project)
        act(project, cast.hanliren, "group_decides", subject="分期投运", decision="先投六个终端")
        entry = Matter.objects.get(procedure="decision")
        assert entry.classification == Classification.SECRET
        assert entry in Matter.objects.visible_to(cast.dingjian)
        assert entry not in Matter.objects.visible_to(cast.linwan)
