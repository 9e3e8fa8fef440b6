"""The general verbs: each written once, each switched on by the procedure. `perform` runs them like declared acts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.matters.commands.act import Act
from xieli.matters.commands.declared import validate
from xieli.matters.errors import NotAllowed

from . import arbitration, correcting, passing, returning, telling, timekeeping, undoing, votes
from .verb import Verb

_ALL = (
    *votes.VERBS,
    *returning.VERBS,
    *passing.VERBS,
    *timekeeping.VERBS,
    *arbitration.VERBS,
    *undoing.VERBS,
    *correcting.VERBS,
    *telling.VERBS,
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _ALL}

# What a side round asks for, as people read it.
SIDE_STEPS = {
    "decide_extension": gettext_lazy("审批延期"),
    "decide_pause": gettext_lazy("审批挂起"),
    "second": gettext_lazy("复核"),
    "advise": gettext_lazy("提供意见"),
    "arbitrate": gettext_lazy("仲裁主办部门"),
}


def run_verb(act: Act, verb: Verb, data: Mapping[str, Any], *, named: bool) -> None:
    """Check, clean, apply. Raises NotAllowed, Invalid and what the verb itself refuses."""
    authority = verb.find(act.scene, act.actor, named=named)
    if authority is None:
        raise NotAllowed(_("您现在不能执行「%(action)s」。") % {"action": verb.label})
    act.authority = authority
    validate(act, verb.form, data)
    act.data.pop("_saves", None)
    verb.apply(act)


__all__ = ["SIDE_STEPS", "VERBS", "Verb", "run_verb"]
