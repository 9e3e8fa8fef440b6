"""撤回, withdraw, 作废: undoing one's last act, ending one's own matter, declaring a matter void."""

from django.utils.translation import gettext_lazy

from xieli.core.composed import composed
from xieli.matters import clocks as running
from xieli.matters.actors import Actor
from xieli.matters.commands import issuing
from xieli.matters.commands.act import Act
from xieli.matters.commands.closing import stop_clock
from xieli.matters.commands.matter_clocks import leave_and_enter, show_due, start_again
from xieli.matters.commands.moving import copy_due, enter, leave
from xieli.matters.forms import EmptyForm, ReasonForm
from xieli.matters.models import Clock, ClockChange, Event, Matter, Round, Seat, WorkItem
from xieli.matters.scene import Scene

from .verb import Verb

# Words beside the work, and who may act for whom: an act can still be taken back after them.
_BESIDE = ("comment", "take_back_comment", "copy", "follow", "unfollow", "urge", "supervise", "stand_in")
_NEWEST = composed(
    lambda matter: Event.objects.filter(matter=matter).exclude(action__in=_BESIDE).order_by("-seq")[:1]
)


def last_move(scene: Scene) -> Event | None:
    """The newest line of the ledger that touched the work, if it is one that may be taken back."""
    newest = _NEWEST.first(scene.matter.pk)
    return newest if newest is not None and newest.action in scene.procedure.verbs.take_back else None


def _may_take_back(scene: Scene, actor: Actor) -> str | None:
    if actor.person is None or not scene.procedure.verbs.take_back or scene.matter.closed_at is not None:
        return None
    event = last_move(scene)
    if (
        event is None
        or event.actor_id != actor.person.pk
        or {"number", "sent", "documents"} & event.facts.keys()
    ):
        return None
    return "actor" if _untouched(scene, event) else None


def _untouched(scene: Scene, event: Event) -> bool:
    """Nothing came of it: the items it opened are as they were, nobody read them or opened a child."""
    opened = {row[0] for row in event.facts.get("items", {}).get("opened", ())}
    here = {item.pk for item in scene.open_items}
    if not opened or not opened <= here or any(item.seen_at for item in scene.items if item.pk in opened):
        return False
    if event.from_state == event.to_state and not event.facts["rounds"].get("closed"):
        return False  # a vote that only called the next seat
    return not Matter.objects.filter(parent=scene.matter, opened_at__gte=event.at).exists()


def _take_back(act: Act) -> None:
    """The items it opened are withdrawn, the former state and item stand again; the interval is the actor's."""
    event = last_move(act.scene)
    assert event is not None
    source = act.procedure.states[act.procedure.moved.get(event.from_state, event.from_state)]
    paused_before = [one for one in act.scene.clocks if one.paused_at is not None]
    kept = leave(act, source, "withdrawn", "withdrawn")
    _reopen(act, event)
    act.matter.state, act.matter.idle = source.name, source.owed is None
    act.moved = act.material = True
    _clocks_as_before(act, event)
    leave_and_enter(act, [one for one in paused_before if one not in kept and one.paused_at], source.name)
    undo = act.procedure.effects.get(f"undo_{event.action}")
    if undo is not None:
        undo(act, event)
    copy_due(act)


def _reopen(act: Act, event: Event) -> None:
    """The main round the act ended, with the items and verdicts the act ended in it."""
    ended = [row[0] for row in event.facts["rounds"].get("closed", ())]
    former = Round.objects.filter(matter=act.matter, main=True, no__in=ended).first()
    if former is None:
        return  # the act left an idle state
    former.closed_at, former.outcome = None, ""
    former.save(update_fields=["closed_at", "outcome"])
    act.note("rounds", "opened", [former.no, former.state, former.purpose])
    seats = {seat.pk: seat for seat in Seat.objects.filter(round=former).order_by("ordinal")}
    for seat in seats.values():
        seat.round = former
    act.scene.seats += seats.values()
    closed = [row[0] for row in event.facts["items"]["closed"]]
    for item in WorkItem.objects.filter(pk__in=closed, round=former):
        item.closed_at = item.closed_seq = item.closed_by = item.used = item.info_ok = None
        item.outcome = item.ground = ""
        item.matter, item.round, item.seat = act.matter, former, seats[item.seat_id]
        item.save()
        item.seat.verdict = item.seat.signed_hash = ""
        item.seat.decided_by = item.seat.decided_at = None
        item.seat.save(update_fields=["verdict", "signed_hash", "decided_by", "decided_at"])
        act.scene.items.append(item)
        act.note("items", "opened", [item.pk, item.step, item.department_id, item.person_id])


