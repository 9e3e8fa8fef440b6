"""More time for what is over already: due, and late, at the date agreed, however long it stood still (model, Time)."""

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.core import clock as time
from xieli.matters import clocks
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.models import Clock
from xieli.matters.verify import OF_MATTERS, breaches
from xieli.worktime import calendars
from xieli.worktime.allowance import Allowance

from .scenes import TUESDAY, accepted, clock_of, do, open_item
from .test_clocks import MONDAY, SPANS, started

DUE = time.at(2026, 9, 14, 17, 30)  # of the work


@given(started(), st.lists(st.tuples(SPANS, SPANS), max_size=4), SPANS, st.integers(1, 12))
def test_what_is_over_is_due_at_the_close_at_which_its_allowance_was_used_up(
    clock: Clock, pauses: list[tuple[int, int]], rest: int, more: int
) -> None:
    """Whenever more is agreed, before the pauses or after them: a close that stood still is none of its days."""
    now, still, asked = clock.started_at, [], copy(clock)
    clocks.extend(clock, more, now)
    for run, stand in pauses:
        begin = now + timedelta(seconds=run)
        now = begin + timedelta(seconds=stand)
        for one in (clock, asked):
            clocks.pause(one, begin, None)
            clocks.resume(one, now)
        still.append((begin, now))
    clocks.extend(asked, more, now + timedelta(seconds=rest), still)
    assert (asked.due_at, asked.allowed, asked.used) == (clock.due_at, clock.allowed, clock.used)
    if clock.unit == "WD":
        calendar = calendars.get(clock.calendar)
        begin, due = calendar.next_day(clock.started_at), clock.due_at
        stood = sum(
            calendar.closes(max(a, begin), min(b, due)) for a, b in still if min(b, due) > max(a, begin)
        )
        assert calendar.closes(begin, due) - stood == clock.allowed


def test_a_date_that_is_over_is_agreed_to_late_and_shown_as_it_was_agreed() -> None:
    """Due on Tuesday, asked on Monday for Wednesday, granted on Friday in a pause: it was late from Wednesday on."""
    late = clocks.start(Clock(name="step", calendar="office", warnings="normal"), Allowance(1, "WD"), MONDAY)
    more = clocks.added_by(late, time.at(2026, 9, 9, 17, 30))
    clocks.pause(late, time.at(2026, 9, 11, 9, 0), time.at(2026, 9, 14, 9, 0))
    clocks.extend(late, more, time.at(2026, 9, 11, 10, 0))
    assert late.due_at == time.at(2026, 9, 9, 17, 30)
    clocks.resume(late, time.at(2026, 9, 14, 9, 0))
    assert late.due_at == time.at(2026, 9, 9, 17, 30) and late.original_due_at == time.at(2026, 9, 8, 17, 30)


def test_what_is_over_when_it_is_paused_is_extended_to_the_day_asked_for() -> None:
    """Due on a worked Sunday, paused from Tuesday to Wednesday, extended to Thursday: Thursday it is, not Monday."""
    friday = time.at(2026, 9, 18, 2)
    late = clocks.start(Clock(name="step", calendar="office", warnings="normal"), Allowance(1, "WD"), friday)
    clocks.pause(late, time.at(2026, 9, 22, 5, 30), time.at(2026, 9, 23, 7))
    clocks.extend(late, clocks.added_by(late, time.at(2026, 9, 24, 19)), time.at(2026, 9, 22, 6))
    clocks.resume(late, time.at(2026, 9, 23, 7))
    assert late.due_at == time.at(2026, 9, 24, 17, 30)


@pytest.mark.django_db
@pytest.mark.usefixtures("toy")
def test_an_extension_granted_when_even_the_date_asked_for_is_over_still_reaches_it(cast: Any) -> None:
    """Asked for on Tuesday, granted when it stands still and is late: late from the date agreed, not the old one."""
    matter = accepted(cast)
    do(matter, "give_notice", cast.fangqiming, now=TUESDAY, new_due="2026-09-15T17:30")
    do(
        matter,
        "pause",
        cast.fangqiming,
        cause="customer",
        until="2026-09-18T09:00",
        now=DUE + timedelta(days=2),
    )
    do(matter, "approve", cast.linwan, now=DUE + timedelta(days=3))
    assert clock_of(matter, "work").due_at == open_item(matter).due_at == time.at(2026, 9, 15, 17, 30)
    perform(matter, "resume", SYSTEM, now=time.at(2026, 9, 18, 9, 0))
    assert clock_of(matter, "work").due_at == time.at(2026, 9, 15, 17, 30)
    assert list(breaches(None, OF_MATTERS, time.at(2026, 9, 18, 9, 0))) == []
