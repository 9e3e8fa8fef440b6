"""The chat services as peers, and what may be said of the matters of these tests."""

import pytest

from xieli.notifications import alarm, discretion
from xieli.notifications.discretion import Say
from xieli.notifications.tests.chat import serving


@pytest.fixture
def chat(settings, monkeypatch):
    monkeypatch.setattr("xieli.notifications.robots.service.TIMEOUT", (30, 60))  # a busy machine is no fault
    with serving() as found:
        settings.ROBOT_HOSTS = [found.origin]
        yield found


@pytest.fixture
def told(monkeypatch):
    """What the administrators were told."""
    found = []
    monkeypatch.setattr(alarm, "tell_administrators", lambda subject, body: found.append(subject))
    return found


@pytest.fixture
def everybody_may_know(monkeypatch):
    """Matters of these tests have only keys: 1 may be said to all, 2 is secret."""
    known = {1: Say.WORDS, 2: Say.SECRET}

    def judge(about: set[discretion.About], department: int | None) -> dict[discretion.About, Say]:
        return {one: known[one[0]] for one in about if one[0] in known}

    monkeypatch.setattr(discretion, "judges", [judge])
