"""The collaboration request keeps what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def somebody_of_the_lead(filler: Filler, form: Any) -> str | None:
    """Who may be named to handle it."""
    members = organisation.members_of(form.scene.matter.lead_department_id)
    return str(filler.random.choice(members).uid)


class TestConformance(Conformance):
    key = "collaboration"
    answers: ClassVar = {"handler": somebody_of_the_lead}
