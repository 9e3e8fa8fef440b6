"""Moving a matter from state to state, back to an earlier one, and forward again to who sent it back."""

from typing import Any

from xieli.matters.errors import ActionError
from xieli.matters.holders import Place
from xieli.matters.models import Clock, Round, Seat
from xieli.matters.procedure import Item, State
from xieli.matters.procedure import Round as RoundSpec

from . import matter_clocks
from .act import Act
from .closing import close_matter, close_round, close_side_rounds
from .content import content_hash
from .ending import UNDONE, undo
from .opening import need_of, open_main
from .seating import Chair, chairs_for, same, seat_at
from .tallying import tally


def enter(
    act: Act,
    target: str,
    *,
    outcome: str = "done",
    item_outcome: str = "done",
    back_to: Round | None = None,
    chairs: list[Chair] | None = None,
    returns: int = 0,
) -> None:
    """Leave the present state (its round ends with `outcome`) and enter `target`, opening what it owes.

    `chairs`: a roster to use instead of the declared one. Raises NoHolder; the transaction then changes nothing.
    """
    scene = act.scene
    state = act.procedure.states[target]
    paused_before = [
        clock for clock in scene.clocks if clock.paused_at is not None and clock.stopped_at is None
    ]
    final = (state.outcome or target) if state.final else ""
    kept = leave(act, state, outcome, "superseded" if final in UNDONE else item_outcome)
    act.matter.state, act.matter.idle = target, state.owed is None
    act.moved = act.material = True
    if final:
        if final in UNDONE:
            undo(act, withdrawn=outcome == "withdrawn")
        else:
            matter_clocks.run(act, moved_to=target)
        close_matter(act, final)
        return
    if state.owed is not None:
        roster = chairs if chairs is not None else chairs_for(scene, state.owed)
        open_main(act, target, state.owed, roster, back_to=back_to, returns=returns)
    matter_clocks.timers(act, target)
    matter_clocks.run(act, moved_to=target)
    matter_clocks.leave_and_enter(act, [clock for clock in paused_before if clock not in kept], target)
    _copy_total(act)


def leave(act: Act, state: State, outcome: str, item_outcome: str) -> list[Clock]:
    """End the main round and what was asked beside it. Where the new state pauses the step, its clock is kept."""
    main = act.scene.main_round
    kept: list[Clock] = []
    if main is not None:
        keep = main.step if "step" in state.pauses else ""
        if keep:
            kept = [c for i in act.scene.items_of(main) if (c := act.scene.step_clock(i)) is not None]
            matter_clocks.resume(act, kept)  # a pause its holder took belongs to the state that is left
            matter_clocks.pause(act, kept, cause=f"state:{state.name}", until=None)
        close_round(act, main, outcome, item_outcome=item_outcome, keep=keep)
    close_side_rounds(act)
    return kept


def _copy_total(act: Act) -> None:
    """The matter shows its total clock's due moment, or the nearest of its items."""
    totals = [spec.name for spec in act.procedure.clocks.values() if spec.total]
    clock = next((c for name in totals if (c := act.scene.running_clock(name)) is not None), None)
    dues = [item.due_at for item in act.scene.main_items if item.due_at is not None]
    act.matter.due_at = clock.due_at if clock is not None else min(dues, default=None)


def copy_due(act: Act) -> None:
    """For verbs that move a due moment without moving the state."""
    if act.matter.closed_at is None:
        _copy_total(act)


def send_back(act: Act, target: str) -> None:
    """退回: end the main round as returned and open the earlier one, remembering to whom it goes back."""
    main = act.scene.main_round
    if main is None:
        raise ActionError("nothing to return")
    state = act.procedure.states[target]
    assert state.owed is not None
    passed = _last_round(act, target)
    chairs = _roster_again(act, passed, state.owed) if passed else None
    enter(act, target, outcome="returned", item_outcome="returned", back_to=main, chairs=chairs)


def resubmit(act: Act, back: Round, *, outcome: str = "done") -> None:
    """Straight to who returned it; verdicts on unchanged content are carried, the others asked again."""
    state = act.procedure.states[back.state]
    assert state.owed is not None
    chairs = _roster_again(act, back, state.owed)
    returns = int(back.payload.get("returns", 0)) + 1
    enter(act, back.state, outcome=outcome, back_to=back.back_to, chairs=chairs, returns=returns)


def forward(act: Act, target: str) -> None:
    """A declared act moves on. Where it leads back to who returned the matter, it is the resubmission: verdicts on
    unchanged content are carried and the returns of this hand-off go on being counted."""
    main, owed = act.scene.main_round, act.procedure.states[target].owed
    back = main.back_to if main is not None else None
    if back is None or back.state != target or owed is None or _other_department(act, back, owed):
        enter(act, target)
    else:
        resubmit(act, back)


def _other_department(act: Act, back: Round, owed: Item | RoundSpec) -> bool:
    """Handed to another department this time: a new hand-off."""
    if isinstance(owed, RoundSpec):
        return False
    before = Seat.objects.filter(round=back, dropped=False).values_list("department_id", flat=True).first()
    department = chairs_for(act.scene, owed)[0].department
    return department is not None and department.pk != before


def _last_round(act: Act, state: str) -> Round | None:
    return (
        Round.objects.filter(matter=act.matter, main=True, state=state, closed_at__isnull=False)
        .exclude(outcome="withdrawn")
        .order_by("-no")
        .first()
    )


def _roster_again(act: Act, round: Round, owed: Item | RoundSpec) -> list[Chair]:
    """The frozen roster of an earlier round, with signatures that are still fresh carried over.

    If these alone would decide the round and yet it came back, all are asked again: somebody must have a say.
    """
    seats = list(
        Seat.objects.filter(round=round, dropped=False).select_related("department", "person", "added_by")
    )
    seats.sort(key=lambda seat: seat.ordinal)
    fresh = _still_signed(act, seats, owed) if isinstance(owed, RoundSpec) else []
    chairs: list[Chair] = []
    for seat in seats:
        chair = _chair_again(act, seat, owed, carried=seat in fresh)
        if not any(same(chair, other) for other in chairs):
            chairs.append(chair)
    return chairs


def _still_signed(act: Act, seats: list[Seat], owed: RoundSpec) -> list[Seat]:
    """Seats whose agreement is to the content as it is now (after what this very act changed)."""
    now = content_hash(act)
    fresh = [seat for seat in seats if seat.verdict == "approve" and seat.signed_hash == now]
    verdicts = [seat.verdict if seat in fresh else "" for seat in seats]
    decided = tally(owed.mode, need_of(owed.mode, owed.share, len(seats)), owed.veto, verdicts)
    return [] if decided is not None else fresh


def _chair_again(act: Act, seat: Seat, owed: Item | RoundSpec, *, carried: bool) -> Chair:
    chair = seat_at(act.scene, Place(seat.department, seat.person), owed.kind, owed.step)
    chair.added_by = seat.added_by
    if carried:
        chair.carried = seat
    return chair


def target_of(act: Act, action: Any) -> str | None:
    """Where a declared act leads: its one target, the one its rule chooses, or None for STAY."""
    targets = act.procedure.targets(action)
    if not targets:
        return None
    if len(targets) == 1 and not action.to:
        return targets[0]
    chosen = str(act.procedure.effects[action.to](act))
    if chosen not in targets:
        raise ActionError(f"{action.name}: {chosen} is not among {targets}")
    return chosen
