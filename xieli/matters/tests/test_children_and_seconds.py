"""Children, second signatures, copies, keys: acts that involve another matter, another person, or come twice."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child, open_matter, perform, save_draft, start
from xieli.matters.commands.again import start_again
from xieli.matters.errors import ActionError, Blocked, KeyReused, NotAllowed, UnknownAction
from xieli.matters.holders import Place, at
from xieli.matters.models import Event, Link, Matter
from xieli.matters.predicates import anyone, holder
from xieli.matters.procedure import Child

from .scenes import MONDAY, TUESDAY, accepted, clock_of, do, holders, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture
def with_children(toy: str) -> None:
    """Help may be asked for while working; it must be over before delivering, and be accepted within an hour."""
    spec = registry.get("toy")
    help_ = Child(
        "toy",
        "请协助",
        (spec.states["working"],),
        holder,
        blocks=("deliver",),
        limits={"accept": "1 h W"},
        name="help",
    )
    registry.add(replace(spec, children={"help": help_}))


def helped(cast: Any, parent: Matter, label: str = "help", **kwargs: Any) -> Matter:
    data = {"title": "配合", "amount": 1, "lead_department": str(cast.fi.uid)}
    return open_child(parent, label, Actor.of(cast.fangqiming), "submit", data, now=MONDAY, **kwargs)


@pytest.mark.usefixtures("with_children")
class TestChildren:
    def test_a_child_has_its_parent_a_line_in_both_ledgers_and_the_parents_limit(self, cast: Any) -> None:
        parent = accepted(cast)
        child = helped(cast, parent)
        assert (child.parent, child.parent_label, child.initiator) == (parent, "help", cast.fangqiming)
        event = Event.objects.filter(matter=parent).latest("seq")
        assert (event.action, event.facts["child"]["number"]) == ("open:help", child.number)
        assert Link.objects.get(source=parent).target == child
        assert (clock_of(child, "accept").allowed, clock_of(child, "accept").unit) == (3600, "W")

    def test_an_open_child_blocks_the_named_act_and_nothing_else(self, cast: Any) -> None:
        parent = accepted(cast)
        child = helped(cast, parent)
        with pytest.raises(Blocked, match=child.number or ""):
            do(parent, "deliver", cast.fangqiming)
        do(parent, "arrive", cast.fangqiming)
        do(child, "withdraw", cast.fangqiming)
        do(parent, "deliver", cast.fangqiming)

    def test_a_draft_of_a_child_blocks_nothing(self, cast: Any) -> None:
        parent = accepted(cast)
        start("toy", Actor.of(cast.fangqiming), parent=parent, parent_label="help", now=MONDAY)
        do(parent, "deliver", cast.fangqiming)

    def test_a_child_is_opened_only_where_declared_and_by_who_may(self, cast: Any) -> None:
        with pytest.raises(NotAllowed, match="现在的状态"):
            helped(cast, submitted(cast))
        with pytest.raises(UnknownAction):
            helped(cast, accepted(cast), "other")
        with pytest.raises(NotAllowed):
            open_child(accepted(cast), "help", Actor.of(cast.linwan), "submit", {}, now=MONDAY)

    def test_the_same_key_opens_one_child(self, cast: Any) -> None:
        parent = accepted(cast)
        assert helped(cast, parent, key="k") == helped(cast, parent, key="k")
        assert Matter.objects.filter(parent=parent).count() == 1

    def test_voiding_the_parent_withdraws_its_children_and_drops_their_drafts(self, cast: Any) -> None:
        parent = accepted(cast)
        child = helped(cast, parent)
        draft = start("toy", Actor.of(cast.fangqiming), parent=parent, parent_label="help", now=MONDAY)
        do(parent, "void", cast.shenruozhou)
        child.refresh_from_db()
        assert child.outcome == "void"
        event = Event.objects.filter(matter=child).latest("seq")
        assert event.actor_kind == "system" and (parent.number or "") in event.texts.get().text
        assert not Matter.objects.filter(pk=draft.pk).exists()

    def test_closing_a_child_neither_locks_nor_changes_the_parent(self, cast: Any) -> None:
        parent = accepted(cast)
        child = helped(cast, parent)
        lines = Event.objects.filter(matter=parent).count()
        with CaptureQueriesContext(connection) as queries:
            do(child, "withdraw", cast.fangqiming)
        locks = [
            one["sql"] for one in queries if "FOR UPDATE" in one["sql"] and "matters_matter" in one["sql"]
        ]
        assert len(locks) == 1 and re.search(rf'"id" = \(?{child.pk}\b', locks[0])
        assert Event.objects.filter(matter=parent).count() == lines

    def test_the_parents_pause_does_not_reach_its_children(self, cast: Any) -> None:
        parent = accepted(cast)
        child = helped(cast, parent)
        do(parent, "ask", cast.fangqiming)
        assert clock_of(child, "accept").paused_at is None


@pytest.fixture
def double_check(cast: Any, toy: str) -> None:
    """Delivering needs a second signature of 唐越, the head."""
    spec = registry.get("toy")
    deliver = replace(
        spec.actions["deliver"], second=anyone, second_who=at(Place(cast.rd, cast.tangyue)), form="ReasonForm"
    )
    registry.add(replace(spec, actions={**spec.actions, "deliver": deliver}))


@pytest.mark.usefixtures("double_check")
class TestSecondSignatures:
    def test_nothing_moves_before_the_second_person_signed(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "deliver", cast.fangqiming)
        assert matter.state == "working" and holders(matter) == [("work", "RD"), ("second", "tangyue")]
        do(matter, "approve", cast.tangyue, now=TUESDAY)
        assert matter.state == "signing"
        event = Event.objects.filter(matter=matter).latest("seq")
        assert (event.action, event.actor, event.principal) == ("deliver", cast.tangyue, cast.fangqiming)
        assert dict(event.texts.values_list("field", "text")) == {"reason": "说明", "second_opinion": "意见"}

    def test_a_refused_second_signature_leaves_things_as_they_were(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "deliver", cast.fangqiming)
        do(matter, "refuse", cast.tangyue)
        assert matter.state == "working" and holders(matter) == [("work", "RD")]

    def test_nobody_checks_their_own_act(self, cast: Any) -> None:
        matter = accepted(cast)
        do(matter, "deliver", cast.tangyue)
        assert holders(matter)[1] == ("second", "hanliren")


class TestDraftsAndCopies:
    def test_a_draft_is_its_authors_and_has_neither_number_nor_clock(self, cast: Any) -> None:
        draft = start("toy", Actor.of(cast.linwan), draft={"title": ["查"]}, now=MONDAY)
        assert draft.audience == [-cast.linwan.pk] and draft.number is None
        assert not Matter.objects.visible_to(cast.zhoumin).filter(pk=draft.pk).exists()
        with pytest.raises(NotAllowed):
            save_draft(draft, Actor.of(cast.zhoumin), {})

    def test_a_matter_begins_when_it_is_submitted_not_when_it_was_drafted(self, cast: Any) -> None:
        draft = start("toy", Actor.of(cast.linwan), now=MONDAY)
        data = {"title": "查日志", "amount": 1, "lead_department": str(cast.rd.uid)}
        perform(draft, "submit", Actor.of(cast.linwan), data, now=TUESDAY)
        assert (draft.opened_at, draft.draft, draft.number) == (TUESDAY, None, "WJ-2026-0001")
        assert cast.cs.pk in draft.departments
        with pytest.raises(NotAllowed):
            save_draft(draft, Actor.of(cast.linwan), {})

    def test_again_like_this_is_a_draft_with_what_the_first_form_saved(self, cast: Any) -> None:
        matter = accepted(cast, amount=7)
        draft = start_again(matter, Actor.of(cast.zhoumin))
        assert draft.initiator == cast.zhoumin and draft.head_seq == 0
        assert draft.draft == {"title": ["查日志"], "amount": ["7"], "lead_department": [str(cast.rd.uid)]}

    def test_what_one_may_not_see_one_cannot_copy(self, cast: Any) -> None:
        matter = submitted(cast)
        do(matter, "classify", cast.linwan, classification="secret")
        with pytest.raises(NotAllowed, match="没有找到"):
            start_again(matter, Actor.of(cast.guchangchuan))


class TestKeys:
    def test_the_same_key_with_other_content_is_refused(self, cast: Any) -> None:
        matter = submitted(cast)
        fang = Actor.of(cast.fangqiming)
        perform(matter, "accept", fang, {}, key="k", now=MONDAY)
        with pytest.raises(KeyReused):
            perform(matter, "deliver", fang, {}, key="k", now=MONDAY)

    def test_keys_of_different_people_do_not_meet(self, cast: Any) -> None:
        matter = submitted(cast)
        perform(matter, "urge", Actor.of(cast.linwan), {}, key="k", now=MONDAY)
        perform(matter, "accept", Actor.of(cast.fangqiming), {}, key="k", now=MONDAY)

    def test_a_refused_act_leaves_its_key_free(self, cast: Any) -> None:
        matter = submitted(cast)
        with pytest.raises(ActionError):
            perform(matter, "accept", Actor.of(cast.linwan), {}, key="k", now=MONDAY)
        perform(matter, "urge", Actor.of(cast.linwan), {}, key="k", now=MONDAY)

    def test_opening_twice_with_a_key_opens_once(self, cast: Any) -> None:
        data = {"title": "查日志", "amount": 1, "lead_department": str(cast.rd.uid)}
        one, other = (open_matter("toy", Actor.of(cast.linwan), "submit", data, key="k") for _ in range(2))
        assert one == other and one.number == "WJ-2026-0001"

    def test_numbers_have_no_gap_though_acts_failed_between(self, cast: Any) -> None:
        numbers = []
        for amount in (1, -1, 2):
            try:
                numbers.append(submitted(cast, amount=amount).number)
            except ActionError:
                numbers.append(None)
        assert numbers == ["WJ-2026-0001", None, "WJ-2026-0002"]

    def test_confidential_matters_have_a_series_of_their_own(self, cast: Any) -> None:
        registry.add(replace(registry.get("toy"), classification="confidential"))
        assert submitted(cast).number == "WJ-2026-0001M"
