"""Everything somebody holds is listed, checked line by line, signed by three, and moves at once (4.2.b)."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from xieli.core import clock
from xieli.documents.models import Document
from xieli.documents.paper import Opinions
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError, Invalid, NotAllowed
from xieli.matters.models import Clock, Event, Matter, WorkItem
from xieli.matters.scene import Scene
from xieli.matters.testing import invariants
from xieli.procedures.handover.documents import inventory
from xieli.procedures.handover.models import HandoverDetails, HandoverLine

from .play import MONDAY, act, begun, checked, later, line, numbers, owed, request, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def fine(*matters: Matter) -> None:
    """Every invariant holds of them."""
    invariants.check_deferred()
    assert invariants.broken(matters, clock.now()) == []


class TestTheList:
    def test_it_is_filled_with_items_requests_raised_and_roles(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        own = request(cast, cast.dingjian, "请查线路")
        Matter.objects.filter(pk=own.pk).update(initiator=cast.fangqiming)
        matter = begun(cast.fangqiming, cast.yezhen)
        found = HandoverLine.objects.filter(handover=matter).values_list("kind", "matter")
        assert set(found) == {("item", work.pk), ("collaboration.handler", work.pk), ("raised", own.pk)}
        item = line(matter, "item")
        assert item.due_at == WorkItem.objects.get(matter=work, closed_at=None).due_at
        assert (matter.title, matter.number) == ("方启明岗位变动工作交接", "JJ-2026-0001")

    def test_the_receiver_is_the_head_unless_named_and_each_line_may_have_its_own(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = begun(cast.fangqiming)
        assert line(matter, "item").receiver == cast.tangyue
        act(matter, cast.fangqiming, "arrange", lines=[str(line(matter, "item").no)],
            receiver=str(cast.yezhen.uid), progress="还差一份数据")  # fmt: skip
        assert line(matter, "item").receiver == cast.yezhen
        act(matter, cast.fangqiming, "hand_in")
        assert owed(matter) == {("check_handover", "唐越"), ("check_handover", "叶蓁")}

    def test_papers_and_keys_are_added_by_hand(self, cast: Any) -> None:
        matter = begun(cast.fangqiming, cast.yezhen)
        act(matter, cast.fangqiming, "add_lines", rows=[{"kind": "seal", "title": "机房钥匙两把"}])
        checked(matter, cast.yezhen)
        signed(matter)
        assert line(matter, "seal").outcome == "moved"

    def test_an_empty_list_is_not_handed_in(self, cast: Any) -> None:
        matter = begun(cast.fangqiming, cast.yezhen)
        with pytest.raises(ActionError, match="清单是空的"):
            act(matter, cast.fangqiming, "hand_in")

    def test_only_the_giver_their_head_or_personnel_begins_one(self, cast: Any) -> None:
        begun(cast.fangqiming, cast.yezhen, by=cast.shaoning)
        begun(cast.fangqiming, cast.yezhen, by=cast.tangyue)
        with pytest.raises(ActionError, match="只能为自己"):
            begun(cast.fangqiming, cast.yezhen, by=cast.linwan)

    def test_a_project_hands_over_only_what_belongs_to_it(self, cast: Any) -> None:
        one, _other = request(cast, cast.fangqiming), request(cast, cast.fangqiming, "别的事")
        matter = begun(cast.fangqiming, cast.yezhen, reason="project", about=one.number)
        assert set(HandoverLine.objects.filter(handover=matter).values_list("matter", flat=True)) == {one.pk}

    def test_an_absence_says_when_it_ends(self, cast: Any) -> None:
        with pytest.raises(Invalid):
            begun(cast.fangqiming, cast.yezhen, reason="absence")


class TestChecking:
    def test_every_line_is_looked_at_before_the_check_ends(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        act(matter, cast.yezhen, "judge", lines=numbers(matter)[:1], verdict="confirmed")
        with pytest.raises(ActionError, match="还有 1 条没有核对"):
            act(matter, cast.yezhen, "finish_check")

    def test_nobody_checks_the_lines_of_another(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        with pytest.raises(NotAllowed):
            act(matter, cast.fangqiming, "judge", lines=numbers(matter), verdict="confirmed")

    def test_a_dispute_says_what_is_wrong_and_goes_to_the_head(self, cast: Any, client_of: Any) -> None:
        request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        with pytest.raises(Invalid):
            act(matter, cast.yezhen, "judge", lines=numbers(matter), verdict="disputed")
        act(matter, cast.yezhen, "judge", lines=numbers(matter), verdict="disputed", words="不是我的专业")
        act(matter, cast.yezhen, "finish_check")
        assert owed(matter) == {("rule_handover", "唐越")}
        with pytest.raises(ActionError, match="没有裁定"):
            act(matter, cast.tangyue, "conclude")
        head, page = client_of(cast.tangyue), matter.get_absolute_url()
        assert "有异议：不是我的专业" in head.get(f"{page}act/rule/").content.decode()
        assert "2 条有异议" in head.get(page).content.decode()
        act(matter, cast.tangyue, "rule", lines=numbers(matter), ruling="stands")
        assert "条有异议" not in head.get(page).content.decode()
        act(matter, cast.tangyue, "conclude")
        assert matter.state == "signing"

    def test_a_line_ruled_to_somebody_else_is_checked_by_them(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = act(begun(cast.fangqiming, cast.yezhen), cast.fangqiming, "hand_in")
        act(matter, cast.yezhen, "judge", lines=numbers(matter), verdict="disputed", words="不是我的专业")
        act(matter, cast.yezhen, "finish_check")
        act(
            matter,
            cast.tangyue,
            "rule",
            lines=numbers(matter),
            ruling="other",
            receiver=str(cast.dingjian.uid),
        )
        act(matter, cast.tangyue, "conclude")
        assert owed(matter) == {("check_handover", "丁建")}
        signed(checked(matter, cast.dingjian))
        assert next(iter(owed(work)))[1] == "丁建"

    def test_who_leaves_keeps_nothing(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = begun(cast.fangqiming, cast.yezhen, reason="leaving")
        with pytest.raises(ActionError, match="都要移交"):
            act(matter, cast.fangqiming, "arrange", lines=numbers(matter), stays="yes")

    def test_what_stays_stays(self, cast: Any) -> None:
        work, other = request(cast, cast.fangqiming), request(cast, cast.fangqiming, "带走的事")
        matter = begun(cast.fangqiming, cast.yezhen)
        own = [str(one.no) for one in HandoverLine.objects.filter(handover=matter, matter=other)]
        act(matter, cast.fangqiming, "arrange", lines=own, stays="yes")
        signed(checked(matter, cast.yezhen))
        assert {who for _step, who in owed(work) | owed(other)} == {"叶蓁", "方启明"}


class TestSigning:
    def test_giver_receiver_supervisor_and_head_sign_and_only_then_it_moves(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        before = Clock.objects.get(matter=work, kind="step", stopped_at=None)
        matter = checked(begun(cast.fangqiming, cast.yezhen, supervisor=str(cast.shaoning.uid)), cast.yezhen)
        order = []
        while matter.state in ("signing", "endorsing"):
            [(_step, name)] = owed(matter)
            order.append(name)
            assert next(iter(owed(work)))[1] == "方启明"
            who = next(one for one in cast.people.values() if one.name == name)
            act(matter, who, "sign" if matter.state == "signing" else "endorse")
        assert order == ["方启明", "叶蓁", "邵宁", "唐越"]
        assert next(iter(owed(work)))[1] == "叶蓁"
        after = Clock.objects.get(matter=work, kind="step", stopped_at=None)
        assert (after.pk, after.due_at, after.run_from) == (before.pk, before.due_at, before.run_from)
        work.refresh_from_db()
        assert work.collaboration.handler == cast.yezhen
        fine(matter, work)

    def test_each_matter_that_moved_says_so_in_its_own_ledger(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
        event = Event.objects.filter(matter=work).latest("seq")
        assert (event.action, event.authority) == ("hand_over", "handover")
        assert (event.principal, event.actor) == (cast.fangqiming, cast.tangyue)
        assert event.facts["handover"]["number"] == matter.number
        assert len(event.facts["handover"]["lines"]) == 2

    def test_receivers_in_another_department_want_both_heads(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.dingjian), cast.dingjian)
        act(act(matter, cast.fangqiming, "sign"), cast.dingjian, "sign")
        assert owed(matter) == {("endorse_handover", "唐越"), ("endorse_handover", "马国强")}

    def test_where_the_head_hands_over_the_executive_signs(self, cast: Any) -> None:
        request(cast, cast.tangyue)
        matter = checked(begun(cast.tangyue, cast.yezhen), cast.yezhen)
        act(act(matter, cast.tangyue, "sign"), cast.yezhen, "sign")
        assert owed(matter) == {("endorse_handover", "韩立人")}

    def test_what_arrives_after_the_check_is_not_lost(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        new = request(cast, cast.fangqiming, "签字前新来的事")
        act(matter, cast.fangqiming, "sign")
        assert line(matter, "item", new).late
        newest = request(cast, cast.fangqiming, "最后一刻来的事")
        signed(matter)
        assert {who for _step, who in owed(new) | owed(newest)} == {"叶蓁"}
        assert not WorkItem.objects.filter(person=cast.fangqiming, closed_at=None).exists()

    def test_what_was_settled_meanwhile_is_marked_and_not_moved(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        act(work, cast.fangqiming, "deliver", result="做完了")
        signed(matter)
        assert line(matter, "item", work).outcome == "lapsed"

    def test_an_absent_giver_is_signed_for_by_the_supervisor(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        absent = {"absent": "on", "absent_why": "失联", "supervisor": str(cast.shaoning.uid)}
        matter = begun(cast.fangqiming, cast.yezhen, by=cast.wujia, reason="leaving", **absent)
        assert owed(matter) == {("prepare_handover", "邵宁")}
        signed(checked(matter, cast.yezhen))
        assert next(iter(owed(work)))[1] == "叶蓁"

    def test_who_takes_over_what_they_would_decide_on_decides_no_more(self, cast: Any) -> None:
        told = {"title": "停电安排", "in_name": "department", "content": "请告知", "to": [str(cast.om.uid)]}
        memo = open_matter("memo", Actor.of(cast.fangqiming), "submit", told)
        assert owed(memo) == {("sign", "唐越")}
        matter = signed(checked(begun(cast.fangqiming, cast.tangyue), cast.tangyue))
        memo.refresh_from_db()
        assert (memo.initiator, memo.successor) == (cast.fangqiming, cast.tangyue)
        assert owed(memo) == {("sign", "韩立人")}
        fine(memo, matter)

    def test_nobody_sits_twice_in_a_round(self, cast: Any) -> None:
        told = {"title": "停电安排", "in_name": "department", "content": "请告知",
                "to": [str(cast.om.uid), str(cast.rd.uid)]}  # fmt: skip
        memo = open_matter("memo", Actor.of(cast.linwan), "submit", told)
        act(memo, cast.zhoumin, "sign")
        signed(checked(begun(cast.tangyue, cast.maguoqiang), cast.maguoqiang))
        assert owed(memo) == {("receive", "马国强"), ("receive", "苏婉清")}
        fine(memo)

    def test_a_classified_title_stands_nowhere_in_the_handover(self, cast: Any, client_of: Any) -> None:
        work = request(cast, cast.fangqiming, "机要标题词")
        act(work, cast.tangyue, "classify", classification="secret", reason="涉密")
        matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
        assert not HandoverLine.objects.filter(handover=matter, title__contains="机要标题词").exists()
        assert "机要标题词" not in client_of(cast.yezhen).get(matter.get_absolute_url()).content.decode()
        assert "机要标题词" in client_of(cast.fangqiming).get(matter.get_absolute_url()).content.decode()
        signed(matter)
        assert "机要标题词" in client_of(cast.yezhen).get(matter.get_absolute_url()).content.decode()
        work.refresh_from_db()
        assert cast.fangqiming.pk not in work.people and cast.yezhen.pk in work.people

    def test_signing_elsewhere_lets_nobody_into_a_secret_matter(self, cast: Any) -> None:
        work = request(cast, cast.fangqiming)
        act(work, cast.linwan, "classify", classification="confidential", reason="涉密")
        signed(checked(begun(cast.fangqiming, cast.dingjian), cast.dingjian))
        work.refresh_from_db()
        assert cast.maguoqiang.pk not in work.people

    def test_the_list_is_issued_with_a_number_and_archived_for_good(self, cast: Any) -> None:
        request(cast, cast.fangqiming)
        matter = signed(checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen))
        [paper] = Document.objects.filter(matter=matter.pk)
        assert "交〔2026〕1号" in paper.number
        assert owed(matter) == set() and matter.idle  # while objections are heard nobody owes anything
        with pytest.raises(NotAllowed):
            act(matter, cast.shaoning, "archive", later(1))
        act(matter, cast.shaoning, "archive", later(4))
        assert (matter.state, matter.sealed_at is not None) == ("archived", True)
        for rows in (
            HandoverLine.objects.filter(handover=matter), HandoverDetails.objects.filter(matter=matter)
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
                rows.delete()


def test_the_list_bears_the_signatures_given_to_it_as_it_stands(cast: Any) -> None:
    request(cast, cast.fangqiming)
    matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
    act(matter, cast.fangqiming, "sign")
    act(matter, cast.yezhen, "sign")
    act(matter, cast.tangyue, "reject", reason="漏了钥匙")
    act(matter, cast.fangqiming, "add_lines", rows=[{"kind": "seal", "title": "机房钥匙"}])
    signed(checked(matter, cast.yezhen))
    paper = inventory.build(Scene.load(matter, later(1)))
    (signatures,) = [part for part in paper.blocks if isinstance(part, Opinions)]
    assert [one.who for one in signatures.opinions] == ["移交人", "接收人", "平台研发部负责人"]


def test_who_has_not_signed_has_a_line_to_sign_by_hand(cast: Any) -> None:
    request(cast, cast.fangqiming)
    matter = checked(begun(cast.fangqiming, cast.yezhen), cast.yezhen)
    act(matter, cast.fangqiming, "sign")
    paper = inventory.build(Scene.load(matter, later(0)))
    (signatures,) = [part for part in paper.blocks if isinstance(part, Opinions)]
    assert [(one.who, one.name) for one in signatures.opinions] == [
        ("移交人", "方启明"), ("接收人", ""), ("部门负责人", ""),
    ]  # fmt: skip
