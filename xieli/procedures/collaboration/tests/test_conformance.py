"""The collaboration request keeps what every procedure keeps."""

from typing import ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import members_of_the_lead


class TestConformance(Conformance):
    key = "collaboration"
    answers: ClassVar = {"handler": members_of_the_lead}
