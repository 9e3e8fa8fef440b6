"""Running an act that the procedure declares."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters import forms
from xieli.matters.actors import Actor
from xieli.matters.errors import AlreadyDone, Blocked, Invalid, NotAllowed, UnknownAction, who_was_faster
from xieli.matters.forms import ActionForm, EmptyForm
from xieli.matters.ledger import plain
from xieli.matters.models import Matter, WorkItem
from xieli.matters.models.responsibility import Mode
from xieli.matters.procedure import Action, Label, Procedure, Round, Side
from xieli.matters.scene import Scene

from . import matter_clocks, opening, voting
from .act import FOR_THE_ITEM, Act
from .following import follow
from .moving import forward, target_of
from .seating import chairs_for
from .voting import Verdict

# Under these authorities an act takes over what was handed in, which confirms it; others act upon the item.
TAKES_OVER = FOR_THE_ITEM | {"lead_head"}
DONE = gettext_noop("%(matter)s：%(action)s")
DONE_BY = gettext_noop("%(matter)s：%(person)s %(action)s")


def run_declared(act: Act, action: Action, data: Mapping[str, Any], *, named: bool) -> None:
    """Check that it may be done here and now, its form, its blocks; apply effect and move."""
    if act.scene.state.name not in {source.name for source in action.move.sources}:
        raise AlreadyDone(_("事项已进入「%(state)s」，这一操作不再适用。") % {"state": act.scene.state.label})
    act.authorised(_authorised(act, action, named=named))
    validate(act, form_class(act.procedure, action), data)
    if action.second is not None:
        from xieli.matters.verbs import side

        side.ask_second(act, action, data)
        return
    carry_out(act, action)


def carry_out(act: Act, action: Action) -> None:
    """Effect, blocks, move; also for an act that a second person has now signed."""
    check_blocks(act, action.name, action.label)
    if act.item is not None and act.item.person_id is None and act.authority == "department":
        follow(act, act.item, None, act.actor.person)
    save_form(act)
    if action.effect:
        act.procedure.effects[action.effect](act)
    if action.vote:
        voting.cast(act, verdict_of(act, action))
    else:
        _move(act, action)
    if act.moved or not action.vote:  # what a round decides is issued once, by the vote that decides it
        act.issues += action.issues
    if action.asks:
        _ask(act, act.procedure.sides[action.asks])
    _tell(act, action)


def _move(act: Act, action: Action) -> None:
    target = target_of(act, action)
    item = act.item
    if target is None:
        matter_clocks.run(act, moved_to=None)
        return
    if item is not None and item.judges and item.info_ok is None and act.authority in TAKES_OVER:
        item.info_ok = True
    forward(act, target)


def verdict_of(act: Act, action: Action) -> Verdict:
    """What an act that votes says: the verdict it declares, or what its function in effects makes of the form."""
    named = act.procedure.effects.get(action.vote)
    return cast(Verdict, named(act) if named is not None else action.vote)


def _ask(act: Act, side: Side) -> None:
    """Open a declared side in the state the act has led to, one seat for each of those asked."""
    act.scene.item = None
    if side.optional and not any(rule.resolve_all(act.scene) for rule in side.who):
        return
    chairs = chairs_for(act.scene, Round(side.step, side.who, passed="", refused="", kind=side.kind))
    opening.open_side(act, side.name, side.step, chairs, kind=side.kind, mode=Mode.EACH)


def _authorised(act: Act, action: Action, *, named: bool) -> str:
    """As `authorise`; whose seat has already spoken hears that, not that it is forbidden."""
    if action.vote and authority_for(act.scene, action, act.actor, named=named) is None:
        own = WorkItem.objects.filter(matter=act.matter, closed_by=act.actor.person, seat__verdict__gt="")
        main = act.scene.main_round
        if act.actor.person is not None and main is not None and (item := own.filter(round=main).first()):
            raise AlreadyDone(who_was_faster(item.pk))
    return authorise(act.scene, action, act.actor, named=named)


def authorise(scene: Scene, action: Action, actor: Actor, *, named: bool = False) -> str:
    """The authority under which the actor may do it; picks the item when only one is theirs. Raises NotAllowed."""
    authority = authority_for(scene, action, actor, named=named)
    if authority is None:
        raise NotAllowed(_("您现在不能执行「%(action)s」。") % {"action": action.label})
    return authority


def authority_for(scene: Scene, action: Action, actor: Actor, *, named: bool = False) -> str | None:
    """As `authorise`, answering None instead of raising."""
    if action.when is not None and not action.when.holds(scene, actor):
        return None
    for item in _candidates(scene, actor, named=named):
        scene.item = item
        found = action.by.holds(scene, actor)
        if found:
            return found
    scene.item = None
    return action.by.holds(scene, actor)


def _candidates(scene: Scene, actor: Actor, *, named: bool) -> list[WorkItem | None]:
    if named:
        return [scene.item if scene.item is not None and scene.item.main else None]
    items: list[WorkItem | None] = list(scene.main_items)
    mine = [one for one in items if one is not None and _is_mine(scene, one, actor)]
    return [*mine, *(one for one in items if one not in mine)] or [None]


def _is_mine(scene: Scene, item: WorkItem, actor: Actor) -> bool:
    scene.item = item
    return scene.authority_over_item(actor) is not None


def form_class(procedure: Procedure, action: Action) -> type[ActionForm]:
    """The form class a declared act names; of the procedure's own, else of the general ones."""
    return form_named(procedure, action.form) if action.form else EmptyForm


