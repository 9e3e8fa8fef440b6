"""What follows when a side round is decided: an extension, a long pause, a second signature, an arbitration."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.matters import clocks as running
from xieli.matters.commands import declared, matter_clocks, opening
from xieli.matters.commands.act import Act
from xieli.matters.commands.moving import copy_due
from xieli.matters.commands.seating import chairs_for
from xieli.matters.errors import ActionError
from xieli.matters.ledger import plain
from xieli.matters.models import Clock, ClockChange, Round, WorkItem
from xieli.matters.procedure import Action, Item

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
        what=_WHAT.get(round.purpose, round.purpose),
        result=_RESULT[passed],
    )


def _extension(act: Act, round: Round) -> None:
    """More time, as if it had been agreed when it was asked for: what stood still meanwhile moves it, once."""
    clock = next((one for one in act.scene.clocks if one.pk == round.payload["clock"]), None)
    if clock is None or clock.stopped_at is not None:
        return
    old = clock.due_at
    running.extend(clock, round.payload["more"], act.now, running.stood_still(clock))
    _moved(act, clock, old, "extension", "extension")


def shift(act: Act, clock: Clock, new_due: datetime, cause: str) -> None:
    """A date that follows from another matter's (what is upstream is late, a new plan). No extension of its holder, so
    none is counted; the original is kept."""
    old = clock.due_at
    running.shift(clock, new_due, act.now, running.stood_still(clock))
    _moved(act, clock, old, "shift", cause)


def _moved(act: Act, clock: Clock, old: datetime, kind: str, cause: str) -> None:
    """Save a clock whose due moment was moved, with a record of it; item and matter show the new one."""
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
    matter_clocks.show_due(act, clock)
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
    asker = act.actor.person_id
    chairs = chairs_for(act.scene, Item("second", action.second_who, kind="approve"), asker=asker)
    if asker is not None and any(chair.person is not None and chair.person.pk == asker for chair in chairs):
        raise ActionError(_("找不到可以复核的人。请由他人提出，或请系统管理员补设职责。"))
    getlist = getattr(data, "getlist", None)
    kept = {
        name: getlist(name) if getlist and len(getlist(name)) > 1 else data[name]
        for name in data
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
    }
    opening.open_side(act, "second", "second", chairs, action=action.name, data=plain(kept), asker=asker)
    act.action = f"{action.name}?"


def _second(act: Act, round: Round) -> None:
    action = act.procedure.actions[round.payload["action"]]
    act.action = action.name
    act.principal_id = act.principal_id or round.asker
    act.scene.item = None
    own, act.texts = act.texts, {}
    declared.validate(act, declared.form_class(act.procedure, action), round.payload["data"])
    act.texts.update({f"second_{name}": text for name, text in own.items()})
    declared.carry_out(act, action)


def _arbitration(act: Act, round: Round) -> None:
    """Decided by its own verb, never by a vote."""


_APPLY = {"extension": _extension, "pause": _pause, "second": _second, "arbitration": _arbitration}
