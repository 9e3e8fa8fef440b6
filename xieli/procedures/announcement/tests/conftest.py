"""Changes of the organisation that announcements answer to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from xieli.api.tests.conftest import caller  # noqa: F401
from xieli.core import clock


@pytest.fixture
def delegate() -> Callable[..., Any]:
    """`delegate(who, deputy)`: the deputy stands in from an hour ago for a week, for what is open too."""
    from xieli.organisation.commands import delegation

    def enter(person: Any, deputy: Any) -> Any:
        now = clock.now()
        return delegation.delegate(
            person, deputy, now, now + timedelta(days=7), "外出", include_existing=True
        )

    return enter


@pytest.fixture
def move() -> Callable[..., Any]:
    """`move(who, post)`: from today in another post; without one, they leave the company."""
    from xieli.organisation.commands import people

    def go(person: Any, post: Any) -> Any:
        today = clock.local(clock.now()).date()
        return people.leave(person, today) if post is None else people.transfer(person, post, today)

    return go


@pytest.fixture
def watch() -> Callable[[], Any]:
    """What the watcher of clocks does now."""
    from xieli.alerts import watcher

    return lambda: watcher.sweep(clock.now())