def form_named(procedure: Procedure, name: str) -> type[ActionForm]:
    """A form by name: the procedure's own, else a general one."""
    found: type[ActionForm] = procedure.forms.get(name) or getattr(forms, name)
    return found


def validate(act: Act, form_class: type[ActionForm], data: Mapping[str, Any]) -> None:
    """Clean the data; words go to erasable texts, the rest to the event's facts. Raises Invalid."""
    form = form_class(data, scene=act.scene, actor=act.actor)
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in errors] for name, errors in form.errors.items()}, form)
    act.data = {**form.cleaned_data, "_saves": form.saves}
    facts = {}
    for name, value in form.cleaned_data.items():
        if value in (None, "", []):
            continue
        if name in form.texts:
            act.texts[name] = str(value)
        else:
            facts[name] = list(value) if hasattr(value, "all") else value
    if facts:
        act.journal["data"] = plain(facts)


def save_form(act: Act) -> None:
    """Write the fields the form saves."""
    names = act.data.pop("_saves", ())
    values = {name: act.data[name] for name in names if name in act.data}
    if values:
        act.set_details(**values)


def check_blocks(act: Act, name: str, label: Label) -> None:
    """Open children that block this act. Under the parent's lock, so that none can slip in."""
    blocking = [child.name for child in act.procedure.children.values() if name in child.blocks]
    if not blocking:
        return
    children = Matter.objects.filter(parent=act.matter, parent_label__in=blocking, closed_at=None)
    open_child = children.filter(head_seq__gt=0).first()  # a draft is its author's own affair
    if open_child is not None:
        raise Blocked(
            _("%(child)s 还没有办结，办结后才能「%(action)s」。")
            % {"child": open_child.reference, "action": label}
        )


def _tell(act: Act, action: Action) -> None:
    if "initiator" in action.tell:
        told, by = [act.matter.requester_id], act.actor.person
        if by is not None:
            act.notice(told, "progress", DONE_BY, person=by.name, action=action.label)
        else:
            act.notice(told, "progress", DONE, action=action.label)
    if "customer" in action.tell and "tell_customer" in act.procedure.effects:
        act.procedure.effects["tell_customer"](act, action)


__all__ = ["UnknownAction", "authorise", "carry_out", "run_declared"]
