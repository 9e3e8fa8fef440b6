"""Decisions keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def leader(filler: Filler, form: Any) -> str:
    """One of the company's leaders."""
    return str(filler.random.choice(organisation.people_with_duty("executive")).uid)


class TestConformance(Conformance):
    key = "decision"
    answers: ClassVar = {
        "decided_by": leader,
        "decided_on": lambda filler, form: "2026-09-18",
        "concerns": lambda filler, form: None,
        "replaced_by": lambda filler, form: None,
        "needed_by": lambda filler, form: "2027-03-01T17:00",
    }
