"""Beginning a matter: a draft that belongs to its author, saved as typed; or opened and submitted in one go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.rowwise import added, reserved
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.errors import NotAllowed, UnknownAction
from xieli.matters.models import Classification, Event, Link, Matter
from xieli.matters.procedure import Child, Procedure
from xieli.matters.scene import Scene
from xieli.organisation import snapshot
from xieli.organisation.models import Department

from . import idempotency
from .act import Act
from .attachments import attach, uploads
from .finishing import finish
from .perform import locked, prepare, run


def start(
    procedure: str,
    actor: Actor,
    *,
    department: Department | None = None,
    title: str = "",
    draft: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    parent: Matter | None = None,
    parent_label: str = "",
) -> Matter:
    """A new draft. Nobody else sees it and it has no number, no event and no clock yet.

    `department`: for which of their departments the person acts (default the primary one).
    """
    return added(_blank(procedure, actor, department, now or clock.now(), parent, parent_label, title, draft))


def _blank(
    procedure: str,
    actor: Actor,
    department: Department | None,
    now: datetime,
    parent: Matter | None,
    parent_label: str,
    title: str = "",
    draft: Mapping[str, Any] | None = None,
) -> Matter:
    spec = registry.get(procedure)
    matter = Matter(
        procedure=spec.key,
        procedure_version=spec.version,
        state=spec.start,
        idle=True,
        classification=stricter(spec.classification, parent.classification if parent else ""),
        initiator=actor.person,
        initiator_department=department or (actor.person.department if actor.person else None),
        customer_id=actor.customer_id,
        opened_at=now.replace(microsecond=0),
        draft=dict(draft or {}),
        title=title[:200],
        parent=parent,
        parent_label=parent_label,
        people=[actor.person.pk] if actor.person else [],
        departments=[],
    )
    matter.audience = [-one for one in matter.people]
    return matter


def stricter(own: str, inherited: str) -> str:
    """What comes of a secret matter is no less secret."""
    order = Classification.values
    return max(own, inherited, key=order.index) if inherited else own


def may_start(procedure: Procedure, actor: Actor) -> bool:
    """Whether the actor may begin this procedure: its own predicate, else that of the acts of its start state."""
    matter = Matter(procedure=procedure.key, state=procedure.start, initiator=actor.person)
    matter.initiator_department = actor.person.department if actor.person else None
    scene = Scene(matter, procedure, clock.now())
    scene.details = procedure.details()()
    return may_begin(scene, actor)


def may_begin(scene: Scene, actor: Actor) -> bool:
    """The same, asked of a matter that isn't yet."""
    procedure = scene.procedure
    if procedure.starts is not None:
        return procedure.starts.holds(scene, actor) is not None
    return any(action.by.holds(scene, actor) for action in procedure.actions_from(procedure.start))


def open_matter(
    procedure: str,
    actor: Actor,
    action: str,
    data: Mapping[str, Any],
    *,
    department: Department | None = None,
    key: str | None = None,
    now: datetime | None = None,
    parent: Matter | None = None,
    parent_label: str = "",
    customer_id: int | None = None,
) -> Matter:
    """Begin and submit in one transaction, as the hotline, the portal, the API and children do."""
    now = (now or clock.now()).replace(microsecond=0)
    with transaction.atomic(), snapshot.pinned():
        if key is not None:
            claim = idempotency.claim(key, actor, [procedure, action, data])
            if claim.event is not None:
                return claim.event.matter
        matter = reserved(_blank(procedure, actor, department, now, parent, parent_label))
        if customer_id is not None:
            matter.customer_id = customer_id
        event = _first(matter, action, actor, data, now)
        if key is not None:
            idempotency.fulfil(claim, event)
    return matter


def _first(matter: Matter, action: str, actor: Actor, data: Mapping[str, Any], now: datetime) -> Event:
    scene = Scene(matter, registry.get(matter.procedure), now)
    scene.details = scene.procedure.details()(matter=matter)
    act = Act(scene, action, actor, now, first=True, unwritten=True, journal={"from": matter.state})
    if action not in scene.procedure.actions:
        raise UnknownAction(_("这个流程没有「%(action)s」这一操作。") % {"action": action})
    run(act, data, None)
    attach(act, uploads(data))
    act.joins(departments=[matter.initiator_department_id])
    return finish(act)


def open_child(
    parent: Matter | int,
    label: str,
    actor: Actor,
    action: str,
    data: Mapping[str, Any],
    *,
    key: str | None = None,
    now: datetime | None = None,
) -> Matter:
    """Open a declared child, under the parent's lock, so that no blocked act slips past. Writes a line in both."""
    pk = parent if isinstance(parent, int) else parent.pk
    with transaction.atomic(), snapshot.pinned():
        if key is not None:
            claim = idempotency.claim(key, actor, [pk, label, action, data])
            if claim.event is not None:
                return Matter.objects.get(parent=claim.event.matter, uid=claim.event.facts["child"]["uid"])
        row = locked(pk)
        act = prepare(row, f"open:{label}", actor, now or clock.now())
        spec = _child_of(act, label)
        child = open_matter(spec.procedure, actor, action, data, now=act.now, parent=row, parent_label=label)
        Link.objects.create(source=row, target=child, kind="child", at=act.now)
        act.journal["child"] = {"uid": str(child.uid), "number": child.number, "label": label}
        event = finish(act)
        if key is not None:
            idempotency.fulfil(claim, event)
    return child


def _child_of(act: Act, label: str) -> Child:
    """The child declared under a label, if the actor may open it in this state."""
    spec = act.procedure.children.get(label)
    if spec is None:
        raise UnknownAction(_("这个流程没有「%(action)s」这一操作。") % {"action": label})
    if act.scene.state.name not in {state.name for state in spec.source}:
        raise NotAllowed(_("事项现在的状态不能「%(action)s」。") % {"action": spec.label})
    for item in [*act.scene.main_items, None]:
        act.scene.item = item
        if found := spec.by.holds(act.scene, act.actor):
            act.authorised(found)
            return spec
    raise NotAllowed(_("您现在不能「%(action)s」。") % {"action": spec.label})


def may_open_child(scene: Scene, spec: Child, actor: Actor) -> bool:
    """Whether the button for a child shows."""
    if scene.state.name not in {state.name for state in spec.source}:
        return False
    for item in [*scene.main_items, None]:
        scene.item = item
        if spec.by.holds(scene, actor) and may_start(registry.get(spec.procedure), actor):
            return True
    return False
