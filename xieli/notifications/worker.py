"""The worker: plans and sends until told to stop. Any number of them may run side by side."""

import threading
from collections.abc import Callable
from time import monotonic

import structlog
from django.db import connection

from xieli.core.trying import trying
from xieli.customers import merging
from xieli.notifications import planning, retention, sending, sms
from xieli.notifications.mailbox import polling
from xieli.notifications.robots import speaking

log = structlog.get_logger(__name__)
PAUSE = 1.0  # seconds between looks when there is nothing to do; one look is six index scans of nothing
PURGE_EVERY = 3600.0
AFTER_ERROR = 60.0

# What apps above want done about every hour, registered when they are ready; each answers how much it did,
# and does nothing when asked again too soon.
chores: list[Callable[[], int]] = []

# What apps above want looked at in every round; each answers how much it did.
duties: list[Callable[[], int]] = []


def once() -> int:
    """One round: notices planned and sent, short messages sent, the mailbox read. Returns how many were handled.

    What goes wrong in one part must not keep the others from theirs.
    """
    parts = (planning.plan, sending.send_due, speaking.speak_due, sms.send_due, polling.poll, *duties)
    with trying() as tried:
        return sum(tried(part) for part in parts)


def clean() -> int:
    """One round of cleaning what is past its time, and of the chores. Returns how much was done."""
    with trying() as tried:
        return sum(tried(chore) for chore in (retention.purge, merging.purge, *chores))


def run(stop: threading.Event) -> None:
    """Work until `stop` is set.

    A lost database is waited for; nothing claimed is lost by a kill at any point.
    """
    purge_at = monotonic() + PAUSE
    while not stop.is_set():
        try:
            busy = once()
            if monotonic() >= purge_at:
                purge_at = monotonic() + AFTER_ERROR  # what fails is not tried again in every round
                purge_at = monotonic() + (PAUSE if clean() else PURGE_EVERY)
        except Exception:  # a lost database or anything else: what is planned is tried again
            log.exception("worker")
            connection.close()
            busy = 0
        if not busy:
            stop.wait(PAUSE)
    connection.close()
