"""代理: who is away lets a deputy act; the seat keeps its principal, and either acts, once.

A seat that opens while a delegation is in force calls the deputy by itself (`seating`). Here are the items that were
open already, when the delegation says that they are included, and the end of it.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.models import Matter, WorkItem
from xieli.matters.policy import audience
from xieli.matters.scene import Scene
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation.models import Delegation

from .finishing import heads_of_people
from .perform import locked
from .seating import PERSONAL, deputy_of

CALLED = gettext_noop("%(person)s 外出期间由您代理，已有 %(n)s 件待办一并交由您办理")


def settle(now: datetime | None = None) -> int:
    """Bring open items in line with the delegations in force; returns how many changed.

    Called when a delegation is made or revoked, and by the watcher, since delegations begin and end by themselves.
    """
    now = now or clock.now()
    with transaction.atomic():
        delegations = list(_including(now))
        touched = _over(now) | WorkItem.objects.filter(person__in=[one.person_id for one in delegations])
        _lock(touched.filter(closed_at=None).values_list("matter", flat=True))
        return _dismiss(now) + sum(_call(delegation, now) for delegation in delegations)


def _lock(matters: Iterable[int]) -> None:
    """Matter before item and root before leaf, as in every act."""
    list(Matter.objects.select_for_update().filter(pk__in=set(matters)).order_by("pk").values_list("pk"))


def delegation_changed(delegation: Delegation) -> None:
    """In the transaction in which somebody lets another act, or ends it."""
    settle()


_looked: datetime | None = None


def settle_due(now: datetime) -> int:
    """As `settle`, but only where a delegation began or ended since the last look: the watcher asks all the time."""
    global _looked
    since, changed = _looked, 0
    if since is None or since > now or _moved_between(since, now):
        changed = settle(now)
    _looked = now  # only now: what failed is looked at again
    return changed


def _moved_between(since: datetime, now: datetime) -> bool:
    began, ended = Q(from_at__gt=since, from_at__lte=now), Q(to_at__gt=since, to_at__lte=now)
    return Delegation.objects.filter(began | ended).exists()


def _including(now: datetime) -> "QuerySet[Delegation]":
    rows = organisation.in_force(now).filter(
        include_existing=True, person__left_on=None, deputy__left_on=None
    )
    return rows.select_related("person")


def _call(delegation: Delegation, now: datetime) -> int:
    """Call whoever stands in to what was open when the delegation began: the deputy, else the next superior."""
    waiting = WorkItem.objects.filter(person=delegation.person, deputy=None, closed_at=None)
    matters = waiting.exclude(kind__in=PERSONAL).values_list("matter", flat=True)
    called: list[int] = []
    for matter in list(matters.distinct().order_by("matter")):
        called += _call_in(matter, delegation.person_id, now)
    for deputy, n in Counter(called).items():
        params = {"person": delegation.person.name, "n": n}
        notify([Notice(deputy, "assigned", "normal", CALLED, params, "/")])
    if called:
        _hint([*called, delegation.person_id])
    return len(called)


def _call_in(pk: int, person: int, now: datetime) -> list[int]:
    """In one matter, under its lock (matter before item, as in every act): who was called, once for each item."""
    scene = Scene.load(locked(pk), now)
    called = []
    for item in scene.open_items:
        if item.person_id != person or item.deputy_id is not None:
            continue
        deputy = deputy_of(organisation.person_by_id(person), scene, item.kind, asker=item.round.asker)
        if deputy is None:
            continue
        item.deputy = item.seat.deputy = deputy
        item.save(update_fields=["deputy"])
        item.seat.save(update_fields=["deputy"])
        called.append(deputy.pk)
    _admit(scene, called)
    return called


def _admit(scene: Scene, called: list[int]) -> None:
    """Who acts for somebody may see what it is about."""
    matter = scene.matter
    new = [one for one in dict.fromkeys(called) if one not in matter.people]
    if new:
        matter.people = [*matter.people, *new]
        matter.audience = audience(matter, heads_of_people(matter), scene.procedure.circle)
        matter.save(update_fields=["people", "audience"])


def _over(now: datetime) -> "QuerySet[WorkItem]":
    away = organisation.in_force(now).values("person_id")
    return WorkItem.objects.filter(closed_at=None, deputy__isnull=False).exclude(person__in=away)


def _dismiss(now: datetime) -> int:
    """A deputy whose principal is back holds nothing more."""
    over = dict(_over(now).values_list("pk", "deputy_id"))
    if over:
        WorkItem.objects.filter(pk__in=over, closed_at=None).update(deputy=None)
        _hint(deputy for deputy in over.values() if deputy)
    return len(over)


def _hint(people: Iterable[int]) -> None:
    live.changed({f"person:{person}" for person in people})
