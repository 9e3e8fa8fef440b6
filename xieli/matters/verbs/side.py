"""What follows when a side round is decided: an extension, a long pause, a second signature, an arbitration."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.matters import clocks as running
from xieli.matters.commands import declared, matter_clocks, opening
from xieli.matters.commands.act import Act
from xieli.matters.commands.moving import copy_due
from xieli.matters.commands.seating import Chair, chairs_for, seat_at
from xieli.matters.errors import ActionError
from xieli.matters.holders import Place
from xieli.matters.ledger import plain
from xieli.matters.models import Clock, ClockChange, Round, WorkItem
from xieli.matters.procedure import Action, Item
from xieli.organisation import queries as organisation

DECIDED = gettext_noop("%(matter)s：%(what)s，结果：%(result)s")
_WHAT = {
    "extension": gettext_lazy("延期申请"),
    "pause": gettext_lazy("挂起申请"),
    "second": gettext_lazy("复核"),
}
_RESULT = {True: gettext_lazy("同意"), False: gettext_lazy("不同意")}


def decided(act: Act, round: Round, passed: bool) -> None:
    """Apply the outcome of a side round and tell who asked. Refused: the old state of things stands."""
    act.note("side", "passed" if passed else "refused", [round.no, round.purpose])
    if round.purpose in act.procedure.sides:  # all have answered: each answer had its effect
        return
    if passed:
        _APPLY[round.purpose](act, round)
    if "data" in round.payload:  # words must not outlive their erasure in the ledger
        Round.objects.filter(pk=round.pk).update(payload={**round.payload, "data": {}})
    act.notice(
        [round.payload.get("asker")],
        "decided",
        DECIDED,
        matter=act.matter.reference,
        what=_WHAT.get(round.purpose, round.purpose),
        result=_RESULT[passed],
    )


def _extension(act: Act, round: Round) -> None:
    new_due = parse_datetime(round.payload["new_due"])
    clock = next((one for one in act.scene.clocks if one.pk == round.payload["clock"]), None)
    if clock is None or clock.stopped_at is not None or new_due is None or new_due <= act.now:
        return
    extend(act, clock, new_due, "extension")


def extend(act: Act, clock: Clock, new_due: Any, cause: str, *, kind: str = "extension") -> None:
    """Move a clock's due moment; the original is kept, and the item and matter show the new one.

    `kind` "shift": a date that follows from another matter's (what is upstream is late, a new plan). No extension of
    its holder, so none is counted.
    """
    old = clock.due_at
    running.extend(clock, new_due, act.now, counted=kind == "extension")
    clock.save()
    ClockChange.objects.create(
        clock=clock,
        kind=kind,
        at=act.now,
        ended_at=act.now,
        old_due=old,
        new_due=clock.due_at,
        state=act.matter.state,
        cause=cause,
        event_seq=act.seq,
    )
    for item in act.scene.open_items:
        if item.pk == clock.item_id:
            item.due_at = clock.due_at
            item.save(update_fields=["due_at"])
    copy_due(act)
    act.note("clocks", "extended", [clock.pk, clock.name, clock.due_at])


def _pause(act: Act, round: Round) -> None:
    until = parse_datetime(round.payload["until"])
    if until is not None and until > act.now:
        matter_clocks.pause(act, pausable(act, round.about), cause=round.payload["cause"], until=until)


def pausable(act: Act, item: WorkItem | None) -> list[Clock]:
    """The clocks a pause stops: the matter's pausable ones and that of the item it was asked for."""
    names = {spec.name for spec in act.procedure.clocks.values() if spec.pausable}
    found = [clock for clock in act.scene.clocks if clock.item_id is None and clock.name in names]
    step = act.scene.step_clock(item) if item is not None else None
    return [*found, step] if step is not None else found


def ask_second(act: Act, action: Action, data: Mapping[str, Any]) -> None:
    """Double check: the act waits for a second person's signature; the words and data are kept for it."""
    assert action.second_who is not None, f"{action.name} names no one for the second signature"
    chairs = [
        _not_the_asker(act, chair)
        for chair in chairs_for(act.scene, Item("second", action.second_who, kind="approve"))
    ]
    getlist = getattr(data, "getlist", None)
    kept = {
        name: getlist(name) if getlist and len(getlist(name)) > 1 else data[name]
        for name in data
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
    }
    opening.open_side(
        act, "second", "second", chairs, action=action.name, data=plain(kept), asker=act.actor.person_id
    )
    act.action = f"{action.name}?"


def _not_the_asker(act: Act, chair: Chair) -> Chair:
    """Nobody checks their own act: then the next superior does."""
    if chair.person is None or chair.person != act.actor.person:
        return chair
    above = organisation.superior_of(chair.person)
    if above is None:
        raise ActionError(_("找不到可以复核的人。请由他人提出，或请系统管理员补设职责。"))
    return seat_at(act.scene, Place(above.department, above), "approve", "second")


def _second(act: Act, round: Round) -> None:
    action = act.procedure.actions[round.payload["action"]]
    act.action = action.name
    act.principal_id = round.payload["asker"]
    act.scene.item = None
    own, act.texts = act.texts, {}
    declared.validate(act, declared.form_class(act.procedure, action), round.payload["data"])
    act.texts.update({f"second_{name}": text for name, text in own.items()})
    declared.carry_out(act, action)


def _arbitration(act: Act, round: Round) -> None:
    """Decided by its own verb, never by a vote."""


_APPLY = {"extension": _extension, "pause": _pause, "second": _second, "arbitration": _arbitration}
