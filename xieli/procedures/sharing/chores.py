"""What the worker does for those who wait: what was freed is offered to who waits longest, at once; and for those who
keep things: they hear in time that a certificate ends."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation

from .calendar import conflict
from .models import LAST_DAYS, BookingDetails, Resource

CERTIFICATE = gettext_noop(
    "%(resource)s 的检定或试验有效期到 %(day)s，到期后不能出借：请安排复检并登记新的有效期"
)

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


def remind_of_certificates() -> int:
    """Who keeps a resource hears once, a month before, that its certificate or test ends."""
    soon = clock.local(clock.now()).date() + timedelta(days=LAST_DAYS)
    due = Resource.objects.filter(active=True, certified_until__lte=soon)
    due = due.exclude(reminded_of=F("certified_until")).select_related("custodian")
    notices = []
    for one in due:
        keeper = one.custodian if one.custodian is not None and one.custodian.active else None
        person = keeper or organisation.head_of(one.department_id)
        params = {"resource": str(one), "day": f"{one.certified_until}"}
        if person is not None:
            url = reverse("sharing:detail", args=[one.uid])
            notices.append(Notice(person.pk, "message", "normal", CERTIFICATE, params, url))
    with transaction.atomic():
        notify(notices)
        Resource.objects.filter(pk__in=[one.pk for one in due]).update(reminded_of=F("certified_until"))
    return len(notices)


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
