"""The running of clocks: pure arithmetic over the frozen allowance (I13, §0)."""

from copy import copy
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xieli.core import clock as time
from xieli.matters import clocks, warnings
from xieli.matters.models import Clock
from xieli.worktime import calendars
from xieli.worktime.allowance import Allowance

MONDAY = time.at(2026, 9, 7, 9, 0)
UNITS = st.sampled_from(["W", "C", "WD"])
CALENDARS = st.sampled_from(["office", "two_shift", "round_the_clock", "big_small_week"])
SPANS = st.integers(0, 6 * 86_400)


@st.composite
def started(draw: st.DrawFn) -> Clock:
    """A clock that starts at any second of four weeks around the October holidays."""
    unit = draw(UNITS)
    amount = draw(st.integers(1, 12)) if unit == "WD" else draw(st.integers(1, 200_000))
    now = MONDAY + timedelta(seconds=draw(st.integers(0, 28 * 86_400)))
    clock = Clock(name="step", calendar=draw(CALENDARS), warnings=draw(st.sampled_from(["urgent", "normal"])))
    return clocks.start(clock, Allowance(amount, unit), now)


def accounts(clock: Clock, still: list[tuple[datetime, datetime]], now: datetime) -> tuple[int, int]:
    """(used + running + stood still, elapsed) in the clock's measure."""
    calendar = calendars.get(clock.calendar)
    begin = calendar.next_day(clock.started_at) if clock.unit == "WD" else clock.started_at
    running = clocks.elapsed(calendar, clock.unit, clock.run_from, now) if clock.running else 0
    stood = sum(clocks.elapsed(calendar, clock.unit, max(a, begin), b) for a, b in still)
    return clock.used + running + stood, clocks.elapsed(calendar, clock.unit, begin, now)


@given(started(), st.lists(st.tuples(SPANS, SPANS), max_size=5), SPANS)
def test_used_and_paused_and_running_add_up_to_elapsed(
    clock: Clock, pauses: list[tuple[int, int]], rest: int
) -> None:
    now, still = clock.started_at, []
    for run, stand in pauses:
        now += timedelta(seconds=run)
        clocks.pause(clock, now, None)
        begin, now = now, now + timedelta(seconds=stand)
        clocks.resume(clock, now)
        still.append((begin, now))
    now += timedelta(seconds=rest)
    told, elapsed = accounts(clock, still, now)
    assert told == elapsed


@given(started(), st.lists(st.tuples(SPANS, SPANS), max_size=5), SPANS)
def test_stops_and_reopenings_add_up_too(clock: Clock, stops: list[tuple[int, int]], rest: int) -> None:
    """Found by a walk: reopened on its starting day, a clock in working days counted that day's close."""
    now, still = clock.started_at, []
    for run, stand in stops:
        now += timedelta(seconds=run)
        clocks.stop(clock, now, "judged", 2)
        begin, now = now, now + timedelta(seconds=stand)
        clocks.restart(clock, now)
        still.append((begin, now))
    now += timedelta(seconds=rest)
    told, elapsed = accounts(clock, still, now)
    assert told == elapsed


@given(started(), SPANS)
def test_projecting_again_changes_nothing(clock: Clock, later: int) -> None:
    due, following, level = clock.due_at, clock.next_at, clock.level
    clocks.project(clock, clock.started_at)
    assert (clock.due_at, clock.next_at, clock.level) == (due, following, level)
    clocks.project(clock, clock.started_at + timedelta(seconds=later))
    assert clock.due_at == due


@given(started(), SPANS, SPANS)
def test_a_pause_moves_the_due_moment_by_what_it_stood_still(clock: Clock, run: int, stand: int) -> None:
    calendar = calendars.get(clock.calendar)
    now = clock.started_at + timedelta(seconds=run)
    before, left = clock.due_at, clocks.left(clock, now)
    clocks.pause(clock, now, now + timedelta(days=9))
    assert clock.next_at == now + timedelta(days=9)
    now += timedelta(seconds=stand)
    clocks.resume(clock, now)
    assert clock.due_at >= before or left <= 0
    assert clocks.left(clock, now) == left
    if left > 0:
        assert clocks.elapsed(calendar, clock.unit, clock.run_from, clock.due_at) == left


