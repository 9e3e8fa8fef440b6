"""代理: who is away lets a deputy act; the seat keeps its principal, and either acts, once.

A seat that opens while a delegation is in force calls the deputy by itself (`seating`). Here are the items that were
open already, when the delegation says that they are included, and the end of it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.models import WorkItem
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation.models import Delegation

from .seating import DECIDING, PERSONAL

CALLED = gettext_noop("%(person)s 外出期间由您代理，已有 %(n)s 件待办一并交由您办理")


def settle(now: datetime | None = None) -> int:
    """Bring open items in line with the delegations in force; returns how many changed.

    Called when a delegation is made or revoked, and by the watcher, since delegations begin and end by themselves.
    """
    now = now or clock.now()
    with transaction.atomic():
        return _dismiss(now) + sum(_call(delegation, now) for delegation in _including(now))


def delegation_changed(delegation: Delegation) -> None:
    """In the transaction in which somebody lets another act, or ends it."""
    settle()


_looked: datetime | None = None


def settle_due(now: datetime) -> int:
    """As `settle`, but only where a delegation began or ended since the last look: the watcher asks all the time."""
    global _looked
    since, _looked = _looked, now
    if since is not None and since <= now:
        began, ended = Q(from_at__gt=since, from_at__lte=now), Q(to_at__gt=since, to_at__lte=now)
        if not Delegation.objects.filter(began | ended).exists():
            return 0
    return settle(now)


def _including(now: datetime) -> "QuerySet[Delegation]":
    rows = organisation.in_force(now).filter(
        include_existing=True, person__left_on=None, deputy__left_on=None
    )
    return rows.select_related("person")


def _call(delegation: Delegation, now: datetime) -> int:
    """Call the deputy to what was open when the delegation began; never the initiator of what is to be decided."""
    waiting = WorkItem.objects.filter(person=delegation.person, deputy=None, closed_at=None)
    waiting = waiting.exclude(kind__in=PERSONAL)
    raised = Q(matter__initiator=delegation.deputy_id) | Q(matter__successor=delegation.deputy_id)
    own = waiting.filter(raised, kind__in=DECIDING)
    items = list(waiting.exclude(pk__in=own).select_related("seat", "matter").select_for_update(of=("self",)))
    for item in items:
        item.deputy_id = item.seat.deputy_id = delegation.deputy_id
        item.save(update_fields=["deputy"])
        item.seat.save(update_fields=["deputy"])
        _admit(item, delegation.deputy_id)
    if items:
        params = {"person": delegation.person.name, "n": len(items)}
        notify([Notice(delegation.deputy_id, "assigned", "normal", CALLED, params, "/")])
        _hint([delegation.deputy_id, delegation.person_id])
    return len(items)


def _admit(item: WorkItem, deputy: int) -> None:
    """Who acts for somebody may see what it is about."""
    matter = type(item.matter).objects.select_for_update().get(pk=item.matter_id)
    if deputy not in matter.people:
        matter.people = [*matter.people, deputy]
        if matter.classification != "company":
            matter.audience = sorted({*matter.audience, -deputy})
        matter.save(update_fields=["people", "audience"])


def _dismiss(now: datetime) -> int:
    """A deputy whose principal is back holds nothing more."""
    standing = WorkItem.objects.filter(closed_at=None, deputy__isnull=False)
    away = organisation.in_force(now).values("person_id")
    over = list(standing.exclude(person__in=away).values_list("pk", "seat_id", "deputy_id"))
    if over:
        WorkItem.objects.filter(pk__in=[pk for pk, _seat, _deputy in over], closed_at=None).update(
            deputy=None
        )
        _hint(deputy for _pk, _seat, deputy in over if deputy)
    return len(over)


def _hint(people: Iterable[int]) -> None:
    live.changed({f"person:{person}" for person in people})
