"""Any series ever begun has exactly one date in each of its periods, whatever its rule."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from xieli.core import clock

from ..periods import number_at, period, to_plan, upcoming
from ..repeating import CHOICES, answers, in_words, written

FIRSTS = st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 1439)).map(
    lambda one: clock.at(one[0].year, one[0].month, one[0].day, one[1] // 60, one[1] % 60)
)
REPEATS = st.sampled_from([code for code, _label in CHOICES])


@given(FIRSTS, REPEATS, st.integers(1, 13), st.integers(0, 40))
def test_periods_follow_one_another_and_each_holds_its_date(
    first: datetime, repeat: str, weeks: int, number: int
) -> None:
    rule = written(repeat, weeks, first)
    this, following = period(first, rule, number), period(first, rule, number + 1)
    assert this.begins <= this.meets < this.ends == following.begins
    assert number_at(first, rule, this.meets) == number
    assert period(first, rule, 0).meets == first.replace(second=0, microsecond=0)
    assert answers(rule)[0] == repeat


@given(FIRSTS, REPEATS, st.integers(1, 13))
def test_the_rule_is_one_that_calendars_read(first: datetime, repeat: str, weeks: int) -> None:
    rule = written(repeat, weeks, first)
    local = clock.local(first).replace(tzinfo=None)
    dates = [clock.local(period(first, rule, one).meets).replace(tzinfo=None) for one in range(12)]
    assert list(rrulestr(f"{rule};COUNT=12", dtstart=local)) == dates


@pytest.mark.parametrize(
    ("repeat", "first", "rule", "words", "english"),
    [
        ("weeks", clock.at(2026, 9, 9, 15), "FREQ=WEEKLY;INTERVAL=2", "每 2 周的周三", "Wed every 2 weeks"),
        ("day", clock.at(2026, 9, 10, 9), "FREQ=MONTHLY;BYMONTHDAY=10", "每月 10 日", "Day 10 of every month"),
        (
            "day", clock.at(2026, 8, 31, 9), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "每月 31 日（没有这一天的月份为月末）", "Day 31 of every month (its last day where there is none)",
        ),
        ("weekday", clock.at(2026, 9, 7, 9), "FREQ=MONTHLY;BYDAY=1MO", "每月第 1 个周一", None),
        ("weekday", clock.at(2026, 9, 30, 9), "FREQ=MONTHLY;BYDAY=-1WE", "每月最后一个周三", None),
    ],
)  # fmt: skip
def test_a_rule_is_written_and_said_in_words(
    repeat: str, first: Any, rule: str, words: str, english: str | None
) -> None:
    assert written(repeat, 2, first) == rule
    with override("zh-hans"):
        assert in_words(rule, first) == words
    if english:
        with override("en"):
            assert in_words(rule, first) == english


def test_a_worker_that_stood_still_for_months_still_finds_every_period() -> None:
    first, rule = clock.at(2026, 5, 4, 9), "FREQ=MONTHLY;BYDAY=1MO"
    found = to_plan(first, rule, clock.at(2026, 5, 1), clock.at(2026, 9, 10), timedelta(days=7))
    assert [one.meets.month for one in found] == [5, 6, 7, 8, 9]


def test_the_next_dates_keep_off_holidays() -> None:
    dates = upcoming(
        clock.at(2026, 9, 1, 9), "FREQ=MONTHLY;BYMONTHDAY=1", clock.at(2026, 9, 15),
        lambda day: not date(2026, 10, 1) <= day <= date(2026, 10, 7), 2,
    )  # fmt: skip
    assert dates == [clock.at(2026, 10, 8, 9), clock.at(2026, 11, 1, 9)]
