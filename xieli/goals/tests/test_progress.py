"""Progress is rolled up from measures and the goals below, by weight, and held against the calendar."""

from datetime import date
from decimal import Decimal

import pytest

from xieli.goals.progress import Node, elapsed, light, roll_up, share


@pytest.mark.parametrize(
    ("start", "target", "actual", "done"),
    [
        ("0", "12", "3", "0.25"),
        ("90", "95", "94", "0.8"),
        ("60", "30", "45", "0.5"),  # the lower the better
        ("0", "10", "12", "1"),  # more than all is all
        ("90", "95", "80", "0"),  # worse than the start is nothing
    ],
)
def test_a_measure_is_as_far_as_its_actual_value_between_start_and_target(
    start: str, target: str, actual: str, done: str
) -> None:
    assert share(Decimal(start), Decimal(target), Decimal(actual)) == Decimal(done)


def test_nothing_recorded_is_nothing_done() -> None:
    assert share(Decimal(0), Decimal(5), None) == 0


def test_a_goal_is_the_weighted_mean_of_its_measures_and_the_goals_below() -> None:
    half, whole = Decimal("0.5"), Decimal(1)
    nodes = [
        Node(1, None, 1, ((half, 1),)),
        Node(2, 1, 3, ((whole, 1), (half, 1))),
        Node(3, 1, 5),  # nothing measured: counts for nothing
    ]
    assert roll_up(nodes) == {1: round((0.5 * 1 + 0.75 * 3) / 4 * 100), 2: 75, 3: None}


def test_where_nothing_is_measured_there_is_no_progress() -> None:
    assert roll_up([Node(1, None, 1), Node(2, 1, 1)]) == {1: None, 2: None}


def test_a_goal_under_one_that_is_not_in_the_list_still_has_progress() -> None:
    assert roll_up([Node(2, 99, 1, ((Decimal(1), 1),))]) == {2: 100}


@pytest.mark.parametrize(
    ("period", "today", "percent"),
    [
        ("year", date(2026, 12, 31), 100),
        ("year", date(2025, 12, 31), 0),
        ("h1", date(2026, 7, 1), 100),
        ("q4", date(2026, 11, 15), 50),
        ("q2", date(2026, 3, 31), 0),
    ],
)
def test_the_calendar_asks_for_the_share_of_the_period_that_is_over(
    period: str, today: date, percent: int
) -> None:
    assert elapsed(2026, period, today) == percent


@pytest.mark.parametrize(
    ("percent", "closed", "said"),
    [(45, False, "ok"), (40, False, "amber"), (30, False, "red"), (30, True, "none"), (None, False, "none")],
)
def test_ten_points_behind_are_amber_and_twenty_red(percent: int | None, closed: bool, said: str) -> None:
    assert light(percent, 50, closed) == said
