"""One way in, for web, API, import, simulation and background jobs alike: `perform`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.composed import composed
from xieli.core.rowwise import standing
from xieli.matters.actors import Actor
from xieli.matters.errors import (
    ActionError,
    AlreadyDone,
    Invalid,
    NotAllowed,
    Stale,
    UnknownAction,
    who_was_faster,
)
from xieli.matters.models import Event, Matter
from xieli.matters.policy import tokens
from xieli.matters.scene import Scene
from xieli.organisation import snapshot

from . import idempotency
from .act import Act
from .afterwards import act_in_progress
from .attachments import attach, uploads
from .declared import run_declared
from .finishing import finish
from .sealing import refuse_sealed
from .timed import PREFIX, run_timer


def perform(
    matter: Matter | int,
    action: str,
    actor: Actor,
    data: Mapping[str, Any] | None = None,
    *,
    item: int | None = None,
    rev: int | None = None,
    key: str | None = None,
    now: datetime | None = None,
) -> Event:
    """Carry out one act in one transaction, or nothing of it, and return its line in the ledger.

    `data`: as a form or JSON gives it, checked here. `item`: the work item meant, where somebody holds several.
    `rev`: what the page showed (409 when the matter has changed since). `key`: the same key acts once.
    Raises subclasses of ActionError.
    """
    data = data or {}
    pk = matter if isinstance(matter, int) else matter.pk
    with transaction.atomic(), snapshot.pinned(), act_in_progress():
        if key is not None:
            claim = idempotency.claim(key, actor, [pk, action, data, item])
            if claim.event is not None:
                return claim.event
        row = locked(pk)
        act = prepare(row, action, actor, now or clock.now())
        _check_current(act, item, rev)
        run(act, data, item)
        attach(act, uploads(data))
        event = finish(act)
        if key is not None:
            idempotency.fulfil(claim, event)
    if isinstance(matter, Matter):
        matter.refresh_from_db()
    return event


def locked(pk: int) -> Matter:
    """The matter under its lock; `last_at`: when it last changed. Its details are read once the lock is held: joined to
    it, they would be those from before the wait for it."""
    found = _LOCKED.first(pk)
    if found is None:
        raise Matter.DoesNotExist
    return found


_LAST = Event.objects.filter(matter=OuterRef("pk")).order_by("-seq").values("at")[:1]
_LOCKED = composed(
    lambda pk: (
        Matter.objects.annotate(last_at=Subquery(_LAST))
        .select_for_update(of=("self",))
        .defer("words")
        .filter(pk=pk)
    )
)


def prepare(row: Matter, action: str, actor: Actor, now: datetime, *, sees: bool = True) -> Act:
    """The scene of a locked matter. Time never runs backwards on one matter, whatever the machine's clock does.

    `sees`: the actor must know of the matter; not so where it only changes hands by their signature elsewhere.
    """
    now = now.replace(microsecond=0)
    alone = actor.person_id if action == "acknowledge" else None  # 签收: each for themselves, however many
    scene = Scene.load(row, now, alone=alone)
    scene.now = max(now, row.opened_at, getattr(row, "last_at", None) or row.opened_at)
    _check_actor(scene, actor, sees=sees)
    refuse_sealed(row)
    before = standing(row)
    act = Act(scene, action, actor, now=scene.now, before=before, journal={"from": row.state})
    if row.head_seq == 0:  # a draft is submitted: only now the matter begins
        act.first, row.opened_at = True, scene.now
        act.joins(departments=[row.initiator_department_id])
    return act


def _check_actor(scene: Scene, actor: Actor, *, sees: bool) -> None:
    if actor.person is None:
        return
    if not actor.person.active:
        raise NotAllowed(_("您的账号已停用。"))
    if sees and not set(tokens(actor.person)) & set(scene.matter.audience):
        raise NotAllowed(_("没有找到这件事项。"))


def _check_current(act: Act, item: int | None, rev: int | None) -> None:
    if item is not None:
        act.scene.item = next((one for one in act.scene.items if one.pk == item), None)
        if act.scene.item is None:
            raise AlreadyDone(who_was_faster(item))
    if rev is not None and rev != act.matter.rev:
        raise Stale


def run(act: Act, data: Mapping[str, Any], item: int | None) -> None:
    """Carry out a declared act or a general verb on the prepared scene."""
    from xieli.matters.verbs import VERBS, run_verb

    declared = act.procedure.actions.get(act.action)
    if declared is not None:
        run_declared(act, declared, data, named=item is not None)
    elif act.action in VERBS:
        run_verb(act, VERBS[act.action], data, named=item is not None)
    elif act.action.startswith(PREFIX):
        run_timer(act)
    else:
        raise UnknownAction(_("这个流程没有「%(action)s」这一操作。") % {"action": act.action})


__all__ = ["ActionError", "Invalid", "perform", "prepare", "run", "who_was_faster"]
