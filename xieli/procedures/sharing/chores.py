"""What the worker does for those who wait: what was freed is offered to who waits longest, at once."""

import structlog

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError

from .calendar import conflict
from .models import BookingDetails, Resource

log = structlog.get_logger(__name__)


def offer_freed() -> int:
    """Look at the resources that the database marked as freed; a glance at an empty index where there are none."""
    marked = list(Resource.objects.filter(freed_at__isnull=False).values_list("pk", flat=True))
    if not marked:
        return 0
    Resource.objects.filter(pk__in=marked).update(freed_at=None)
    return _offer(marked)


def offer_all() -> int:
    """The same for every resource, about hourly: what a crash between mark and offer left."""
    return _offer(None)


def _offer(resources: list[int] | None) -> int:
    waiting = BookingDetails.objects.filter(waits_since__isnull=False, matter__state="waiting")
    waiting = waiting.filter(begins_at__gt=clock.now())
    if resources is not None:
        waiting = waiting.filter(resource__in=resources)
    done = 0
    for one in waiting.select_related("resource").order_by("waits_since", "pk"):
        if not conflict(one.resource, one.begins_at, one.ends_at, one.quantity, one.pk, now=clock.now()):
            done += _offer_to(one)
    return done


def _offer_to(booking: BookingDetails) -> int:
    try:
        perform(booking.matter_id, "offer_slot", SYSTEM, {})
    except ActionError as refused:  # somebody was faster: the next one to be freed is offered again
        log.warning("sharing_offer_refused", matter=booking.matter_id, why=refused.message)
        return 0
    return 1
