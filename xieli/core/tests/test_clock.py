"""The one clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from xieli.core import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_clock_stands_still_where_it_was_turned_to_and_goes_on_afterwards():
    moment = clock.at(2026, 2, 17, 9, 30)
    with clock.turned_to(moment):
        assert clock.now() == moment
        assert clock.now() == moment
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_turning_inside_a_turned_clock_comes_back_to_the_outer_moment():
    with clock.turned_to(clock.at(2026, 1, 1)):
        with clock.turned_to(clock.at(2027, 1, 1)):
            assert clock.now() == clock.at(2027, 1, 1)
        assert clock.now() == clock.at(2026, 1, 1)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.turned_to(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_a_wall_clock_in_china_is_eight_hours_ahead():
    assert clock.at(2026, 7, 1, 8) == datetime(2026, 7, 1, 0, tzinfo=UTC)
    assert clock.local(datetime(2026, 7, 1, 20, tzinfo=UTC)).day == 2


def test_fixture_turns_the_clock_as_often_as_asked(turn_clock: Callable[[datetime], None]):
    for day in (1, 2, 3):
        turn_clock(clock.at(2026, 3, day))
        assert clock.now() == clock.at(2026, 3, day)
