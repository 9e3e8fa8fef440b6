"""Assigned tasks and leaders' instructions keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.organisation import queries as organisation
from xieli.procedures.assignment.permissions import in_line


def subordinate(filler: Filler, form: Any) -> str | None:
    """Somebody the actor may assign work to."""
    below = [one for one in organisation.active_people() if in_line(form.actor.person, one)]
    return str(filler.random.choice(below).uid) if below else None


class TestAssignment(Conformance):
    key = "assignment"
    answers: ClassVar = {"assignee": subordinate}


class TestInstruction(Conformance):
    key = "instruction"
    rare = frozenset({"ask_progress"})  # the product's own, see test_instruction.py
    answers: ClassVar = {"assignee": subordinate}
