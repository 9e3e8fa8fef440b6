"""I9 nothing undelivered without a plan; I10 every attachment has its bytes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from xieli.core import store
from xieli.matters.commands import attachments
from xieli.matters.models import Attachment, Matter
from xieli.notifications.models import Delivery, Notification, SmsMessage

from .breach import Breach

UNDELIVERED = timedelta(seconds=120)


def look_at_deliveries(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I9. No row says "being sent": claiming one plans its next attempt, so a sender that dies leaves it waiting."""
    late = Notification.objects.filter(planned_at=None, created_at__lt=now - UNDELIVERED)
    for notice in late.iterator():
        yield Breach("I9", f"notice {notice.pk}", f"of {notice.created_at}, not planned for any channel")
    for model in (Delivery, SmsMessage):
        for row in model.objects.filter(state="waiting", send_at__lt=now - UNDELIVERED).iterator():
            yield Breach("I9", f"{model._meta.model_name} {row.pk}", f"was to be sent at {row.send_at}")


def look_at_files(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I10."""
    for attachment in Attachment.objects.iterator():
        if attachment.deleted_at is None and (fault := store.fault_of(attachment.sha256)):
            yield Breach("I10", str(attachment.uid), fault)
    for attachment in attachments.unused(now):
        yield Breach("I10", str(attachment.uid), "uploaded, never used and not cleared in time")
    for path in store.strays(now - attachments.UNUSED):
        yield Breach("I10", path.name, "a file that no attachment or document knows")
