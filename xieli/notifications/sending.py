"""The worker's second half: sending the deliveries that are due, digests as one message."""

from collections.abc import Iterable
from itertools import groupby

import structlog
from django.conf import settings
from django.db.models import Q

from xieli.core import clock
from xieli.notifications import discretion, outbox, readers
from xieli.notifications.channels import CannotReach, Parcel, channels
from xieli.notifications.models import Attempt, Delivery, Notification, OutgoingState
from xieli.organisation.models import Person

log = structlog.get_logger(__name__)


def send_due(limit: int = 50) -> int:
    """Send what is due over every channel; returns how many deliveries were taken up."""
    claimed = [*outbox.claim(Delivery, limit, also="NOT digest AND robot_id IS NULL"), *_claim_digests(limit)]
    people = Person.objects.in_bulk({row.recipient_id for row in claimed})
    notices = Notification.objects.in_bulk({row.notification_id for row in claimed})
    languages = readers.languages(people)
    say = discretion.of(notices.values())
    said = discretion.said(notices.values(), say)
    for rows in _parcels(claimed):
        person = people[rows[0].recipient_id]
        if person.left_on and person.left_on <= clock.local(clock.now()).date():
            _drop(rows)
        elif outbox.still_ours(rows[0]):
            parcel = Parcel(
                person=person,
                language=languages[person.pk],
                notices=[notices[row.notification_id] for row in rows],
                digest=rows[0].digest,
                key=f"delivery.{rows[0].pk}",
                base_url=settings.BASE_URL,
                say={row.notification_id: say[row.notification_id] for row in rows},
                said=said,
            )
            _send(rows, parcel)
    return len(claimed)


def _claim_digests(limit: int) -> list[Delivery]:
    """All due digest lines of up to `limit` people, so that nobody gets a digest in two halves."""
    due = Delivery.objects.filter(
        state=OutgoingState.WAITING, digest=True, robot=None, send_at__lte=clock.now()
    )
    people = list(due.order_by("recipient_id").values_list("recipient_id", flat=True).distinct()[:limit])
    if not people:
        return []
    mine = ",".join(map(str, people))
    return outbox.claim(
        Delivery, limit * 200, also=f"digest AND robot_id IS NULL AND recipient_id IN ({mine})"
    )


def _parcels(claimed: Iterable[Delivery]) -> Iterable[list[Delivery]]:
    """What goes together: the lines of one person's digest over one channel; every other delivery alone."""

    def together(row: Delivery) -> tuple[int, str, int]:
        return (row.recipient_id, row.channel, 0 if row.digest else row.pk)

    for _key, rows in groupby(sorted(claimed, key=together), key=together):
        yield sorted(rows, key=lambda row: row.pk)


def _send(rows: list[Delivery], parcel: Parcel) -> None:
    ids = [row.pk for row in rows]
    try:
        channels()[rows[0].channel].send(parcel)
    except Exception as error:  # whatever a mail server does must not stop the other deliveries
        for_good = isinstance(error, CannotReach | KeyError)
        outbox.failed(ids, Delivery, f"{type(error).__name__}: {error}", for_good=for_good)
        _log(rows, ok=False, detail=f"{type(error).__name__}: {error}"[:500])
        log.warning("delivery_failed", deliveries=ids, channel=rows[0].channel, error=type(error).__name__)
    else:
        outbox.sent(ids, Delivery)
        _log(rows, ok=True)


def _log(rows: list[Delivery], *, ok: bool, detail: str = "") -> None:
    Attempt.objects.bulk_create([Attempt(delivery=row, ok=ok, detail=detail) for row in rows])


def _drop(rows: list[Delivery]) -> None:
    """Who has left the company is told nothing any more."""
    Delivery.objects.filter(Q(state=OutgoingState.WAITING), id__in=[row.pk for row in rows]).update(
        state=OutgoingState.DROPPED, error="recipient has left"
    )
