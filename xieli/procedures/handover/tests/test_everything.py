"""A person's work of every procedure moves in one transaction, nothing is lost, and its reversal restores (4.2.b)."""

import os
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xieli.core import clock
from xieli.matters.commands import handing_over
from xieli.matters.models import Event, Matter
from xieli.matters.testing import invariants
from xieli.matters.verify import OF_MATTERS, breaches
from xieli.organisation import commands as organisation
from xieli.organisation import holdings

from .everything import AFTER, dues, picture, pile_up, suites
from .play import act, begun, checked

pytestmark = pytest.mark.django_db
HEAP = int(os.environ.get("XIELI_HEAP", "20"))  # open items; 300 in the long lane, some three minutes


def handed_over(cast: Any) -> tuple[Matter, Any, Any]:
    """叶蓁 goes on leave; somebody new has checked and signed, only the head's signature is missing."""
    post = cast.posts["RD", "研发工程师"]
    taker = organisation.join("QY9001", "新同事", post, clock.local(AFTER).date())
    matter = begun(cast.yezhen, taker, reason="absence", returns_at="2026-12-31T09:00")
    checked(matter, taker)
    act(matter, cast.yezhen, "sign")
    return act(matter, taker, "sign"), cast.tangyue, taker


def there_and_back(cast: Any, wanted: int, turn_clock: Any) -> float:
    """Everything goes and returns; answers the seconds the last signature took."""
    matters = pile_up(cast, cast.yezhen, wanted)
    turn_clock(AFTER)
    before, until = picture(matters), dues(matters)
    mine = {key for key, holder in before.items() if holder == cast.yezhen.pk}
    items = [int(key) for kind, key in mine if kind == "item"]
    walked = set(Matter.objects.filter(pk__in=matters, closed_at=None).values_list("procedure", flat=True))
    matter, head, taker = handed_over(cast)
    began = perf_counter()
    with CaptureQueriesContext(connection) as asked:
        act(matter, head, "endorse")
    took = perf_counter() - began
    assert matter.state == "in_force"
    left = [one for one in holdings.held_by(cast.yezhen) if one.matter in matters]
    assert left == [], "something was left behind"
    after = picture(matters)
    assert after.keys() == before.keys(), "something was lost"
    assert {key for key in after if after[key] != before[key]} == mine
    assert {after[key] for key in mine} == {taker.pk}
    assert dues(matters) == until
    whole(matters)
    act(matter, cast.yezhen, "give_back")
    assert picture(matters) == before
    assert dues(matters) == until
    whole(matters)
    told = Event.objects.filter(matter__in=matters, action="hand_back").values("matter").distinct().count()
    print(f"{len(items)} items, {len(mine)} lines, {told} matters of {len(walked)} procedures: "
          f"{took:.1f} s, {len(asked)} statements")  # fmt: skip
    assert len(walked) >= len(suites()) - 3
    return took


def whole(matters: set[int]) -> None:
    """Every invariant of every matter."""
    invariants.check_deferred()
    found = breaches(Matter.objects.filter(pk__in=matters), OF_MATTERS, clock.now())
    assert [str(one) for one in found] == []


def test_work_of_every_procedure_goes_and_returns(cast: Any, turn_clock: Any) -> None:
    """About fifteen statements for each matter; the bound is for a busy machine of two cores."""
    assert there_and_back(cast, HEAP, turn_clock) < HEAP / 5


def test_if_one_thing_cannot_move_nothing_moves(cast: Any, turn_clock: Any, monkeypatch: Any) -> None:
    matters = pile_up(cast, cast.yezhen, 5, steps=0)
    turn_clock(AFTER)
    before, real, done = picture(matters), handing_over.finish, []

    def failing(one: Any) -> Any:
        done.append(one)
        if len(done) == 3:
            raise RuntimeError("the power fails")
        return real(one)

    matter, head, _taker = handed_over(cast)
    monkeypatch.setattr(handing_over, "finish", failing)
    with pytest.raises(RuntimeError):
        act(matter, head, "endorse")
    matter.refresh_from_db()
    assert matter.state == "endorsing"
    assert picture(matters) == before
