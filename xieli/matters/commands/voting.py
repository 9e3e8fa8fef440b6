"""Deciding a round: votes count by seat; a round is decided as soon as its need is met or can no longer be met."""

from typing import Literal

from xieli.core.rowwise import changed
from xieli.matters.errors import AlreadyDone, who_was_faster
from xieli.matters.models import Round, Seat
from xieli.matters.models.responsibility import Mode
from xieli.matters.procedure import Round as RoundSpec

from .act import Act
from .closing import close_item, close_round
from .moving import enter, resubmit
from .opening import open_items
from .tallying import tally

Verdict = Literal["approve", "refuse", "abstain"]


def cast(act: Act, verdict: Verdict) -> None:
    """Record the seat's verdict over the content as it is now, and decide the round if that is possible."""
    item = act.item
    assert item is not None
    seat, round = item.seat, item.round
    if seat.verdict:
        raise AlreadyDone(who_was_faster(item.pk))
    seat.verdict, seat.decided_at = verdict, act.now
    seat.decided_by, seat.signed_hash = act.actor.person, act.matter.content_hash
    changed(seat, "verdict", "decided_by", "decided_at", "signed_hash")
    act.note("votes", verdict, [round.no, seat.ordinal, seat.person_id])
    if item.judges and verdict != "refuse":
        item.info_ok = True
    act.scene.item = item
    settle(act, round)


def settle(act: Act, round: Round) -> None:
    """Decide a round after a vote or a change of its roster; else, in order, ask the next seat."""
    seats = act.scene.seats_of(round)
    verdicts = [seat.verdict for seat in seats] + _of_the_crowd(act, round)
    decision = tally(round.mode, round.need, round.veto, verdicts)
    if decision is None:
        _go_on(act, round, seats)
        return
    if not round.main:
        from xieli.matters.verbs import side

        close_round(act, round, decision)
        side.decided(act, round, decision == "passed")
        return
    spec = act.procedure.states[round.state].owed
    assert isinstance(spec, RoundSpec)
    if decision == "passed" and round.back_to is not None:
        resubmit(act, round.back_to, outcome="passed")
    else:
        enter(act, spec.passed if decision == "passed" else spec.refused, outcome=decision)


def _of_the_crowd(act: Act, round: Round) -> list[str]:
    """What those say who were not read with the scene: each verdict once, which is all that `each` asks for."""
    if round.purpose not in act.scene.crowd:
        return []
    return list(
        Seat.objects.filter(round=round, dropped=False)
        .order_by()
        .values_list("verdict", flat=True)
        .distinct()
    )


def _go_on(act: Act, round: Round, seats: list[Seat]) -> None:
    item = act.item
    if item is not None and item.closed_at is None and item.seat.verdict:
        close_item(act, item, "done")
    if round.mode == Mode.ORDER and not act.scene.items_of(round):
        following = next((seat for seat in seats if not seat.verdict), None)
        if following is not None:
            spec = act.procedure.states[round.state].owed
            kind = spec.kind if spec else "approve"
            following.deputy = act.scene.deputy_of(
                following.person_id, kind, round.asker
            )  # who is away now, not at the start
            following.save(update_fields=["deputy"])
            open_items(act, round, [following], kind=kind, judges=False, previous=item)
