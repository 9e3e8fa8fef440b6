"""Coordination keeps what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler


def no_number(filler: Filler, form: Any) -> None:
    """It concerns no matter that has a number yet."""


class TestConformance(Conformance):
    key = "coordination"
    answers: ClassVar = {"concerns": no_number}
