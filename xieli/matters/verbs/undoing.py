"""撤回, withdraw, 作废: undoing one's last act, ending one's own matter, declaring a matter void."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.matters import clocks as running
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands.act import Act
from xieli.matters.commands.moving import copy_due, enter
from xieli.matters.errors import ActionError
from xieli.matters.forms import EmptyForm, ReasonForm
from xieli.matters.models import Clock, Event, Matter, Round, Seat, WorkItem
from xieli.matters.scene import Scene

from .verb import Verb

ENDED_WITH_PARENT = gettext_noop("随上级事项%(parent)s一并撤回")


def last_move(scene: Scene) -> Event | None:
    """The newest line of the ledger, if it is one that may be taken back."""
    event = Event.objects.filter(matter=scene.matter).order_by("-seq").first()
    allowed = scene.procedure.verbs.take_back
    return event if event is not None and event.action in allowed else None


def _may_take_back(scene: Scene, actor: Actor) -> str | None:
    if actor.person is None or not scene.procedure.verbs.take_back or scene.matter.closed_at is not None:
        return None
    event = last_move(scene)
    if event is None or event.actor_id != actor.person.pk or "number" in event.facts:
        return None
    return "actor" if _untouched(scene, event) else None


def _untouched(scene: Scene, event: Event) -> bool:
    """Nothing came of it: the items it opened are as they were, nobody claimed, read the document or opened a child."""
    opened = {row[0] for row in event.facts.get("items", {}).get("opened", ())}
    here = {item.pk for item in scene.open_items}
    if not opened or not opened <= here or any(item.seen_at for item in scene.items if item.pk in opened):
        return False
    return not Matter.objects.filter(parent=scene.matter, opened_at__gte=event.at).exists()


def _take_back(act: Act) -> None:
    """The items it opened are withdrawn, the former state and item stand again; the interval is the actor's."""
    event = last_move(act.scene)
    assert event is not None
    main = act.scene.main_round
    assert main is not None
    former = Round.objects.get(matter=act.matter, no=event.facts["rounds"]["closed"][0][0])
    _withdraw_round(act, main)
    former.closed_at, former.outcome = None, ""
    former.save(update_fields=["closed_at", "outcome"])
    _reopen_items(act, former, event)
    act.matter.state, act.matter.idle = event.from_state, False
    act.moved = act.material = True
    _clocks_as_before(act, event)
    undo = act.procedure.effects.get(f"undo_{event.action}")
    if undo is not None:
        undo(act, event)
    copy_due(act)


def _withdraw_round(act: Act, round: Round) -> None:
    from xieli.matters.commands.closing import close_round

    close_round(act, round, "withdrawn", item_outcome="withdrawn")


def _reopen_items(act: Act, former: Round, event: Event) -> None:
    closed = [row[0] for row in event.facts["items"]["closed"]]
    for item in WorkItem.objects.filter(pk__in=closed, round=former).select_related("seat"):
        item.closed_at = item.closed_seq = item.closed_by = item.used = item.info_ok = None
        item.outcome = item.ground = ""
        item.matter, item.round = act.matter, former
        item.save()
        Seat.objects.filter(pk=item.seat_id).update(
            verdict="", decided_by=None, decided_at=None, signed_hash=""
        )
        act.scene.items.append(item)
        act.note("items", "opened", [item.pk, item.step, item.department_id, item.person_id])


def _clocks_as_before(act: Act, event: Event) -> None:
    """Clocks the act started are withdrawn, those it stopped go on as if never stopped."""
    from xieli.matters.commands.closing import stop_clock

    for clock in act.scene.clocks:
        if clock.started_seq == event.seq and clock.stopped_at is None:
            stop_clock(act, clock, "withdrawn")
    for clock in Clock.objects.filter(matter=act.matter, stopped_seq=event.seq):
        running.unstop(clock, act.now)
        clock.save()
        act.scene.clocks.append(clock)
        for item in act.scene.items:
            if item.pk == clock.item_id:
                item.due_at = clock.due_at
                item.save(update_fields=["due_at"])
        act.note("clocks", "resumed", [clock.pk, clock.name, clock.due_at])


def _may_withdraw(scene: Scene, actor: Actor) -> str | None:
    verbs = scene.procedure.verbs
    if verbs.withdraw_to is None or scene.state.name not in {state.name for state in verbs.withdraw}:
        return None
    own = actor.person is not None and scene.matter.initiator_id == actor.person.pk
    return "initiator" if own or actor.kind == "system" else None


def _withdraw(act: Act) -> None:
    target = act.procedure.verbs.withdraw_to
    assert target is not None
    end_children(act)
    enter(act, target.name, outcome="withdrawn", item_outcome="withdrawn")


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
    """作废: everything superseded, children withdrawn in the same transaction; what was judged is cleared."""
    target = act.procedure.verbs.void_to
    assert target is not None
    end_children(act)
    WorkItem.objects.filter(matter=act.matter, info_ok__isnull=False).update(info_ok=None)
    enter(act, target.name, outcome="void", item_outcome="superseded")


def end_children(act: Act) -> None:
    """Withdraw (or void) every open child, root before leaf, in this transaction."""
    from xieli.matters.commands.perform import perform

    reason = str(_(ENDED_WITH_PARENT)) % {"parent": act.matter.reference}
    for child in Matter.objects.filter(parent=act.matter, closed_at=None).order_by("pk"):
        scene = Scene.load(child, act.now)
        verb = next(
            (name for name, may in (("withdraw", _may_withdraw), ("void", _may_void)) if may(scene, SYSTEM)),
            None,
        )
        if verb is None:
            raise ActionError(_("下级事项%(child)s不能随之撤回，请先单独处理。") % {"child": child.reference})
        perform(child, verb, SYSTEM, {"reason": reason}, now=act.now)


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
__all__ = ["VERBS", "end_children"]
