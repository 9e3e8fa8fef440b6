"""Working time by example: the cases people argue about."""

from datetime import date, datetime, timedelta

import pytest

from xieli.core.clock import at
from xieli.worktime.allowance import Allowance
from xieli.worktime.calendar import WorkCalendar
from xieli.worktime.pattern import WeekPattern
from xieli.worktime.tests.samples import ALWAYS, BIG_SMALL, OFFICE, SHIFTS

HOUR = 3600
MONDAY = (2026, 11, 23)


def test_the_lunch_break_does_not_count() -> None:
    assert OFFICE.add(at(*MONDAY, 11, 30), HOUR) == at(*MONDAY, 14, 0)
    assert OFFICE.elapsed(at(*MONDAY, 11, 30), at(*MONDAY, 14, 0)) == HOUR


def test_time_given_at_night_starts_in_the_morning() -> None:
    assert OFFICE.add(at(2026, 11, 22, 23, 0), HOUR) == at(*MONDAY, 9, 30)


def test_exactly_the_rest_of_the_day_ends_at_its_close_and_not_the_next_morning() -> None:
    assert OFFICE.add(at(*MONDAY, 16, 30), HOUR) == at(*MONDAY, 17, 30)
    assert OFFICE.add(at(*MONDAY, 16, 30), HOUR + 1) == at(2026, 11, 24, 8, 30, 1)


def test_no_time_added_is_the_moment_itself_even_when_closed() -> None:
    assert OFFICE.add(at(*MONDAY, 3, 0), 0) == at(*MONDAY, 3, 0)
    assert OFFICE.subtract(at(*MONDAY, 3, 0), 0) == at(*MONDAY, 3, 0)


def test_time_left_of_a_due_moment_is_found_from_its_end() -> None:
    assert OFFICE.subtract(at(*MONDAY, 9, 30), 2 * HOUR) == at(2026, 11, 20, 16, 30)


def test_time_subtracted_down_to_an_opening_is_the_opening_and_not_the_evening_before() -> None:
    assert OFFICE.subtract(at(*MONDAY, 9, 30), HOUR) == at(*MONDAY, 8, 30)


def test_the_national_day_holiday_is_closed_and_its_shifted_days_are_worked() -> None:
    assert OFFICE.add(at(2026, 9, 30, 17, 0), HOUR) == at(2026, 10, 8, 9, 0)
    assert OFFICE.is_working_day(date(2026, 9, 20))  # a Sunday
    assert OFFICE.is_working_day(date(2026, 10, 10))  # a Saturday
    assert not OFFICE.is_working_day(date(2026, 10, 7))  # a Wednesday


def test_one_working_day_ends_at_the_close_of_the_day_after_it_started() -> None:
    one = Allowance(1, "WD")
    assert OFFICE.due(at(*MONDAY, 8, 0), one) == at(2026, 11, 24, 17, 30)
    assert OFFICE.due(at(*MONDAY, 17, 29), one) == at(2026, 11, 24, 17, 30)
    assert OFFICE.due(at(*MONDAY, 23, 59), one) == at(2026, 11, 24, 17, 30)


def test_a_working_day_started_on_a_closed_day_ends_on_the_first_open_one() -> None:
    assert OFFICE.due(at(2026, 11, 21, 10, 0), Allowance(1, "WD")) == at(*MONDAY, 17, 30)
    assert OFFICE.due(at(2026, 9, 30, 10, 0), Allowance(2, "WD")) == at(2026, 10, 9, 17, 30)


def test_working_time_and_calendar_time_are_due_by_their_own_clock() -> None:
    friday = at(2026, 11, 20, 17, 0)
    assert OFFICE.due(friday, Allowance.parse("2 h W")) == at(*MONDAY, 10, 0)
    assert OFFICE.due(friday, Allowance.parse("2 h C")) == at(2026, 11, 20, 19, 0)


def test_a_day_round_the_clock_closes_at_midnight() -> None:
    assert ALWAYS.due(at(*MONDAY, 10, 0), Allowance(1, "WD")) == at(2026, 11, 25, 0, 0)
    assert ALWAYS.due(at(*MONDAY, 0, 0), Allowance(1, "WD")) == at(2026, 11, 25, 0, 0)
    assert ALWAYS.elapsed(at(2026, 10, 1), at(2026, 10, 8)) == 7 * 86_400


def test_periods_that_touch_at_midnight_count_without_a_gap() -> None:
    assert ALWAYS.add(at(*MONDAY, 23, 0), 2 * HOUR) == at(2026, 11, 24, 1, 0)
    assert ALWAYS.is_open(at(2026, 11, 24, 0, 0))


