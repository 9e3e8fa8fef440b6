"""Ending things: items with what they used, their clocks, rounds, and the matter itself."""

from datetime import datetime

from django.utils.translation import gettext_noop

from xieli.core.rowwise import changed
from xieli.matters import clocks as running
from xieli.matters.models import Clock, ClockChange, Round, WorkItem
from xieli.worktime import calendars

from .act import Act

CLOSED = gettext_noop("%(matter)s 已结束：%(outcome)s")
# How an item's end judges its clock: acted on in or out of time, or not the holder's doing.
_JUDGED = {"done": "judged", "returned": "judged", "reassigned": "judged"}


def used_by(item: WorkItem, clock: Clock | None, act: Act) -> int:
    """Seconds the holder had the ball, as `clocks.held` counts them by the department's calendar, pauses taken off."""
    calendar, unit = calendars.get(clock.calendar if clock else "office"), clock.unit if clock else "W"
    seconds = running.held(calendar, unit, item.opened_at, act.now)
    if clock is None:
        return seconds
    since = item.opened_at
    if clock.paused_at is not None or clock.ever_paused:
        for change in ClockChange.objects.filter(clock=clock, kind="pause"):
            begin, end = max(change.at, since), change.ended_at or running.pause_ends(clock, act.now)
            if end > begin:
                seconds -= running.held(calendar, unit, begin, end)
    return max(0, seconds)


def close_item(act: Act, item: WorkItem, outcome: str, *, keep_clock: bool = False) -> None:
    """End one item and its clock (kept when it goes on with the next item of the seat)."""
    clock = act.scene.step_clock(item)
    item.used = used_by(item, clock, act)
    item.closed_at, item.closed_seq, item.outcome = act.now, act.seq, outcome
    item.closed_by = act.actor.person if item is act.item else None
    if clock is not None and not keep_clock:
        stop_clock(act, clock, _JUDGED.get(outcome, outcome))
        item.due_at = clock.due_at
    changed(item, "used", "closed_at", "closed_seq", "outcome", "closed_by", "info_ok", "ground", "due_at")
    act.note("items", "closed", [item.pk, outcome])
    if item.main and not keep_clock:
        _close_rounds_about(act, item)


def _close_rounds_about(act: Act, item: WorkItem) -> None:
    """What was asked for an item's sake (more time, advice) has no object when the item has ended."""
    for round in act.scene.rounds:
        if not round.main and round.about_id == item.pk and round.closed_at is None:
            close_round(act, round, "superseded", item_outcome="superseded")


def stop_clock(act: Act, clock: Clock, outcome: str) -> None:
    """Stop one clock; an open pause ends with it."""
    paused = running.pause_ends(clock, act.now) if clock.paused_at is not None else None
    running.stop(clock, act.now, outcome, act.seq)
    changed(clock)
    if paused is not None:
        end_pause_rows(clock, paused)
    act.note("clocks", "stopped", [clock.pk, clock.name, clock.outcome])


def end_pause_rows(clock: Clock, ended_at: datetime) -> None:
    """Close the record of a clock's running pause."""
    ClockChange.objects.filter(clock=clock, kind="pause", ended_at=None).update(
        ended_at=ended_at, new_due=clock.due_at
    )


def close_round(act: Act, round: Round, outcome: str, *, item_outcome: str = "done", keep: str = "") -> None:
    """End a round: the acted item with its outcome, the others superseded. `keep`: step whose clock pauses instead."""
    for item in act.scene.items_of(round):
        acted = item is act.item and act.for_the_item
        if keep and item.step == keep:
            close_item(act, item, item_outcome if acted else "superseded", keep_clock=True)
        else:
            close_item(act, item, item_outcome if acted else _others(item_outcome))
    round.closed_at, round.outcome = act.now, outcome
    changed(round, "closed_at", "outcome")
    act.note("rounds", "closed", [round.no, outcome])


def _others(item_outcome: str) -> str:
    return "withdrawn" if item_outcome == "withdrawn" else "superseded"


def close_side_rounds(act: Act) -> None:
    """What was asked beside the state has no object any more when the state is left."""
    for round in act.scene.rounds:
        if not round.main and round.closed_at is None:
            close_round(act, round, "superseded", item_outcome="superseded")


def close_matter(act: Act, outcome: str) -> None:
    """Reach a final state: every clock that still runs stops, judged where it was the matter's own."""
    for clock in act.scene.clocks:
        if clock.stopped_at is None:
            stop_clock(act, clock, "judged" if clock.kind == "matter" else "superseded")
    act.matter.closed_at, act.matter.outcome, act.matter.due_at = act.now, outcome, None
    act.journal["closed"] = True
    act.notice(
        [act.matter.requester_id],
        "closed",
        CLOSED,
        outcome=act.procedure.states[act.matter.state].label,
    )
