"""Meetings and their series keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.core import clock
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def several(filler: Filler, form: Any) -> list[str]:
    """Three people: never the chair alone."""
    return [str(one.uid) for one in filler.random.sample(list(organisation.active_people()), 3)]


def just_now(filler: Filler, form: Any) -> str:
    """The meeting has taken place."""
    now = form.scene.now if form.scene else clock.now()
    return clock.local(now).strftime("%Y-%m-%dT%H:%M")


class TestMeeting(Conformance):
    key = "meeting"
    rare = frozenset({"close"})  # by the product, when all resolutions are done
    answers: ClassVar = {"attendees": several, "present": several, "held_at": just_now}


class TestSeries(Conformance):
    key = "meeting_series"
    rare = frozenset({"plan_next"})  # by the product
    answers: ClassVar = {"attendees": several}
