"""Everybody is heard before it is decided; what one says stays one's own until then; receipts move no state."""

from collections.abc import Iterator
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, open_matter
from xieli.matters.commands.tallying import tally
from xieli.matters.errors import AlreadyDone, NotAllowed
from xieli.matters.models import Matter, WorkItem
from xieli.matters.queries import blind
from xieli.matters.scene import Scene
from xieli.matters.testing import invariants, reading
from xieli.matters.verify import OF_MATTERS, breaches

from .hearing import procedure
from .scenes import MONDAY, TUESDAY, do, holders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hearing() -> Iterator[None]:
    registry.add(procedure())
    yield
    registry.remove("hearing")


def asked(cast: Any) -> Matter:
    return open_matter("hearing", Actor.of(cast.linwan), "ask", {"title": "新站选址"}, now=MONDAY)


def names(matter: Matter, person: Any) -> list[str]:
    with clock.turned_to(MONDAY):
        scene = Scene.load(Matter.objects.get(pk=matter.pk), MONDAY)
        return [one.name for one in available_actions(scene, Actor.of(person))]


def state(matter: Matter) -> str:
    return Matter.objects.get(pk=matter.pk).state


def heads(matter: Matter) -> list[Any]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None, main=True).order_by("seat__ordinal")
    return [item.person for item in items]


@pytest.mark.parametrize(
    ("verdicts", "decision"),
    [
        (["approve", "", "refuse"], None),
        (["approve", "refuse", "approve"], "refused"),
        (["approve", "abstain", "approve"], "passed"),
        (["abstain", "abstain"], "refused"),
    ],
)
def test_each_waits_for_everybody_even_after_a_refusal(verdicts: list[str], decision: str | None) -> None:
    assert tally("each", 3, False, verdicts) == decision


def test_a_refusal_with_the_right_of_veto_decides_before_all_are_heard() -> None:
    assert tally("each", 3, True, ["refuse", "", ""]) == "refused"


def test_the_declaration_holds_together() -> None:
    assert [*reading.dangling(procedure()), *reading.unlimited(procedure())] == []


class TestHearing:
    def test_acts_that_vote_take_the_place_of_the_general_verbs(self, cast: Any) -> None:
        offered = names(asked(cast), heads(asked(cast))[0])
        assert "score" in offered
        assert {"approve", "refuse", "abstain"} & set(offered) == set()

    def test_the_form_decides_the_verdict_and_the_state_where_it_leads(self, cast: Any) -> None:
        matter = asked(cast)
        first, second, third = heads(matter)
        do(matter, "score", first, marks=80)
        do(matter, "score", second, marks=90)
        assert state(matter) == "assessing"
        do(matter, "score", third, marks=70)
        assert state(matter) == "running"

    def test_one_low_mark_is_heard_and_decides_only_at_the_end(self, cast: Any) -> None:
        matter = asked(cast)
        first, second, third = heads(matter)
        do(matter, "score", first, marks=10)
        do(matter, "object_", second)
        assert state(matter) == "assessing"
        do(matter, "score", third, marks=90)
        assert state(matter) == "stopped"

    def test_who_has_spoken_is_told_so_and_outsiders_are_refused(self, cast: Any) -> None:
        matter = asked(cast)
        first = heads(matter)[0]
        do(matter, "score", first, marks=80)
        with pytest.raises(AlreadyDone):
            do(matter, "score", first, marks=20)
        with pytest.raises(NotAllowed):
            do(matter, "score", cast.guchangchuan, marks=20)

    def test_every_step_on_the_way_keeps_the_invariants(self, cast: Any) -> None:
        matter = asked(cast)
        for person in heads(matter):
            do(matter, "score", person, marks=80)
            invariants.check_deferred()
            assert invariants.broken([matter], MONDAY) == []


class TestBlind:
    def test_a_vote_is_hidden_from_others_until_all_are_in(self, cast: Any) -> None:
        matter = asked(cast)
        first, second, third = heads(matter)
        do(matter, "score", first, marks=80)
        hidden = blind.rounds(Scene.load(Matter.objects.get(pk=matter.pk), MONDAY))
        vote = matter.events.get(action="score")
        assert blind.hides(vote, hidden, second.pk)
        assert not blind.hides(vote, hidden, first.pk)
        do(matter, "score", second, marks=80)
        do(matter, "score", third, marks=80)
        after = blind.rounds(Scene.load(Matter.objects.get(pk=matter.pk), MONDAY))
        assert not blind.hides(vote, after, second.pk)

    def test_the_page_says_who_spoke_and_not_what(self, cast: Any, client_of: Any) -> None:
        matter = asked(cast)
        first, second, _third = heads(matter)
        do(matter, "object_", first, reason="配电容量不足")
        with clock.turned_to(MONDAY):
            others = client_of(second).get(matter.get_absolute_url()).content.decode()
            own = client_of(first).get(matter.get_absolute_url()).content.decode()
        assert "已提交意见，收齐后公开" in others
        assert "配电容量不足" not in others
        assert "配电容量不足" in own


class TestReceipts:
    def running(self, cast: Any) -> Matter:
        matter = asked(cast)
        for person in heads(matter):
            do(matter, "score", person, marks=80)
        return matter

    def test_an_act_asks_every_department_beside_the_state(self, cast: Any) -> None:
        matter = self.running(cast)
        do(matter, "issue", cast.linwan)
        steps = [step for step, _holder in holders(matter)]
        assert steps == ["run", "acknowledge", "acknowledge", "acknowledge"]
        assert state(matter) == "running"
        side = WorkItem.objects.filter(matter=matter, step="acknowledge")
        assert {item.due_at for item in side} == {clock.at(2026, 9, 8, 17, 30)}

    def test_each_receipt_is_one_departments_own_and_moves_nothing(self, cast: Any) -> None:
        matter = self.running(cast)
        do(matter, "issue", cast.linwan)
        do(matter, "acknowledge", cast.qianwenbo, now=TUESDAY, contact="钱文博")
        row = Matter.objects.get(pk=matter.pk)
        assert row.state == "running"
        assert Scene.load(row, TUESDAY).details.received == ["钱文博"]
        assert len(WorkItem.objects.filter(matter=matter, step="acknowledge", closed_at=None)) == 2
        assert not list(breaches(Matter.objects.filter(pk=matter.pk), OF_MATTERS, TUESDAY))

    def test_leaving_the_state_ends_what_was_asked_beside_it(self, cast: Any) -> None:
        matter = self.running(cast)
        do(matter, "issue", cast.linwan)
        do(matter, "finish", cast.linwan)
        assert not WorkItem.objects.filter(matter=matter, closed_at=None).exists()
