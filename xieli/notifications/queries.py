"""Reading notices and the delivery log."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from xieli.core import clock
from xieli.notifications.models import Delivery, Notification, OutgoingState, SmsMessage
from xieli.organisation.models import Person

CAP = 99  # the bell shows "99+": counting further would only cost


def unread(person: Person) -> int:
    """How many notices the person hasn't read, counted up to one more than `CAP`."""
    return unread_of(person)[: CAP + 1].count()


def unread_of(person: Person) -> QuerySet[Notification]:
    """The person's unread notices, in no order."""
    return Notification.objects.filter(recipient=person, shown=True, read_at=None)


def notices(
    person: Person, *, kinds: list[str] | None = None, only_unread: bool = False
) -> QuerySet[Notification]:
    """The person's notices, newest first."""
    rows = Notification.objects.filter(recipient=person, shown=True)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if only_unread:
        rows = rows.filter(read_at=None)
    return rows.order_by("-created_at", "-id")


def deliveries(state: str = "") -> QuerySet[Delivery]:
    """The delivery log, newest first; contents of notices are not part of it."""
    rows = Delivery.objects.select_related("recipient", "notification")
    return (rows.filter(state=state) if state else rows).order_by("-id")


def short_messages(state: str = "") -> QuerySet[SmsMessage]:
    """Short messages, newest first."""
    rows = SmsMessage.objects.all()
    return (rows.filter(state=state) if state else rows).order_by("-id")


def dead_letters() -> int:
    """How many deliveries and short messages were given up."""
    return sum(
        rows.filter(state=OutgoingState.DEAD).count() for rows in (Delivery.objects, SmsMessage.objects)
    )


def overdue(now: datetime | None = None, tolerance: timedelta = timedelta(seconds=120)) -> dict[str, Any]:
    """Invariant I9: what is older than the tolerance and neither sent, nor given up, nor planned to be tried.

    Empty when all is well; else the keys per kind of row.
    """
    late = (now or clock.now()) - tolerance
    waiting = {"state": OutgoingState.WAITING, "send_at__lt": late}
    found = {
        "unplanned": list(
            Notification.objects.filter(planned_at=None, created_at__lt=late).values_list("id", flat=True)[
                :100
            ]
        ),
        "deliveries": list(Delivery.objects.filter(**waiting).values_list("id", flat=True)[:100]),
        "short_messages": list(SmsMessage.objects.filter(**waiting).values_list("id", flat=True)[:100]),
    }
    return {name: keys for name, keys in found.items() if keys}
