"""The rectification keeps what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def _department(filler: Filler, form: Any) -> str:
    return str(filler.random.choice(organisation.departments()).uid)


class TestConformance(Conformance):
    key = "rectification"
    answers: ClassVar = {
        "doer": lambda filler, form: None,  # the queue of the department
        "lead_department": _department,
        "owner": lambda filler, form: None,
    }
