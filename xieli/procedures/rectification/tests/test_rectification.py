"""What was found is mended, proved and looked at again, as often as it takes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import available_actions, may_start, open_matter, perform
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Matter, WorkItem
from xieli.matters.registry import get
from xieli.matters.scene import Scene
from xieli.procedures.rectification.models import Mending

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def ordered(cast: Any, actor: Actor | None = None, **changed: Any) -> Matter:
    """The auditors found something at the maintenance centre."""
    data = {
        "title": "绝缘手套过期", "grade": "ordinary", "finding": "两副绝缘手套超过检定日期",
        "requirement": "更换并建立台账", "lead_department": str(cast.om.uid), **changed,
    }  # fmt: skip
    return open_matter("rectification", actor or Actor.of(cast.chengke), "order", data)


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    words = {"reason": "说明", "opinion": "意见"} | data
    perform(matter, action, Actor.of(who), words)
    return matter


def mending(cast: Any, **changed: Any) -> Matter:
    matter = ordered(cast, **changed)
    return act(
        matter, cast.maguoqiang, "take_on", lead_department=str(cast.om.uid), doer=str(cast.dingjian.uid)
    )


def proved(cast: Any) -> Matter:
    return act(mending(cast), cast.dingjian, "submit_proof", result="已更换", proof="检定证书 JD-07")


def owed(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def due(matter: Matter) -> str:
    return f"{clock.local(WorkItem.objects.get(matter=matter, closed_at=None).due_at):%m-%d %H:%M}"


class TestOrder:
    def test_the_head_of_the_department_answers_for_it_and_the_issuer_looks_again(self, cast: Any) -> None:
        matter = ordered(cast)
        assert matter.number == "ZGTZ-2026-0001" and owed(matter) == [("take_on", "马国强")]
        assert due(matter) == "09-09 23:00"
        assert matter.rectification.checker == cast.chengke

    def test_it_is_due_in_ten_working_days_unless_a_date_is_named(self, cast: Any) -> None:
        assert due(mending(cast)) == "09-20 17:30"  # a Sunday worked for the National Day week
        assert due(mending(cast, due_at="2026-09-10T12:00")) == "09-10 12:00"

    def test_a_date_that_has_passed_is_refused(self, cast: Any) -> None:
        with pytest.raises(Invalid) as wrong:
            ordered(cast, due_at="2026-09-01T12:00")
        assert "due_at" in wrong.value.errors

    def test_only_who_supervises_orders_one(self, cast: Any) -> None:
        procedure = get("rectification")
        may = {one.pinyin for one in cast.people.values() if may_start(procedure, Actor.of(one))}
        assert cast.chengke.pinyin in may and cast.shenruozhou.pinyin in may and cast.suwanqing.pinyin in may
        assert not {cast.linwan.pinyin, cast.dingjian.pinyin, cast.maguoqiang.pinyin} & may

    def test_nobody_inspects_their_own_department(self, cast: Any) -> None:
        with pytest.raises(ActionError, match="自己的部门"):
            ordered(cast, lead_department=str(cast.au.uid), owner=str(cast.wenting.uid))

    def test_who_answers_for_it_never_looks_at_it_again(self, cast: Any) -> None:
        with pytest.raises(ActionError, match="复查自己"):
            ordered(cast, checker=str(cast.maguoqiang.uid))
        matter = ordered(cast)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(matter.rectification).objects.update(checker=cast.maguoqiang)

    def test_the_product_names_owner_and_checker(self, cast: Any) -> None:
        with pytest.raises(ActionError, match="复查人"):
            ordered(cast, SYSTEM)
        matter = ordered(cast, SYSTEM, owner=str(cast.dingjian.uid), checker=str(cast.maguoqiang.uid))
        assert owed(matter) == [("take_on", "丁建")]


class TestGrave:
    def test_what_is_grave_is_stopped_at_once_then_planned_in_three_days(self, cast: Any) -> None:
        matter = ordered(cast, grade="grave")
        assert owed(matter) == [("stop", "马国强")] and due(matter) == "09-07 11:00"
        act(matter, cast.maguoqiang, "stop", stopped="带电作业全部停止")
        assert owed(matter) == [("plan_mending", "马国强")] and due(matter) == "09-10 23:00"
        act(
            matter, cast.maguoqiang, "plan_mending", lead_department=str(cast.om.uid), plan="全部送检",
            due_at="2026-09-30T17:30",
        )  # fmt: skip
        assert owed(matter) == [("mend", "OM")] and due(matter) == "09-30 17:30"


class TestMending:
    def test_only_somebody_of_the_department_that_mends_is_named(self, cast: Any) -> None:
        matter = ordered(cast)
        with pytest.raises(ActionError, match="不是整改部门"):
            act(
                matter, cast.maguoqiang, "take_on", lead_department=str(cast.om.uid),
                doer=str(cast.linwan.uid),
            )  # fmt: skip

    def test_the_owner_may_have_another_department_do_it(self, cast: Any) -> None:
        matter = ordered(cast)
        act(matter, cast.maguoqiang, "take_on", lead_department=str(cast.fi.uid))
        assert owed(matter) == [("mend", "FI")]

    def test_who_looks_again_never_mends(self, cast: Any) -> None:
        matter = ordered(cast, checker=str(cast.guchangchuan.uid))
        with pytest.raises(ActionError, match="复查人不能承办"):
            act(
                matter, cast.maguoqiang, "take_on", lead_department=str(cast.om.uid),
                doer=str(cast.guchangchuan.uid),
            )  # fmt: skip
        act(matter, cast.maguoqiang, "take_on", lead_department=str(cast.om.uid))
        with pytest.raises(ActionError, match="复查人不能提交"):
            act(matter, cast.guchangchuan, "submit_proof", result="好了", proof="照片")

    def test_without_proof_nothing_is_handed_in(self, cast: Any) -> None:
        with pytest.raises(Invalid):
            act(mending(cast), cast.dingjian, "submit_proof", result="已更换")


class TestRecheck:
    def test_it_is_looked_at_within_five_days_and_closed(self, cast: Any) -> None:
        matter = proved(cast)
        assert owed(matter) == [("recheck", "程可")] and due(matter) == "09-14 17:30"
        act(matter, cast.chengke, "confirm")
        assert matter.state == "closed" and Mending.objects.get().mended is True

    def test_or_again_as_often_as_it_takes_and_every_round_is_kept(self, cast: Any) -> None:
        matter = proved(cast)
        act(matter, cast.chengke, "again", reason="台账没有建立", due_at="2026-09-11T17:30")
        assert owed(matter) == [("mend", "丁建")] and due(matter) == "09-11 17:30"
        act(matter, cast.dingjian, "submit_proof", result="台账已建立", proof="台账")
        act(matter, cast.chengke, "confirm")
        rounds = [(one.no, one.result, one.mended, one.remark) for one in Mending.objects.all()]
        assert rounds == [(1, "已更换", False, "台账没有建立"), (2, "台账已建立", True, "意见")]

    def test_who_handed_it_in_cannot_close_it_though_the_recheck_was_passed_on_to_them(
        self, cast: Any
    ) -> None:
        matter = proved(cast)
        act(matter, cast.chengke, "reassign", person=str(cast.dingjian.uid))
        offered = {one.name for one in available_actions(Scene.load(matter, MONDAY), Actor.of(cast.dingjian))}
        assert not {"confirm", "again"} & offered and "reassign" in offered
        act(matter, cast.chengke, "confirm")
        assert matter.state == "closed"

    def test_passed_on_to_who_answers_for_it_the_recheck_stays_with_who_was_named(self, cast: Any) -> None:
        matter = proved(cast)
        act(matter, cast.chengke, "reassign", person=str(cast.maguoqiang.uid))
        assert matter.rectification.checker == cast.chengke
        with pytest.raises(NotAllowed):
            act(matter, cast.maguoqiang, "confirm")
        assert act(matter, cast.chengke, "again").state == "mending"

    def test_taken_back_unread_the_round_never_was(self, cast: Any) -> None:
        matter = act(proved(cast), cast.dingjian, "take_back")
        assert matter.rectification.mended == 0 and not Mending.objects.exists()

    def test_more_time_is_asked_of_who_looks_again(self, cast: Any) -> None:
        matter = act(mending(cast), cast.dingjian, "give_notice", new_due="2026-09-25T17:30")
        assert ("decide_extension", "程可") in owed(matter)


def test_its_page_tells_every_round(cast: Any, client_of: Any) -> None:
    matter = act(proved(cast), cast.chengke, "again", reason="台账没有建立")
    page = client_of(cast.dingjian).get(matter.get_absolute_url()).content.decode()
    assert "检定证书 JD-07" in page and "台账没有建立" in page and "不合格" in page
