"""How long messages are kept; the worker purges once an hour, in small batches."""

from datetime import datetime, timedelta

from django.db.models import Model

from xieli.core import clock
from xieli.customers.models import Customer
from xieli.notifications.models import Delivery, IncomingMail, Notification, RobotCall, SmsMessage

SHORT_MESSAGES = timedelta(days=183)  # as long as evidence of contact may be asked for
DELIVERIES = INCOMING = timedelta(days=183)
NOTICES = timedelta(days=730)
BATCH = 2000


def purge(now: datetime | None = None) -> int:
    """Delete up to a batch of each kind that is past its time; returns how many went."""
    now = now or clock.now()
    limits: tuple[tuple[type[Model], timedelta], ...] = (
        (SmsMessage, SHORT_MESSAGES),
        (Delivery, DELIVERIES),
        (RobotCall, DELIVERIES),
        (IncomingMail, INCOMING),
        (Notification, NOTICES),
    )
    return sum(_drop(model, now - kept) for model, kept in limits)


def forget(customer: Customer) -> None:
    """Short messages to a customer whose data are erased."""
    if customer.phone:
        SmsMessage.objects.filter(phone=customer.phone).delete()


def _drop(model: type[Model], before: datetime) -> int:
    """The oldest rows are those with the lowest keys: so a look at them costs no index and no scan."""
    oldest = model._default_manager.order_by("pk").values_list("pk", "created_at")[:BATCH]
    keys = [key for key, made in oldest if made < before]
    if keys:
        model._default_manager.filter(pk__in=keys).delete()
    return len(keys)
