"""What the random walks over the real procedures found broken, each by its name."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import verify
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Clock, ClockChange, Matter

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 9, 7, 9, 0)


def working(cast: Any) -> Matter:
    data = {"title": "查日志", "amount": 5, "lead_department": str(cast.rd.uid)}
    matter = open_matter("toy", Actor.of(cast.linwan), "submit", data)
    perform(matter, "accept", Actor.of(cast.fangqiming), {})
    return matter


def test_a_pause_its_holder_took_ends_where_the_next_state_pauses_the_step_itself(
    cast: Any, toy: str, turn_clock: Any
) -> None:
    turn_clock(MONDAY)
    matter, fang = working(cast), Actor.of(cast.fangqiming)
    until = {"cause": "customer", "until": "2026-09-08T12:00", "reason": "客户开会"}
    perform(matter, "pause", fang, until)
    turn_clock(clock.at(2026, 9, 7, 11, 0))
    perform(matter, "ask", fang, {})
    step = Clock.objects.get(matter=matter, name="work")
    pauses = ClockChange.objects.filter(clock=step, kind="pause").order_by("id")
    assert [(one.cause, one.ended_at is None) for one in pauses] == [
        ("customer", False),
        ("state:waiting", True),
    ]
    assert step.pause_until is None and step.next_at is None
    assert list(verify.breaches(Matter.objects.filter(pk=matter.pk), verify.OF_MATTERS)) == []
