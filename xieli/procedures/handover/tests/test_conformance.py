"""The handover keeps what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation


def nobody(filler: Filler, form: Any) -> None:
    """Left open: the giver is who begins, the receiver whoever heads the department."""


def mostly_leaving_or_post(filler: Filler, form: Any) -> str:
    return filler.random.choice(["leaving", "post", "absence", "absence"])


def somebody(filler: Filler, form: Any) -> str | None:
    """Anybody but the giver."""
    giver = form.scene.details.giver_id if form.scene is not None else None
    people = [one for one in organisation.active_people() if one.pk != giver and one != form.actor.person]
    return str(filler.random.choice(people).uid)


def any_lines(filler: Filler, form: Any) -> list[str]:
    """All that may be chosen, so that short walks get to an end."""
    return [value for value, _label in form.fields["lines"].choices]


def in_a_month(filler: Filler, form: Any) -> str:
    return filler.moment(form.scene.now, 700)


class TestConformance(Conformance):
    key = "handover"
    answers: ClassVar = {
        "reason": mostly_leaving_or_post,
        "giver": nobody,
        "receiver": somebody,
        "supervisor": nobody,
        "absent": nobody,
        "about": nobody,
        "returns_at": in_a_month,
        "stays": nobody,
        "lines": any_lines,
    }
