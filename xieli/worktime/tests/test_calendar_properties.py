"""What must hold of working time at any moment, in any calendar."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.core.clock import at
from xieli.worktime.calendar import WorkCalendar
from xieli.worktime.defaults import defaults
from xieli.worktime.statutory import published
from xieli.worktime.tests.samples import OFFICE, SAMPLES

calendars = st.sampled_from(list(SAMPLES.values()))
moments = st.floats(at(2009, 12, 1).timestamp(), at(2027, 2, 1).timestamp()).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)
amounts = st.integers(0, 40 * 86_400)
counts = st.integers(1, 300)


@given(calendars, moments, amounts)
def test_what_was_added_has_elapsed(calendar: WorkCalendar, start: datetime, n: int) -> None:
    assert calendar.elapsed(start, calendar.add(start, n)) == n


@given(calendars, moments, amounts)
def test_what_was_subtracted_elapses(calendar: WorkCalendar, end: datetime, n: int) -> None:
    assert calendar.elapsed(calendar.subtract(end, n), end) == n


@given(calendars, moments, amounts)
def test_added_time_is_never_before_its_start_nor_subtracted_after_its_end(
    calendar: WorkCalendar, moment: datetime, n: int
) -> None:
    assert calendar.add(moment, n) >= moment
    assert calendar.subtract(moment, n) <= moment + timedelta(seconds=1)


@given(calendars, moments, amounts)
def test_the_due_moment_is_the_earliest_with_that_much_elapsed(
    calendar: WorkCalendar, start: datetime, n: int
) -> None:
    due = calendar.add(start, n + 1)
    assert calendar.elapsed(start, due - timedelta(seconds=1)) == n


@given(calendars, moments, amounts)
def test_subtracting_what_was_added_returns_to_the_same_working_time(
    calendar: WorkCalendar, start: datetime, n: int
) -> None:
    back = calendar.subtract(calendar.add(start, n), n)
    assert calendar.elapsed(start, back) == 0
    if calendar.is_open(start) and start.microsecond == 0:
        assert back == start


@given(calendars, moments, amounts, amounts)
def test_adding_in_two_steps_is_adding_at_once(calendar: WorkCalendar, s: datetime, a: int, b: int) -> None:
    assert calendar.add(calendar.add(s, a), b) == calendar.add(s, a + b) or b == 0


@given(calendars, moments, moments, moments)
def test_spans_add_up_without_loss(calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)


@given(calendars, moments, moments, amounts)
def test_later_starts_are_never_due_earlier(calendar: WorkCalendar, a: datetime, b: datetime, n: int) -> None:
    first, second = sorted([a, b])
    assert calendar.add(first, n) <= calendar.add(second, n)
    assert calendar.subtract(first, n) <= calendar.subtract(second, n)


@given(calendars, moments, moments, amounts)
def test_being_in_time_and_using_no_more_than_allowed_are_one(
    calendar: WorkCalendar, a: datetime, b: datetime, n: int
) -> None:
    start, done = sorted([a, b])
    due = calendar.add(start, n)
    if calendar.is_open(done):
        assert (done <= due) == (calendar.elapsed(start, done) <= n)


@given(calendars, moments, moments)
def test_working_time_never_exceeds_time(calendar: WorkCalendar, a: datetime, b: datetime) -> None:
    start, end = sorted([a, b])
    assert 0 <= calendar.elapsed(start, end) <= (end - start).total_seconds() + 1


@given(calendars, moments, counts)
def test_as_many_closes_lie_before_the_nth_as_its_number(calendar: WorkCalendar, s: datetime, n: int) -> None:
    close = calendar.nth_close(s, n)
    assert close > s
    assert calendar.closes(s, close) == n
    assert calendar.closes(s, close - timedelta(seconds=1)) == n - 1


@given(calendars, moments)
def test_no_time_elapses_while_closed(calendar: WorkCalendar, moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    following = moment + timedelta(seconds=1)
    assert calendar.elapsed(moment, following) == int(calendar.is_open(moment))


@given(moments, moments, amounts)
def test_answers_do_not_depend_on_which_years_were_asked_for_before(a: datetime, b: datetime, n: int) -> None:
    fresh = WorkCalendar("fresh", defaults()["office"].pattern, published())
    fresh.elapsed(b, b)
    assert fresh.add(a, n) == OFFICE.add(a, n)
    assert fresh.elapsed(a, b) == OFFICE.elapsed(a, b)


@pytest.mark.slow
def test_a_million_due_moments_take_seconds() -> None:
    start = at(2026, 11, 23, 9)
    began = time.process_time()
    for n in range(1_000_000):
        OFFICE.add(start, n)
    assert time.process_time() - began < 15
