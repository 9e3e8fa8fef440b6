"""The worker: plans and sends until told to stop. Any number of them may run side by side."""

import threading

import structlog
from django.db import Error, connection

from xieli.notifications import planning, sending, sms

log = structlog.get_logger(__name__)
PAUSE = 1.0  # seconds between looks when there is nothing to do; one look is three index scans of nothing


def once() -> int:
    """One round: notices planned, deliveries and short messages sent. Returns how many rows were handled."""
    return planning.plan() + sending.send_due() + sms.send_due()


def run(stop: threading.Event) -> None:
    """Work until `stop` is set.

    A lost database is waited for; nothing claimed is lost by a kill at any point.
    """
    while not stop.is_set():
        try:
            busy = once()
        except Error:
            log.exception("worker_database")
            connection.close()
            busy = 0
        if not busy:
            stop.wait(PAUSE)
    connection.close()
