"""代理: who is away lets a deputy act; the seat keeps its principal, and either acts, once.

A seat that opens while a delegation is in force calls the deputy by itself (`seating`). Here the items that are open
already are brought in line whenever delegations begin, end or change: the same rule says who (`deputies`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.deputies import PERSONAL, deputy_of
from xieli.matters.models import Matter, WorkItem
from xieli.matters.policy import audience
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation.models import Delegation

from .finishing import heads_of_people

ASKED = gettext_noop("%(person)s 请您在 %(since)s 至 %(until)s 期间代理")
OVER = gettext_noop("%(person)s 已结束委托，您不再代理")
LOST = gettext_noop("您的代理人 %(deputy)s 已离职，代理随之结束；仍不在岗的，请另选一位")
CALLED = gettext_noop("%(person)s 外出期间由您代理，已有 %(n)s 件待办一并交由您办理")
INSTEAD = gettext_noop("%(person)s 外出，有 %(n)s 件待办其代理人不能代办，由您代理")

Lasting = Mapping[int, Delegation]


def settle(now: datetime | None = None) -> int:
    """Bring open items in line with the delegations in force; returns how many changed.

    Called when a delegation is made or revoked and when somebody leaves; by the watcher, since delegations begin and
    end by themselves. Matters are locked before their items, as everywhere.
    """
    now = now or clock.now()
    with transaction.atomic():
        lasting = {one.person_id: one for one in organisation.in_force(now).select_related("person")}
        found = {item.pk: item.matter_id for item, _deputy in _misplaced(lasting)}
        matters = Matter.objects.filter(pk__in=set(found.values())).order_by("pk")
        locked = {one.pk: one for one in matters.select_for_update(of=("self",))}
        called: Counter[tuple[int, int]] = Counter()
        changed = 0
        for item, deputy in _misplaced(lasting, pk__in=found):
            _hand(item, deputy)
            changed += 1
            if deputy is not None and item.person_id is not None:
                _admit(locked[item.matter_id], deputy)
                called[item.person_id, deputy] += 1
        _tell(lasting, called)
    return changed


def delegation_changed(delegation: Delegation) -> None:
    """In the transaction in which somebody lets another act, or ends it."""
    person, deputy, page = delegation.person, delegation.deputy, reverse("organisation:delegations")
    if delegation.revoked_at is None:
        params = {"person": person.name, "since": delegation.from_at, "until": delegation.to_at}
        told = Notice(deputy.pk, "stand_in", "normal", ASKED, params, page)
    elif deputy.left_on is not None:
        told = Notice(person.pk, "stand_in", "normal", LOST, {"deputy": deputy.name}, page)
    else:
        told = Notice(deputy.pk, "stand_in", "normal", OVER, {"person": person.name}, page)
    notify([told])
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


def _misplaced(lasting: Lasting, **only: object) -> Iterator[tuple[WorkItem, int | None]]:
    """Open items whose deputy is another than the rule says, with who it should be."""
    away = {person: one.deputy_id for person, one in lasting.items()}
    rows = WorkItem.objects.filter(Q(person__in=away) | Q(deputy__isnull=False), closed_at=None, **only)
    for item in rows.exclude(kind__in=PERSONAL).select_related("matter", "round", "seat").order_by("pk"):
        one = None
        if item.person_id is not None and _reached(lasting.get(item.person_id), item):
            one = deputy_of(item.person_id, item.kind, item.matter.requesters, away, item.round.asker)
        deputy = one.pk if one is not None else None
        if deputy != item.deputy_id:
            yield item, deputy


def _reached(delegation: Delegation | None, item: WorkItem) -> bool:
    """Whether it came while the delegation lasts, or was open and is included. At its very moment: if called then."""
    if delegation is None or delegation.include_existing:
        return delegation is not None
    if item.opened_at == delegation.from_at:
        return item.deputy_id is not None
    return item.opened_at > delegation.from_at


def _hand(item: WorkItem, deputy: int | None) -> None:
    live.changed({f"person:{one}" for one in (item.person_id, item.deputy_id, deputy) if one})
    item.deputy_id = item.seat.deputy_id = deputy
    item.save(update_fields=["deputy"])
    item.seat.save(update_fields=["deputy"])


def _admit(matter: Matter, deputy: int) -> None:
    """Who acts for somebody may see what it is about."""
    if deputy not in matter.people:
        matter.people = [*matter.people, deputy]
        matter.audience = audience(matter, heads_of_people(matter), registry.get(matter.procedure).circle)
        matter.save(update_fields=["people", "audience"])


def _tell(lasting: Lasting, called: Mapping[tuple[int, int], int]) -> None:
    notices = []
    for (person, deputy), n in called.items():
        text = CALLED if lasting[person].deputy_id == deputy else INSTEAD
        params = {"person": lasting[person].person.name, "n": n}
        notices.append(Notice(deputy, "stand_in", "normal", text, params, "/"))
    notify(notices)