def _clocks_as_before(act: Act, event: Event) -> None:
    """Clocks the act started are withdrawn, those it stopped or paused go on as if it had never been."""
    for clock in act.scene.clocks:
        if clock.started_seq == event.seq and clock.stopped_at is None:
            stop_clock(act, clock, "withdrawn")
    here = {item.pk for item in act.scene.open_items}
    for clock in Clock.objects.filter(matter=act.matter, stopped_seq=event.seq):
        if clock.item_id is None or clock.item_id in here:  # questions beside the state are not asked again
            _unstop(act, clock)
    pauses = ClockChange.objects.filter(
        clock__matter=act.matter, kind="pause", event_seq=event.seq, ended_at=None
    )
    for change in pauses:
        clock = next(one for one in act.scene.clocks if one.pk == change.clock_id)
        running.unpause(clock, act.now)
        clock.save()
        ClockChange.objects.filter(pk=change.pk).update(ended_at=change.at, new_due=clock.due_at)
        act.note("clocks", "resumed", [clock.pk, clock.name, clock.due_at])


def _unstop(act: Act, clock: Clock) -> None:
    """One that was paused when it stopped has ended its pause with that; it runs on from now."""
    if ClockChange.objects.filter(clock=clock, kind="pause", ended_at=clock.stopped_at).exists():
        start_again(act, clock)
        return
    running.unstop(clock, act.now)
    clock.save()
    act.scene.runs_again(clock)
    show_due(act, clock)
    act.note("clocks", "resumed", [clock.pk, clock.name, clock.due_at])


def _may_withdraw(scene: Scene, actor: Actor) -> str | None:
    verbs = scene.procedure.verbs
    if verbs.withdraw_to is None or scene.state.name not in {state.name for state in verbs.withdraw}:
        return None
    own = actor.person is not None and scene.matter.requester_id == actor.person.pk
    return "initiator" if own or actor.kind == "system" else None


def _withdraw(act: Act) -> None:
    target = act.procedure.verbs.withdraw_to
    assert target is not None
    issuing.void_all(act)
    enter(act, target.name, outcome="withdrawn", item_outcome="superseded")


def _may_void(scene: Scene, actor: Actor) -> str | None:
    verbs = scene.procedure.verbs
    if (
        verbs.void is None
        or verbs.void_to is None
        or scene.matter.closed_at is not None
        or scene.matter.number is None
    ):
        return None
    return "system" if actor.kind == "system" else verbs.void.holds(scene, actor)


def _void(act: Act) -> None:
    """作废: everything superseded, what was judged is cleared (as by any act that ends in a state so declared)."""
    target = act.procedure.verbs.void_to
    assert target is not None
    issuing.void_all(act)
    enter(act, target.name, outcome="void", item_outcome="superseded")


VERBS = (
    Verb(
        "take_back",
        gettext_lazy("撤回"),
        _may_take_back,
        _take_back,
        EmptyForm,
        ("matter",),
        rank=8,
        icon="arrow-back",
    ),
    Verb(
        "withdraw",
        gettext_lazy("撤销申请"),
        _may_withdraw,
        _withdraw,
        ReasonForm,
        ("matter",),
        rank=40,
        danger=True,
    ),
    Verb(
        "void",
        gettext_lazy("作废"),
        _may_void,
        _void,
        ReasonForm,
        ("matter",),
        rank=60,
        danger=True,
        icon="ban",
    ),
)
