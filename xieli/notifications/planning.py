"""From a notice to its deliveries: the worker's first half. The notice row is the outbox; this empties it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from xieli.core import clock
from xieli.notifications.channels import channels
from xieli.notifications.choices import Choices
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Delivery, Notification, Urgency
from xieli.notifications.robots.service import Service
from xieli.notifications.timing import send_at

TOO_OLD = timedelta(days=1)  # nobody is helped by a mail about last week, after an outage or an import


@transaction.atomic
def plan(limit: int = 500) -> int:
    """Write the deliveries of up to `limit` notices that have none yet; returns how many notices were
    planned.
    """
    unplanned = Notification.objects.filter(planned_at=None).select_for_update(skip_locked=True)
    notices = list(unplanned.order_by("id")[:limit])
    if not notices:
        return 0
    now = clock.now()
    fresh = [notice for notice in notices if notice.created_at > now - TOO_OLD]
    Delivery.objects.bulk_create(deliveries_of(fresh), ignore_conflicts=True)
    Notification.objects.filter(id__in=[notice.id for notice in notices]).update(planned_at=now)
    return len(notices)


def deliveries_of(notices: Sequence[Notification]) -> list[Delivery]:
    """One delivery per notice and channel that its reader wants, at the moment that suits the reader."""
    chosen = Choices({notice.recipient_id for notice in notices})
    result = []
    for notice in notices:
        urgent = notice.urgency == Urgency.URGENT
        for code, channel in channels().items():
            robot = chosen.robot(notice.recipient_id, code)
            if robot is None and isinstance(channel, Service):
                continue
            mode = chosen.mode(notice.recipient_id, notice.kind, code)
            moment = send_at(mode, urgent, notice.created_at, chosen.habits(notice.recipient_id))
            if moment is not None:
                result.append(
                    Delivery(
                        notification=notice,
                        recipient_id=notice.recipient_id,
                        channel=code,
                        digest=mode is Mode.DIGEST and not urgent,
                        robot=robot,
                        send_at=max(moment, robot.next_at) if robot else moment,
                    )
                )
    return result
