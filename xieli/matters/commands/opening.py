"""Beginning things: rounds with their roster, items, the clocks of each step."""

from math import ceil
from typing import Any

from django.conf import settings

from xieli.core.rowwise import added, all_added, changed
from xieli.matters import clocks as running
from xieli.matters import limits
from xieli.matters.models import Clock, ClockChange, Round, Seat, WorkItem
from xieli.matters.models.responsibility import Mode
from xieli.matters.procedure import Item
from xieli.matters.procedure import Round as RoundSpec
from xieli.matters.scene import Scene

from .act import ASSIGNED, Act
from .seating import Chair


def need_of(mode: str, share: float, seats: int) -> int:
    """How many must agree: all, order and each every seat, any one, share the fraction rounded up."""
    match mode:
        case "all" | "order" | "each":
            return seats
        case "share":
            return max(1, ceil(share * seats - 1e-9))  # a third of three is one, whatever floats make of it
        case _:
            return 1


def open_main(
    act: Act, state: str, owed: Item | RoundSpec, chairs: list[Chair], *, back_to: Round | None, returns: int
) -> Round:
    """The round a state owes, with its items and step clocks."""
    mode = Mode.ONE if isinstance(owed, Item) else Mode(owed.mode)
    round = Round(
        state=state,
        step=owed.step,
        mode=mode,
        need=1 if isinstance(owed, Item) else need_of(owed.mode, owed.share, len(chairs)),
        veto=False if isinstance(owed, Item) else owed.veto,
        blind=False if isinstance(owed, Item) else owed.blind,
        back_to=back_to,
        payload={"returns": returns} if returns else {},
    )
    return _open(act, round, chairs, kind=owed.kind, judges=owed.judges)


def open_side(
    act: Act,
    purpose: str,
    step: str,
    chairs: list[Chair],
    *,
    kind: str = "approve",
    mode: Mode = Mode.ANY,
    **payload: Any,
) -> Round:
    """A question beside the state: extension, long pause, second signature, advice, receipts. Moves no state."""
    round = Round(
        state=act.matter.state,
        step=step,
        main=False,
        purpose=purpose,
        mode=mode if len(chairs) > 1 else Mode.ONE,
        need=need_of(mode, 1.0, len(chairs)),
        about=act.item,
        payload=payload,
    )
    return _open(act, round, chairs, kind=kind, judges=False)


def _open(act: Act, round: Round, chairs: list[Chair], *, kind: str, judges: bool) -> Round:
    act.matter.rounds_opened += 1
    round.matter, round.no, round.opened_at = act.matter, act.matter.rounds_opened, act.now
    added(round)
    seats = [_seat(round, ordinal, chair) for ordinal, chair in enumerate(chairs)]
    all_added(seats)
    act.scene.seats += seats
    waiting = [seat for seat in seats if not seat.verdict]
    if round.mode == Mode.ORDER:
        waiting = waiting[:1]
    open_items(act, round, waiting, kind=kind, judges=judges)
    for seat, chair in zip(seats, chairs, strict=True):
        note_substitute(act, seat, chair)
    return round


def note_substitute(act: Act, seat: Seat, chair: Chair) -> None:
    """A seat that went to the next superior says so, and why."""
    if chair.substituted:
        act.note("seats", chair.substituted, [seat.ordinal, seat.person_id])


def _seat(round: Round, ordinal: int, chair: Chair) -> Seat:
    seat = Seat(
        round=round,
        ordinal=ordinal,
        department=chair.department,
        person=chair.person,
        deputy=chair.deputy,
        added_by=chair.added_by,
    )
    if chair.carried is not None:
        seat.verdict, seat.decided_by_id = chair.carried.verdict, chair.carried.decided_by_id
        seat.decided_at, seat.signed_hash = chair.carried.decided_at, chair.carried.signed_hash
    return seat


def open_items(
    act: Act, round: Round, seats: list[Seat], *, kind: str, judges: bool, previous: WorkItem | None = None
) -> list[WorkItem]:
    """One item for each seat, with its step clock; whoever holds it is told and may see the matter."""
    sender = act.department_id
    items = [
        WorkItem(
            matter=act.matter,
            round=round,
            seat=seat,
            step=round.step,
            kind=kind,
            main=round.main,
            department=seat.department,
            person=seat.person,
            deputy=seat.deputy,
            previous=previous or act.item,
            sender_department_id=sender,
            sender=act.actor.person,
            judges=judges and sender is not None and sender != seat.department_id,
            opened_at=act.now,
            opened_seq=act.seq,
        )
        for seat in seats
    ]
    clocks = [step_clock(act.scene, act, item) for item in items]
    for item, clock in zip(items, clocks, strict=True):
        if clock is not None:
            item.due_at, item.original_due_at = clock.due_at, clock.original_due_at
    all_added(items)
    fresh = [
        _attach(act, item, clock) for item, clock in zip(items, clocks, strict=True) if clock is not None
    ]
    all_added([clock for clock in fresh if clock is not None])
    act.opened(round, items, [clock for clock in fresh if clock is not None])
    act.joins(departments=(seat.department_id for seat in seats), people=(seat.person_id for seat in seats))
    for item in items:
        tell(act, item)
    return items


def _attach(act: Act, item: WorkItem, clock: Clock) -> Clock | None:
    clock.item = item
    if clock._state.adding:
        return clock
    changed(clock)  # a kept clock goes on with the new item
    act.note("clocks", "resumed", [clock.pk, clock.name, clock.due_at])
    return None


def step_clock(scene: Scene, act: Act, item: WorkItem) -> Clock | None:
    """The clock of a step: the kept one that was paused for this step, else a fresh one by the limit in force."""
    kept = _kept_clock(scene, item)
    if kept is not None:
        running.resume(kept, act.now)
        ClockChange.objects.filter(clock=kept, kind="pause", ended_at=None).update(
            ended_at=act.now, new_due=kept.due_at
        )
        return kept
    found = limits.resolve(scene, item.step)
    text = found.allowance if found else settings.DEFAULT_ALLOWANCE
    calendar = item.department.calendar if item.department else "office"
    allowance = limits.evaluate(scene, text, calendar, act.now)
    clock = Clock(
        matter=scene.matter,
        name=item.step,
        kind="step",
        calendar=calendar,
        warnings=(found.warnings if found else "") or warnings_of(scene),
        service_level=found.edited if found else None,
        started_seq=act.seq,
    )
    return running.start(clock, allowance, act.now)


def _kept_clock(scene: Scene, item: WorkItem) -> Clock | None:
    """The clock a pausing state kept for this step; never another department's, nor one of an item still open."""
    still_open = {one.pk for one in scene.open_items}
    for clock in scene.clocks:
        waits = clock.kind == "step" and clock.paused_at is not None and clock.stopped_at is None
        if item.main and waits and clock.name == item.step and clock.item_id not in still_open:
            owner = clock.item
            if owner is not None and owner.department_id == item.department_id:
                return clock
    return None


def warnings_of(scene: Scene) -> str:
    """The warning template: the fact `warnings` of the matter, else the procedure's own."""
    return str(scene.facts().get("warnings") or scene.procedure.warnings)


def tell(act: Act, item: WorkItem) -> None:
    label = act.procedure.step_label(item.step)
    act.notice([item.person_id, item.deputy_id], "assigned", ASSIGNED, step=label)
    act.topics.add(f"department:{item.department_id}")
    act.topics.update(f"person:{one}" for one in (item.person_id, item.deputy_id) if one)
