"""What somebody borrowed and what they keep passes to who takes over (4.2.b)."""

from typing import Any

import pytest

from xieli.organisation import holdings
from xieli.organisation.holdings import Occasion, Passing

from .play import MONDAY, booked, resource

pytestmark = pytest.mark.django_db


def test_what_somebody_holds_and_keeps_can_be_handed_over(cast: Any, turn_clock: Any) -> None:
    turn_clock(MONDAY)
    one = resource(cast)
    matter = booked(one, cast.fangqiming)
    assert matter.pk in {held.matter for held in holdings.held_by(cast.fangqiming) if held.kind != "item"}
    kept = [held for held in holdings.held_by(cast.guchangchuan) if held.kind == "custody"]
    assert [held.key for held in kept] == [str(one.pk)]
    passing = Passing("custody", str(one.pk), cast.guchangchuan, cast.fangqiming)
    moved = holdings.move(Occasion(None, "JJ-1", "", MONDAY), [passing])
    assert moved == {("custody", str(one.pk)): cast.fangqiming}
    one.refresh_from_db()
    assert one.custodian == cast.fangqiming
