"""代理: who is away lets a deputy act; the seat keeps its principal, and either acts, once.

A seat that opens while a delegation is in force calls the deputy by itself (`seating`). Here the items that are open
already are brought in line whenever delegations begin, end or change: the same rule says who (`deputies`), and every
matter concerned has a line of its own in its ledger.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import structlog
from django.db import Error, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.deputies import PERSONAL, deputy_of
from xieli.matters.models import WorkItem
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot
from xieli.organisation.models import Delegation

from .act import Act
from .afterwards import afterwards
from .finishing import finish
from .perform import locked, prepare

log = structlog.get_logger(__name__)
AT_ONCE = 40  # matters that are settled while somebody waits, or in one round of the worker
ACTION, AUTHORITY = "stand_in", "delegation"

ASKED = gettext_noop("%(person)s 请您在 %(since)s 至 %(until)s 期间代理")
OVER = gettext_noop("%(person)s 已结束委托，您不再代理")
LOST = gettext_noop("您的代理人 %(deputy)s 已离职，代理随之结束；仍不在岗的，请另选一位")
CALLED = gettext_noop("%(person)s 外出期间由您代理，已有 %(n)s 件待办一并交由您办理")
INSTEAD = gettext_noop("%(person)s 外出，有 %(n)s 件待办其代理人不能代办，由您代理")

Lasting = Mapping[int, Delegation]
Called = Counter[tuple[int, int]]  # (principal, deputy) → how many items


def settle(now: datetime | None = None) -> int:
    """Bring open items in line with the delegations in force; returns how many changed.

    Called when a delegation is made or revoked and when somebody leaves, in that transaction; by the watcher, since
    delegations begin and end by themselves. Matter by matter in the order of their keys, each under its own lock. What
    is more than a few dozen is left to the worker, so that nobody waits for it (decision 0191).
    """
    now = now or clock.now()
    lasting = _lasting(now)
    people: dict[int, set[int | None]] = {}
    for item, _deputy in _misplaced(lasting):
        people.setdefault(item.matter_id, set()).add(item.person_id)
    matters = sorted(people)
    left = {one for pk in matters[AT_ONCE:] for one in people[pk]}
    for person in left:
        begun = Delegation.objects.filter(person=person, from_at__lte=now)
        last = begun.order_by("-from_at", "-pk")[:1]
        Delegation.objects.filter(pk__in=last.values("pk")).update(settling=True)
    changed, called = _in_matters(matters[:AT_ONCE], lasting, now)
    _tell(lasting, {pair: n for pair, n in called.items() if pair[0] not in left})
    return changed


def settle_left(now: datetime | None = None) -> int:
    """The worker's part, a few dozen matters in a round; when all are done, the deputies are told how many."""
    one = Delegation.objects.filter(settling=True).order_by("pk").first()
    if one is None:
        return 0
    now = now or clock.now()
    lasting = _lasting(now)
    matters = sorted({item.matter_id for item, _deputy in _misplaced(lasting, person=one.person_id)})
    changed, _called = _in_matters(matters[:AT_ONCE], lasting, now)
    over = not changed or len(matters) <= AT_ONCE  # what can't be changed is in the log
    if over and Delegation.objects.filter(pk=one.pk, settling=True).update(settling=False):
        live.changed({f"person:{one.person_id}"})
        if one.person_id in lasting:
            rows = WorkItem.objects.filter(person=one.person_id, deputy__isnull=False, closed_at=None)
            _tell(lasting, Counter((one.person_id, pk) for pk in rows.values_list("deputy_id", flat=True)))
    return changed


def left_over(delegation: Delegation) -> int:
    """How many items the worker has still to bring in line with a delegation."""
    return sum(1 for _one in _misplaced(_lasting(clock.now()), person=delegation.person_id))


def _lasting(now: datetime) -> dict[int, Delegation]:
    return {one.person_id: one for one in organisation.in_force(now).select_related("person")}


def _in_matters(matters: Sequence[int], lasting: Lasting, now: datetime) -> tuple[int, Called]:
    called: Called = Counter()
    changed = 0
    for pk in matters:
        try:
            changed += _in_matter(pk, lasting, now, called)
        except Error:
            raise
        except Exception:  # a fault in one procedure must not leave the others' items without a deputy
            log.exception("stand_in_failed", matter=pk)
    return changed, called


def _in_matter(pk: int, lasting: Lasting, now: datetime, called: Called) -> int:
    """One matter: a line in its ledger for everybody whose items somebody else may act on from now, or no more."""
    with transaction.atomic(), snapshot.pinned():
        row, changed, asked = locked(pk), 0, Called()
        found = sorted(_misplaced(lasting, matter=pk), key=lambda one: one[0].person_id or 0)
        for principal, items in groupby(found, key=lambda one: one[0].person_id):
            handed = [(item.pk, deputy) for item, deputy in items]
            act = prepare(row, ACTION, SYSTEM, now)
            act.authority, act.principal_id = AUTHORITY, principal
            act.journal[ACTION] = _begun(principal, now) | {"items": handed}
            held = {one.pk: one for one in act.scene.open_items}
            for item, deputy in handed:
                _hand(act, held[item], deputy)
            finish(act)
            changed += len(handed)
            asked.update((principal, deputy) for _item, deputy in handed if principal and deputy)
    called.update(asked)  # of what was undone nobody is told
    return changed


def _begun(person: int | None, now: datetime) -> dict[str, object]:
    """The delegation by which it is so: the last one of theirs that began. Why they are away concerns nobody else."""
    last = Delegation.objects.filter(person=person, from_at__lte=now).order_by("-from_at", "-pk").first()
    return (
        {"delegation": last.uid, "from": last.from_at, "until": last.revoked_at or last.to_at} if last else {}
    )


def delegation_changed(delegation: Delegation) -> None:
    """In the transaction in which somebody lets another act, or ends it; a handover does both in one act."""
    person, deputy, page = delegation.person, delegation.deputy, reverse("organisation:delegations")
    if delegation.revoked_at is None:
        params = {"person": person.name, "since": delegation.from_at, "until": delegation.to_at}
        told = Notice(deputy.pk, "stand_in", "normal", ASKED, params, page)
    elif deputy.left_on is not None:
        told = Notice(person.pk, "stand_in", "normal", LOST, {"deputy": deputy.name}, page)
    else:
        told = Notice(deputy.pk, "stand_in", "normal", OVER, {"person": person.name}, page)
    notify([told])
    afterwards(settle)


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


def _hand(act: Act, item: WorkItem, deputy: int | None) -> None:
    act.topics |= {f"person:{one}" for one in (item.person_id, item.deputy_id, deputy) if one}
    item.deputy_id = item.seat.deputy_id = deputy
    item.save(update_fields=["deputy"])
    item.seat.save(update_fields=["deputy"])


def _tell(lasting: Lasting, called: Mapping[tuple[int, int], int]) -> None:
    notices = []
    for (person, deputy), n in called.items():
        text = CALLED if lasting[person].deputy_id == deputy else INSTEAD
        params = {"person": lasting[person].person.name, "n": n}
        notices.append(Notice(deputy, "stand_in", "normal", text, params, "/"))
    notify(notices)