@given(started(), SPANS)
def test_a_clock_stopped_and_let_go_on_is_as_if_it_never_stopped(clock: Clock, run: int) -> None:
    now = clock.started_at + timedelta(seconds=run)
    before = (clock.due_at, clock.used, clock.run_from)
    clocks.stop(clock, now, "judged", 3)
    assert clock.outcome == ("met" if now <= before[0] else "late")
    clocks.unstop(clock, now + timedelta(hours=1))
    assert (clock.due_at, clock.used, clock.run_from) == before
    clocks.pause(clock, now, None)
    clocks.unpause(clock, now + timedelta(hours=1))
    assert (clock.due_at, clock.used, clock.run_from) == before


@given(started(), SPANS, st.integers(1, 20 * 86_400))
def test_an_extension_reaches_the_agreed_moment_and_keeps_the_original(
    clock: Clock, run: int, more: int
) -> None:
    calendar = calendars.get(clock.calendar)
    now = clock.started_at + timedelta(seconds=run)
    original, wanted = clock.due_at, max(clock.due_at, now) + timedelta(seconds=more)
    clocks.extend(clock, clocks.added_by(clock, wanted), now)
    assert clock.original_due_at == original and clock.extensions == 1
    if clock.unit == "WD":
        # A day is agreed: its close of business, or the next one if nothing is worked on it.
        midnight = calendar.next_day(wanted) - timedelta(days=1)
        assert calendar.closes(midnight, clock.due_at) == 1
    else:
        # A date outside working hours is reached with the last working second before it.
        assert clocks.elapsed(calendar, clock.unit, clock.due_at, wanted) == 0


@given(started(), SPANS, SPANS, st.integers(1, 20 * 86_400), st.booleans())
def test_an_extension_granted_in_a_pause_comes_to_the_same_as_one_granted_before_it(
    clock: Clock, run: int, still: int, more: int, again: bool
) -> None:
    """Also where the pause is over by then: what stood still moves what was agreed, once. Also where the date agreed
    was over when the pause began: then it is due, and late, at that date."""
    paused = clock.started_at + timedelta(seconds=run)
    resumed = paused + timedelta(seconds=still)
    agreed = clocks.added_by(clock, clock.due_at + timedelta(seconds=more))
    other = copy(clock)
    clocks.extend(clock, agreed, paused)
    clocks.pause(clock, paused, None)
    clocks.resume(clock, resumed)
    clocks.pause(other, paused, None)
    if again:
        clocks.resume(other, resumed)
    clocks.extend(other, agreed, resumed, [(paused, resumed)] if again else [])
    if not again:
        clocks.resume(other, resumed)
    assert (other.due_at, other.allowed, other.used) == (clock.due_at, clock.allowed, clock.used)


@given(started(), SPANS, SPANS, st.integers(1, 20 * 86_400))
def test_a_date_asked_for_in_a_pause_is_reached_when_the_pause_lasts_to_its_date(
    clock: Clock, run: int, still: int, more: int
) -> None:
    paused = clock.started_at + timedelta(seconds=run)
    until = paused + timedelta(seconds=still)
    clocks.pause(clock, paused, until)
    wanted = clocks.expected_due(clock) + timedelta(seconds=more)
    clocks.extend(clock, clocks.added_by(clock, wanted), paused)
    clocks.resume(clock, until)
    calendar = calendars.get(clock.calendar)
    if clock.unit != "WD":
        assert clocks.elapsed(calendar, clock.unit, clock.due_at, wanted) == 0
    elif calendar.closes(until, wanted) > 0:  # not a day that stood still
        midnight = calendar.next_day(wanted) - timedelta(days=1)
        assert calendar.closes(midnight, clock.due_at) == 1


@given(started(), SPANS, st.integers(0, 5), st.integers(1, 20 * 86_400))
def test_levels_fire_again_only_where_their_new_moment_lies_ahead(
    clock: Clock, run: int, fired: int, more: int
) -> None:
    now = clock.started_at + timedelta(seconds=run)
    before = moments(clock)
    clock.level = min(fired, sum(1 for one in before if one <= now))
    had = clock.level
    clocks.shift(clock, max(clock.due_at, now) + timedelta(seconds=more), now)
    after = moments(clock)
    for level in range(clock.level, had):
        assert after[level] > now, "fires again although its moment is past"
    for level in range(clock.level, len(after)):
        assert clock.next_at is not None and clock.next_at <= after[level], "a level was lost"
    if clock.level == len(after):
        assert clock.next_at is None


