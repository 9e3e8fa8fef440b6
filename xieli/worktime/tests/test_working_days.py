"""Working days as a line of numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

OFFICE = shipped().calendars["office"]
DATES = st.dates(date(2023, 12, 1), date(2026, 12, 31))


def office() -> WorkingDays:
    return WorkingDays(OFFICE.is_working_day)


def test_shifted_working_days_count_and_holidays_do_not() -> None:
    days = office()
    before, after = days.first(date(2026, 9, 30)), days.first(date(2026, 10, 8))

    assert days.works(date(2026, 9, 20)) is True  # a Sunday worked for the National Day holiday
    assert days.works(date(2026, 10, 5)) is False
    assert after - before == 1
    assert days.day(before + 1) == date(2026, 10, 8)


@given(DATES, st.integers(-300, 300))
def test_adding_working_days_is_walking_them_one_by_one(start: date, count: int) -> None:
    days, at = office(), start
    while not OFFICE.is_working_day(at):
        at += timedelta(1)
    for _step in range(abs(count)):
        at += timedelta(1 if count > 0 else -1)
        while not OFFICE.is_working_day(at):
            at += timedelta(1 if count > 0 else -1)

    assert days.day(days.first(start) + count) == at


@given(DATES, DATES)
def test_working_days_between_two_dates_are_counted_with_both(first: date, last: date) -> None:
    low, high = min(first, last), max(first, last)
    counted = sum(OFFICE.is_working_day(low + timedelta(n)) for n in range((high - low).days + 1))

    assert office().between(low, high) == counted
    assert abs(office().between(first, last)) == counted


@given(st.lists(DATES, min_size=2, max_size=6))
def test_positions_once_given_stay_while_the_table_grows(dates: list[date]) -> None:
    days = office()
    given_before = [days.first(day) for day in dates]

    assert [days.first(day) for day in dates] == given_before
    assert sorted(given_before) == [days.first(day) for day in sorted(dates)]


def test_years_without_end_are_refused() -> None:
    days = office()
    with pytest.raises(ValueError, match="2200"):
        days.day(days.first(date(2026, 1, 5)) + 100_000)
