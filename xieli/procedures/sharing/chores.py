"""What the worker does for bookings, about hourly: harmless when repeated, one booking at a time."""

from datetime import timedelta

import structlog
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.fields import DateTimeField

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError

from .calendar import conflict
from .models import BookingDetails

log = structlog.get_logger(__name__)


def release_uncollected() -> int:
    """Release what nobody collected in the time its owner declared; end waiting for what has begun."""
    limit = ExpressionWrapper(
        F("begins_at") + F("resource__released_after") * timedelta(minutes=1), output_field=DateTimeField()
    )
    late = BookingDetails.objects.alias(limit=limit).filter(matter__state="agreed", limit__lte=clock.now())
    gone = BookingDetails.objects.filter(matter__state="waiting", begins_at__lte=clock.now())
    return sum(_do(one, "release") for one in late) + sum(_do(one, "lapse") for one in gone)


def chase_overdue() -> int:
    """What was not brought back by its end is overdue: its holder is urged, then their head."""
    late = BookingDetails.objects.filter(matter__state="collected", ends_at__lt=clock.now())
    return sum(_do(one, "fall_due") for one in late)


def offer_freed() -> int:
    """Offer what was freed to who waits longest."""
    waiting = BookingDetails.objects.filter(Q(matter__state="waiting"), begins_at__gt=clock.now())
    done = 0
    for one in waiting.select_related("resource").order_by("waits_since", "pk"):
        if not conflict(one.resource, one.begins_at, one.ends_at, one.quantity, one.pk):
            done += _do(one, "offer_slot")
    return done


def _do(booking: BookingDetails, action: str) -> int:
    try:
        perform(booking.matter_id, action, SYSTEM, {})
    except ActionError as refused:  # somebody was faster: the next round sees
        log.warning("sharing chore refused", matter=booking.matter_id, action=action, why=refused.message)
        return 0
    return 1
