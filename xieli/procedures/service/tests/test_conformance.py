"""The service case, the opinion and the digest keep what every procedure keeps."""

from typing import Any, ClassVar

import pytest

from xieli.matters.actors import Actor
from xieli.matters.models import Matter
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler, members_of_the_lead
from xieli.stations.models import Charger


def telephone(filler: Filler, form: Any) -> str:
    """A number of the reserved pattern; the same few customers come again."""
    return f"1990000{filler.random.randint(1, 4):04d}"


def satisfied(filler: Filler, form: Any) -> str:
    """Marks that end a case; the dissatisfied reopen it."""
    return filler.random.choice(["3", "4", "5"])


def nothing(filler: Filler, form: Any) -> None:
    """Left empty."""


class TestCase(Conformance):
    key = "service"
    answers: ClassVar = {
        "phone": telephone,
        "charger": lambda filler, form: filler.random.choice(["", "YG-CS-0012-07"]),
        "plate": nothing,
        "slip_no": lambda filler, form: "RX2026001",
        "rating": satisfied,
        "handler": members_of_the_lead,
        "person": nothing,
    }
    # These need an incident, a second case or many rounds: test_incidents, test_side_ways, test_call_back play them.
    rare = frozenset(
        {"group", "group_answer", "ungroup", "merge", "missed", "unreached", "determine", "timer:rate_over"}
    )

    @pytest.fixture(autouse=True)
    def _a_charger(self, request: pytest.FixtureRequest) -> None:
        if "cast" in request.fixturenames:
            charger: Charger = request.getfixturevalue("charger")
            assert charger.code == "YG-CS-0012-07"

    def people(self, cast: Any) -> list[Any]:
        agents = [cast.linwan, cast.hejing, cast.sunlixin, cast.zhaoxiaotang]
        return [*agents, *cast.people.values()]

    def customers(self, matter: Matter) -> list[Actor]:
        return [Actor.customer(matter.customer_id, matter_id=matter.pk)]


class TestOpinion(Conformance):
    key = "customer_opinion"


class TestDigest(Conformance):
    key = "opinion_digest"
