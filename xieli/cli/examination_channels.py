"""What `xieli doctor` looks at on the ways in and out: the mailbox for replies, the robots of groups."""

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from xieli.cli.findings import Finding, Grade
from xieli.core import vault

if TYPE_CHECKING:
    from xieli.notifications.models import Robot

# What has models is imported where it is used: the doctor is there before Django is up.
PATIENCE = 5.0  # seconds


def mailbox() -> Iterator[Finding]:
    """The mailbox lets us in; without one, letters can't be answered."""
    from imap_tools import ImapToolsError

    from xieli.notifications.mailbox import addressing, fetching

    if not addressing.configured():
        half = settings.IMAP_HOST or settings.REPLY_ADDRESS
        sentence = (
            "not set up (XIELI_IMAP_HOST, XIELI_REPLY_ADDRESS): notifications can't be answered by mail"
        )
        yield Finding(Grade.FAULT if half else Grade.OK, "mailbox", sentence)
        return
    place = f"{settings.IMAP_USER} at {settings.IMAP_HOST}:{settings.IMAP_PORT}, {settings.IMAP_FOLDER}"
    try:
        with fetching.opened():
            pass
    except (OSError, ImapToolsError) as problem:
        yield Finding(Grade.FAULT, "mailbox", f"{place} does not let us in: {problem}")
    else:
        yield Finding(Grade.OK, "mailbox", f"{place} is open; replies come to {addressing.mailbox()}")


def robots() -> Iterator[Finding]:
    """Every robot in use has an address that can be read and reached; nothing is said in its group."""
    from xieli.notifications.models import Robot

    try:
        rows = list(Robot.objects.filter(active=True).order_by("id"))
    except DatabaseError:
        return  # the examination of the database has said so
    yield from (Finding(*_of(row)) for row in rows)
    if not rows:
        yield Finding(Grade.OK, "robots", "none set up")


def _of(row: "Robot") -> tuple[Grade, str, str]:
    from xieli.notifications.robots.speaking import PURPOSE, service_of

    subject = f"robot {row.name}"
    if row.broken_at is not None:
        return (
            Grade.FAULT,
            subject,
            f"stopped after failures ({_cause(row)}): mend it on its page and try it there",
        )
    try:
        address = vault.revealed(row.address, PURPOSE)
    except vault.InvalidToken:
        return Grade.FAULT, subject, "its address can't be read under this XIELI_SECRET_KEY: enter it again"
    if not service_of(row).allowed(address):
        return Grade.FAULT, subject, "its address is not allowed: see XIELI_ROBOT_HOSTS"
    parts = urlsplit(address)
    place = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    try:
        socket.create_connection(place, PATIENCE).close()
    except OSError as problem:
        return Grade.FAULT, subject, f"{place[0]} can't be reached: {problem}"
    return Grade.OK, subject, f"{place[0]} can be reached"


def _cause(row: "Robot") -> str:
    """What went wrong last, in the doctor's language, with what the service answered."""
    with translation.override("en"):
        return row.why
