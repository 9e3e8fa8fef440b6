"""The general verbs: each written once, each switched on by the procedure. `perform` runs them like declared acts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from xieli.matters.commands.act import Act
from xieli.matters.commands.declared import check_blocks, save_form, validate
from xieli.matters.errors import AlreadyDone, NotAllowed, who_was_faster
from xieli.matters.models import Event, WorkItem
from xieli.organisation import queries as organisation

from . import (
    arbitration,
    correcting,
    documents,
    passing,
    raising,
    returning,
    talking,
    telling,
    timekeeping,
    undoing,
    votes,
)
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
    *talking.VERBS,
    *raising.VERBS,
    *documents.VERBS,
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _ALL}


def run_verb(act: Act, verb: Verb, data: Mapping[str, Any], *, named: bool) -> None:
    """Check, clean, apply. Raises NotAllowed, Invalid and what the verb itself refuses."""
    authority = verb.find(act.scene, act.actor, named=named)
    if authority is None:
        _say_if_done(act, verb)
        raise NotAllowed(_("您现在不能执行「%(action)s」。") % {"action": verb.label})
    act.authorised(authority)
    validate(act, verb.form_in(act.scene), data)
    check_blocks(act, verb.name, verb.label)
    if verb.saves:
        save_form(act)
    verb.apply(act)


def _say_if_done(act: Act, verb: Verb) -> None:
    """A second click is told so, not that it is forbidden: their own item ended by the same verb."""
    if "item" not in verb.reach or act.actor.person is None:
        return
    if verb.name == "claim":
        _say_who_claimed(act)
    if act.scene.item is None and _holds_something(act):
        return  # the refusal is about what is open now, not about an earlier round
    own = (
        WorkItem.objects.filter(matter=act.matter, closed_by=act.actor.person).order_by("-closed_seq").first()
    )
    if own is not None and own.closed_seq is not None:
        how = Event.objects.filter(matter=act.matter, seq=own.closed_seq).values_list("action", flat=True)
        if how.first() in (verb.name, *(_VERDICTS if verb.name in _VERDICTS else ())):
            raise AlreadyDone(who_was_faster(own.pk))


def _holds_something(act: Act) -> bool:
    """Whether an open item is the actor's (the chosen item stays none)."""
    found = False
    for item in act.scene.main_items:
        act.scene.item = item
        found = found or act.scene.authority_over_item(act.actor) is not None
    act.scene.item = None
    return found


def _say_who_claimed(act: Act) -> None:
    """Of several who claim at once, all but the first hear who was faster."""
    own = organisation.departments_of(act.actor.person) if act.actor.person else []
    for item in act.scene.main_items:
        if item.person is not None and item.department_id in own:
            raise AlreadyDone(_("这一步已由%(person)s认领。") % {"person": item.person.name})


_VERDICTS = ("approve", "refuse", "abstain")


__all__ = ["VERBS", "Verb", "run_verb"]
