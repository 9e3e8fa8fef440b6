"""A person's work of every procedure moves in one transaction, nothing is lost, and its reversal restores (4.2.b)."""

from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core import clock
from xieli.matters.commands import handing_over
from xieli.matters.models import Event, Matter, WorkItem
from xieli.matters.testing import invariants
from xieli.matters.verify import OF_MATTERS, breaches
from xieli.organisation import queries as organisation

from .everything import AFTER, open_matters, picture, pile_up, suites
from .play import act, begun, checked

pytestmark = pytest.mark.django_db


def handed_over(cast: Any) -> tuple[Matter, Any]:
    """叶蓁 goes on leave; everything is checked and signed but for the head's signature."""
    away = {"reason": "absence", "returns_at": "2026-12-31T09:00"}
    matter = begun(cast.yezhen, cast.fangqiming, **away)
    checked(matter, cast.fangqiming)
    act(matter, cast.yezhen, "sign")
    return act(matter, cast.fangqiming, "sign"), cast.tangyue


def held(cast: Any) -> int:
    return WorkItem.objects.filter(person=cast.yezhen, closed_at=None).exclude(
        matter__procedure="handover"
    ).count()  # fmt: skip


def there_and_back(cast: Any, wanted: int, turn_clock: Any) -> float:
    """Everything goes and returns; answers the seconds the last signature took."""
    matters = pile_up(cast, cast.yezhen, wanted)
    turn_clock(AFTER)
    before = picture(matters)
    mine = {seat for seat, (_step, person, _due) in before.items() if person == cast.yezhen.pk}
    procedures = set(WorkItem.objects.filter(seat__in=mine).values_list("matter__procedure", flat=True))
    matter, head = handed_over(cast)
    began = perf_counter()
    with CaptureQueriesContext(connection) as asked:
        act(matter, head, "endorse")
    took = perf_counter() - began
    assert matter.state == "effective"
    assert held(cast) == 0
    after = picture(matters)
    assert after.keys() == before.keys(), "an item was lost"
    for seat in before:
        step, person, due = before[seat]
        assert after[seat][0::2] == (step, due)
        assert (after[seat][1] == person) == (seat not in mine)
    moved = {event.matter_id for event in Event.objects.filter(matter__in=matters, action="hand_over")}
    assert {one.pk for one in Matter.objects.filter(items__seat__in=mine)} <= moved
    whole(matters)
    act(matter, cast.yezhen, "give_back")
    assert picture(matters) == before
    whole(matters)
    print(f"{len(mine)} items of {len(procedures)} procedures: {took:.1f} s, {len(asked)} statements")
    return took


def whole(matters: set[int]) -> None:
    """Every invariant of every matter."""
    invariants.check_deferred()
    found = breaches(Matter.objects.filter(pk__in=matters), OF_MATTERS, clock.now())
    assert [str(one) for one in found] == []


def test_one_item_of_every_procedure_goes_and_returns(cast: Any, turn_clock: Any) -> None:
    there_and_back(cast, len(suites()), turn_clock)


@pytest.mark.slow
def test_three_hundred_go_and_return(cast: Any, turn_clock: Any) -> None:
    """About fifteen statements for each matter; the bound is for a busy machine of two cores."""
    assert there_and_back(cast, 300, turn_clock) < 60


def test_if_one_thing_cannot_move_nothing_moves(cast: Any, turn_clock: Any, monkeypatch: Any) -> None:
    matters = pile_up(cast, cast.yezhen, 5, steps=0)
    turn_clock(AFTER)
    before, real, done = picture(matters), handing_over.finish, []

    def failing(one: Any) -> Any:
        done.append(one)
        if len(done) == 3:
            raise RuntimeError("the power fails")
        return real(one)

    matter, head = handed_over(cast)
    monkeypatch.setattr(handing_over, "finish", failing)
    with pytest.raises(RuntimeError):
        act(matter, head, "endorse")
    matter.refresh_from_db()
    assert matter.state == "endorsing"
    assert picture(matters) == before
    assert len(open_matters(matters)) > 0 and organisation.head_of(cast.rd) == head
