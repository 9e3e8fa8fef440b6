"""The mailbox itself, over IMAP. What was settled is marked as read, and nothing is ever deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.generator import BytesGenerator
from io import BytesIO
from typing import Any

from django.conf import settings
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags

TIMEOUT = 10.0
LARGEST = 30 * 1024 * 1024  # of a whole mail; in base64 a file of 20 MB takes 27


@dataclass(frozen=True, slots=True)
class Found:
    """A mail not settled yet; of one that is `too_large` only the head was fetched."""

    uid: str
    raw: bytes
    too_large: bool


class Box:
    """An opened folder."""

    def __init__(self, connection: BaseMailBox) -> None:
        self._connection = connection

    def unread(self, limit: int) -> Iterator[Found]:
        """The oldest mails nobody settled."""
        large = set(self._connection.uids(AND(seen=False, size_gt=LARGEST)))
        for uid in self._connection.uids(AND(seen=False))[:limit]:
            head = uid in large
            for mail in self._connection.fetch(AND(uid=uid), mark_seen=False, headers_only=head):
                yield Found(uid, _bytes(mail.obj), head)

    def settled(self, uid: str) -> None:
        """Don't show it again."""
        self._connection.flag(uid, MailMessageFlags.SEEN, True)


@contextmanager
def opened() -> Iterator[Box]:
    """The folder of the settings. Raises OSError and imap_tools' errors when it can't be reached."""
    kind = MailBox if settings.IMAP_TLS else MailBoxUnencrypted
    box = kind(settings.IMAP_HOST, settings.IMAP_PORT, timeout=TIMEOUT)
    with box.login(settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_FOLDER) as connection:
        yield Box(connection)


def _bytes(message: Any) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(message)
    return out.getvalue()