def test_two_shifts_work_every_day_and_close_with_the_late_one() -> None:
    assert SHIFTS.is_working_day(date(2026, 10, 1))
    assert SHIFTS.nth_close(at(2026, 10, 1, 12, 0), 1) == at(2026, 10, 1, 23, 0)
    assert SHIFTS.add(at(2026, 10, 1, 22, 0), 2 * HOUR) == at(2026, 10, 2, 8, 0)
    assert SHIFTS.day_seconds == 16 * HOUR


def test_big_and_small_weeks_take_turns_from_the_anchor() -> None:
    saturdays = [date(2026, 11, 7) + timedelta(days=7 * n) for n in range(4)]
    assert [BIG_SMALL.is_working_day(day) for day in saturdays] == [False, True, False, True]
    before = [date(2025, 12, 20), date(2025, 12, 27)]
    assert [BIG_SMALL.is_working_day(day) for day in before] == [False, True]


def test_a_shifted_day_is_worked_in_a_small_week_too_and_a_holiday_closes_a_big_one() -> None:
    assert BIG_SMALL.is_working_day(date(2026, 5, 9))  # small week, worked instead of a holiday
    assert not BIG_SMALL.is_working_day(date(2026, 10, 3))  # big week, National Day


def test_an_opening_is_open_and_a_close_is_closed() -> None:
    assert OFFICE.is_open(at(*MONDAY, 8, 30))
    assert not OFFICE.is_open(at(*MONDAY, 12, 0))
    assert not OFFICE.is_open(at(*MONDAY, 12, 30))
    assert not OFFICE.is_open(at(2026, 11, 22, 10, 0))


def test_a_company_exception_wins_over_the_statutory_rule() -> None:
    calendar = WorkCalendar(
        "x",
        WeekPattern.parse({"weeks": [{"mon": ["09:00-17:00"], "tue": ["09:00-17:00"]}]}),
        {date(2026, 11, 23): False},
        {date(2026, 11, 23): WeekPattern.parse({"weeks": [{"mon": ["10:00-11:00"]}]}).standard_day},
    )
    assert calendar.elapsed(at(*MONDAY), at(2026, 11, 24)) == HOUR


def test_a_shifted_day_runs_like_the_usual_working_day() -> None:
    assert OFFICE.elapsed(at(2026, 10, 10), at(2026, 10, 11)) == OFFICE.day_seconds == int(7.5 * HOUR)


def test_new_hours_count_from_their_date_and_leave_the_days_before_alone() -> None:
    winter, summer = ["08:30-12:00", "13:30-17:30"], ["08:30-12:00", "14:30-18:30"]
    calendar = WorkCalendar(
        "seasons",
        WeekPattern.parse({"weeks": [{"fri": winter, "mon": winter}]}),
        later={date(2026, 5, 1): WeekPattern.parse({"weeks": [{"mon": summer}]})},
    )
    assert calendar.nth_close(at(2026, 4, 20), 1) == at(2026, 4, 20, 17, 30)
    assert calendar.nth_close(at(2026, 4, 25), 2) == at(2026, 5, 4, 18, 30)
    assert not calendar.is_working_day(date(2026, 5, 1))  # a Friday: the newer week has none


def test_the_next_day_begins_at_chinese_midnight() -> None:
    assert OFFICE.next_day(at(*MONDAY, 0, 0)) == at(2026, 11, 24)
    assert OFFICE.next_day(at(*MONDAY, 23, 59, 59)) == at(2026, 11, 24)


def test_time_between_turned_moments_is_negative() -> None:
    assert OFFICE.elapsed(at(*MONDAY, 10), at(*MONDAY, 9)) == -HOUR
    assert OFFICE.closes(at(2026, 11, 25), at(*MONDAY)) == -2


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        OFFICE.add(datetime.fromisoformat("2026-11-23"), 1)


@pytest.mark.parametrize("wrong", ["add", "subtract"])
def test_negative_amounts_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="working time"):
        getattr(OFFICE, wrong)(at(*MONDAY), -1)


def test_the_zeroth_close_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1"):
        OFFICE.nth_close(at(*MONDAY), 0)


def test_years_long_past_and_far_ahead_are_plain_weeks() -> None:
    assert OFFICE.is_working_day(date(1998, 10, 1))
    assert OFFICE.elapsed(at(1998, 10, 1), at(1998, 10, 2)) == OFFICE.day_seconds
    assert OFFICE.due(at(2040, 1, 2, 9), Allowance(1, "WD")) == at(2040, 1, 3, 17, 30)


def test_an_unreachable_amount_ends_with_an_error_and_not_with_a_hang() -> None:
    with pytest.raises(ValueError, match="no working time"):
        OFFICE.add(at(2026, 1, 1), 300 * 365 * 86_400)