def moments(clock: Clock) -> list[datetime]:
    """When each level fires as things stand."""
    return list(
        warnings.moments(
            clock.warnings,
            calendars.get(clock.calendar),
            allowed=clock.allowed,
            unit=clock.unit,
            used=clock.used,
            run_from=clock.run_from,
            due=clock.due_at,
        )
    )


@given(started())
def test_levels_come_in_order_and_red_falls_on_the_due_moment(clock: Clock) -> None:
    found = moments(clock)
    assert found == sorted(found)
    red = [one.colour for one in warnings.TEMPLATES[clock.warnings]].index("red")
    assert found[red] == clock.due_at
    assert clock.next_at == found[0] and clock.level == 0


def test_n_working_days_end_at_the_nth_close_after_the_starting_day() -> None:
    for hour in (0, 9, 17, 23):
        clock = clocks.start(
            Clock(name="s", calendar="office"), Allowance(1, "WD"), time.at(2026, 9, 7, hour, 0)
        )
        assert clock.due_at == time.at(2026, 9, 8, 17, 30)


def test_a_pause_on_the_starting_day_gains_nothing() -> None:
    clock = clocks.start(Clock(name="s", calendar="office"), Allowance(1, "WD"), MONDAY)
    clocks.pause(clock, MONDAY + timedelta(hours=1), None)
    clocks.resume(clock, MONDAY + timedelta(hours=6))
    assert clock.due_at == time.at(2026, 9, 8, 17, 30)


def test_a_pause_ends_at_its_date_however_late_anybody_looks() -> None:
    for end in (clocks.resume, lambda clock, now: clocks.stop(clock, now, "judged", 2)):
        clock = clocks.start(Clock(name="s", calendar="office"), Allowance(2 * 3600, "W"), MONDAY)
        clocks.pause(clock, MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2))
        end(clock, MONDAY + timedelta(hours=6))
        assert clock.due_at == MONDAY + timedelta(hours=3), "an hour stood still, no more"
    assert clock.outcome == "late"


def test_what_is_stopped_in_a_pause_is_judged_with_the_pause_taken_off() -> None:
    clock = clocks.start(Clock(name="s", calendar="office"), Allowance(2 * 3600, "C"), MONDAY)
    clocks.pause(clock, MONDAY + timedelta(hours=1), None)
    clocks.stop(clock, MONDAY + timedelta(hours=5), "judged", 2)
    assert (clock.outcome, clock.used, clock.due_at) == ("met", 3600, MONDAY + timedelta(hours=6))


def test_a_clock_reopened_on_its_starting_day_is_due_when_it_was() -> None:
    clock = clocks.start(Clock(name="s", calendar="office"), Allowance(1, "WD"), MONDAY)
    clocks.stop(clock, MONDAY + timedelta(hours=1), "judged", 2)
    clocks.restart(clock, MONDAY + timedelta(hours=2))
    assert clock.due_at == time.at(2026, 9, 8, 17, 30)


def test_a_reopened_clock_runs_on_with_what_it_had_used() -> None:
    clock = clocks.start(Clock(name="s", calendar="office"), Allowance(2 * 3600, "W"), MONDAY)
    clocks.stop(clock, MONDAY + timedelta(hours=1), "judged", 2)
    clocks.restart(clock, MONDAY + timedelta(days=1))
    assert clock.due_at == MONDAY + timedelta(days=1, hours=1)


@given(started(), UNITS, st.integers(1, 10), SPANS)
def test_another_allowance_counts_from_the_start_in_whatever_unit(
    clock: Clock, unit: str, amount: int, run: int
) -> None:
    now = clock.started_at + timedelta(seconds=run)
    clocks.pause(clock, now, None)
    begin, now = now, now + timedelta(hours=30)
    clocks.resume(clock, now)
    clocks.allow(clock, Allowance(amount, unit), [(begin, now)], now)  # type: ignore[arg-type]
    assert (clock.allowed, clock.unit) == (amount, unit)
    told, elapsed = accounts(clock, [(begin, now)], now + timedelta(days=3))
    assert told == elapsed


def test_silent_clocks_warn_nobody_and_timers_fire_once_at_their_moment() -> None:
    silent = clocks.start(Clock(name="s", calendar="office", warnings="silent"), Allowance(1, "WD"), MONDAY)
    assert silent.next_at is None
    timer = Clock(name="t", kind="timer", calendar="office", warnings="silent")
    clocks.start(timer, Allowance(7 * 86_400, "C"), MONDAY)
    assert timer.next_at == timer.due_at == MONDAY + timedelta(days=7)
