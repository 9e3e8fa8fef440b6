"""Sharing keeps what every procedure keeps."""

from datetime import timedelta
from typing import Any, ClassVar

import pytest

from xieli.core import clock
from xieli.matters.testing.conformance import Conformance

from .play import resource


def _begins(filler: Any, form: Any) -> str:
    return filler.moment(clock.now(), filler.random.choice([30, 60, 100]))


def _ends(filler: Any, form: Any) -> str:
    return filler.moment(clock.now() + timedelta(hours=104), filler.random.choice([1, 6]))


class TestConformance(Conformance):
    key = "sharing"
    answers: ClassVar = {
        "begins_at": _begins,
        "ends_at": _ends,
        "quantity": lambda filler, form: "1",
        "repeat": lambda filler, form: None,
        "emergency": lambda filler, form: filler.random.choice(["on", None]),
    }
    # Done by the worker alone when its moment comes, or only while it is free and fit: see test_sharing, test_handing.
    rare = frozenset(
        {
            "offer_slot", "take_slot", "bring_back", "accept_offer", "decline_offer", "finish_early",
            "report_damage", "settle", "timer:waited",
            "timer:not_taken", "timer:release", "timer:fall_due", "timer:used",
        }
    )  # fmt: skip

    @pytest.fixture(autouse=True)
    def _resources(self, request: pytest.FixtureRequest) -> None:
        if "cast" in request.fixturenames:
            cast = request.getfixturevalue("cast")
            for n in range(3):
                resource(cast, f"SB-0{n}")
            room = {"kind": "venue", "department": cast.ad, "auto_agree": True, "handed_over": False}
            resource(cast, "HY-01", name="会议室", **room)
