"""What a warning says, and what its clock is called."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_noop as _

from xieli.alerts.due import Due
from xieli.matters import registry
from xieli.matters.procedure import Label
from xieli.notifications.texts import of_matter, storable

TEXTS = {
    "blue": _("%(matter)s：「%(clock)s」的时间已用去一半，%(due)s 到期"),
    "amber": _("%(matter)s：「%(clock)s」即将到期，期限 %(due)s"),
    "red": _("%(matter)s：「%(clock)s」已超过期限 %(due)s"),
    "escalated": _("%(matter)s：「%(clock)s」超期未办（期限 %(due)s，现由%(holder)s办理），请督促解决"),
}

# Where one text serves alerts of every colour, its kind of notice tells them apart.
KIND = "alert_%s"


def label(procedure: str, name: str, step: str | None) -> Label:
    """The step that a clock times, or its own name in the declaration."""
    declared = registry.get(procedure)
    if step is not None:
        return declared.step_label(step)
    spec = declared.clocks.get(name)
    return spec.label if spec else name


def params(due: Due, holder: str) -> dict[str, Any]:
    """What fills the texts, as notices keep it."""
    subject = due.subject
    return {
        "matter": of_matter(subject.number, subject.title),
        "clock": _stored_label(subject.procedure, due.clock.name, subject.step),
        "due": storable(due.clock.due_at),
        "holder": holder,
    }


@cache
def _stored_label(procedure: str, name: str, step: str | None) -> Any:
    return storable(label(procedure, name, step))
