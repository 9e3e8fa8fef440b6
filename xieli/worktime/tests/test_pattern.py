"""Weekly patterns: what can be written, and what can't be meant."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.worktime.defaults import defaults
from xieli.worktime.pattern import WEEKDAYS, WeekPattern
from xieli.worktime.period import Period, day_length, parse_day, write_day


@pytest.mark.parametrize(
    "text", ["08:30-12:00", " 8:30 - 12:00 ", "08:30–12:00", "8:30至12:00", "8:30～12:00"]
)
def test_a_period_is_read_as_people_write_it(text: str) -> None:
    assert Period.parse(text) == Period(8 * 3600 + 1800, 12 * 3600)


@pytest.mark.parametrize(
    "text", ["", "8-12", "12:00-08:00", "08:00-08:00", "08:60-09:00", "20:00-24:01", "23:00-7:00"]
)
def test_what_is_no_period_of_one_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="时段"):
        Period.parse(text)


def test_periods_may_touch_but_not_overlap() -> None:
    assert day_length(parse_day(["08:00-12:00", "00:00-08:00"])) == 12 * 3600
    with pytest.raises(ValueError, match="重叠"):
        parse_day(["08:00-12:00", "11:59-13:00"])


def test_a_day_may_run_from_midnight_to_midnight() -> None:
    assert write_day(parse_day(["0:00-24:00"])) == ["00:00-24:00"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"weeks": []},
        {"weeks": [{}]},
        {"weeks": [{"mon": []}]},
        {"weeks": [{"monday": ["08:00-09:00"]}]},
        {"weeks": ["mon"]},
        {"weeks": [{"mon": ["08:00-09:00"]}] * 9},
        {"weeks": [{"mon": ["08:00-09:00"]}] * 2},
    ],
)
def test_a_pattern_that_can_not_be_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"周|时段"):
        WeekPattern.parse(data)


minutes = st.integers(0, 1440)
periods = st.lists(minutes, min_size=2, max_size=6, unique=True).map(
    lambda ends: [
        str(Period(a * 60, b * 60)) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    ]
)
weeks = st.lists(st.dictionaries(st.sampled_from(WEEKDAYS), periods, min_size=1), min_size=1, max_size=4)


@given(weeks, st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_stored_form_reads_back(data: list[dict[str, list[str]]], anchor: date) -> None:
    pattern = WeekPattern.parse({"weeks": data}, anchor)
    assert WeekPattern.parse(pattern.to_json(), anchor) == pattern


@given(weeks, st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 6))
def test_weeks_take_turns_and_the_anchors_week_is_the_first(
    data: list[dict[str, list[str]]], anchor: date, weekday: int
) -> None:
    pattern = WeekPattern.parse({"weeks": data}, anchor)
    monday = anchor - timedelta(days=anchor.weekday())
    for turn in range(-len(data), 2 * len(data)):
        day = monday + timedelta(days=7 * turn + weekday)
        assert pattern.day(day) == pattern.weeks[turn % len(data)][weekday]


def test_the_usual_day_of_the_shipped_calendars() -> None:
    hours = {code: said.pattern.day_seconds / 3600 for code, said in defaults().items()}
    assert hours == {"office": 7.5, "two_shift": 16, "round_the_clock": 24, "big_small_week": 7.5}
