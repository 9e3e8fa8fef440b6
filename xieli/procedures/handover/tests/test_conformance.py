"""The handover keeps what every procedure keeps."""

from random import Random
from typing import Any, ClassVar

from xieli.matters.actors import Actor
from xieli.matters.commands import Available, perform
from xieli.matters.models import Matter
from xieli.matters.testing.conformance import Conformance
from xieli.matters.testing.filling import Filler
from xieli.matters.testing.walking import Walk
from xieli.organisation import queries as organisation
from xieli.procedures.handover.models import HandoverLine, Reason


def nobody(filler: Filler, form: Any) -> None:
    """Left open: the giver is who begins, nobody watches."""


def any_reason(filler: Filler, form: Any) -> str:
    """Why they hand over; elsewhere, why anything."""
    if "giver" not in form.fields:
        return filler.words()
    return filler.random.choice([Reason.POST, Reason.LEAVING, Reason.ABSENCE, Reason.ABSENCE])


def a_colleague(filler: Filler, form: Any) -> str:
    """Anybody but the giver, from their own department where there is somebody."""
    giver = form.actor.person
    if form.scene is not None and form.scene.details.giver_id:
        giver = organisation.person_by_id(form.scene.details.giver_id)
    near = [one for one in organisation.members_of(giver.department_id) if one != giver]
    far = [one for one in organisation.active_people() if one != giver]
    return str(filler.random.choice(near or far).uid)


def every_line(filler: Filler, form: Any) -> list[str]:
    """All that may be chosen."""
    return [value for value, _label in form.fields["lines"].choices]


class HandingWalk(Walk):
    """A list is not handed in empty, not signed off unchecked, a dispute not left open: people do that first."""

    def _act(self, matter: Matter, actor: Actor, available: Available) -> None:
        item = available.item.pk if available.item is not None else None
        for name, data in self._before(matter, available):
            perform(matter.pk, name, actor, data, item=item)
            self.done.add(name)
        super()._act(matter, actor, available)

    def _before(self, matter: Matter, available: Available) -> list[tuple[str, dict[str, Any]]]:
        lines = HandoverLine.objects.filter(handover=matter, outcome="", stays=False)
        match available.name:
            case "hand_in" if not lines.exists():
                return [("add_lines", {"rows": [{"kind": "seal", "title": "钥匙"}]})]
            case "finish_check" if available.item is not None:
                mine = _numbers(lines.filter(receiver=available.item.person_id, verdict=""))
                verdict = self.random.choice(["confirmed", "confirmed", "disputed"])
                return [("judge", {"lines": mine, "verdict": verdict, "words": "请核实"})] if mine else []
            case "conclude":
                disputed = _numbers(lines.filter(verdict="disputed", ruling=""))
                return [("rule", {"lines": disputed, "ruling": "stands"})] if disputed else []
        return []


def _numbers(lines: Any) -> list[str]:
    return [str(no) for no in lines.values_list("no", flat=True)]


class TestConformance(Conformance):
    key = "handover"
    # Each has a test of its own: the ways beside the straight one.
    rare = frozenset(
        {
            "archive", "arrange", "amend", "await_return", "give_back", "refuse_to_sign", "reject", "raise_objection",
            "uphold", "reverse", "revoke",
        }
    )  # fmt: skip
    answers: ClassVar = {
        "reason": any_reason,
        "giver": nobody,
        "receiver": a_colleague,
        "supervisor": nobody,
        "absent": nobody,
        "about": nobody,
        "returns_at": lambda filler, form: filler.moment(form.scene.now, 700),
        "stays": nobody,
        "lines": every_line,
    }

    def walk(self, cast: Any, seed: int) -> Walk:
        return HandingWalk(self.key, self.people(cast), Random(seed), self.answers)
