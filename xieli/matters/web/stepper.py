"""The stepper of a matter's page: the states it passed, the one it is in, those that usually follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from xieli.core.templatetags.xieli import deadline, when

if TYPE_CHECKING:
    from .page import Page


@dataclass(frozen=True)
class Step:
    """One stop of the stepper: `state` done, now or todo."""

    label: Any
    state: str
    note: str = ""
    late: bool = False


def steps(page: "Page") -> Sequence[Step]:
    """States in declared order: those entered are done, side states never entered are left out."""
    procedure, matter = page.procedure, page.matter
    entered = {item.round.state: item.opened_at for item in page.all_items if item.main}
    current = page.scene.state
    ordinary = _ordinary_path(page)
    found = []
    for name, state in procedure.states.items():
        if state is current:
            found.append(_present(page, state))
        elif _before(procedure, name, current.name):
            if name in entered or (name == procedure.start and not matter.head_seq):
                since = entered.get(name, matter.opened_at)
                found.append(Step(state.label, "done", when(since)))
        elif name in ordinary:
            found.append(Step(state.label, "todo"))
    return found


def _present(page: "Page", state: Any) -> Step:
    if state.final:
        return Step(state.label, "done", when(page.matter.closed_at))
    dues = [one.due for one in page.holders if one.item.main and one.due.at]
    first = min(dues, key=lambda one: one.at or page.now, default=None)
    note = _("%(moment)s 到期") % {"moment": deadline(first.at)} if first else ""
    return Step(state.label, "now", note, first is not None and first.level == "red")


def _before(procedure: Any, name: str, current: str) -> bool:
    order = list(procedure.states)
    return order.index(name) < order.index(current)


def _ordinary_path(page: "Page") -> set[str]:
    """From here on, the first declared way through: primary acts before others, first targets before others."""
    procedure = page.procedure
    found: set[str] = set()
    name = page.scene.state.name
    while name not in found:
        found.add(name)
        acts = [one for one in procedure.actions_from(name) if procedure.targets(one) and not one.danger]
        acts.sort(key=lambda one: not one.primary)
        usual = [procedure.targets(one)[0] for one in acts]
        others = [target for one in acts if one.primary for target in procedure.targets(one)]
        forward = [target for target in [*usual, *others] if _before(procedure, name, target)]
        if not forward:
            break
        name = forward[0]
    return found
