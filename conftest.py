"""What every test may use: the clock, and how hard hypothesis tries."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from hypothesis import HealthCheck, settings

from xieli.core import clock

pytest_plugins = ["tests.cast", "tests.live"]

settings.register_profile(
    "short", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("XIELI_HYPOTHESIS", "short"))


@pytest.fixture
def turn_clock() -> Iterator[Callable[[datetime], None]]:
    """Set the clock, as often as the test likes: `turn_clock(clock.at(2026, 3, 2, 9))`."""
    with ExitStack() as stack:

        def turn(moment: datetime) -> None:
            stack.enter_context(clock.turned_to(moment))

        yield turn


@pytest.fixture(autouse=True)
def shipped_calendars() -> None:
    """Every test begins with the calendars as shipped, and counts no query for them."""
    from xieli.worktime import calendars

    calendars.hold(calendars.shipped())
