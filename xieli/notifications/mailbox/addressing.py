"""Reply addresses: `reply+<ticket>@…`, where the ticket says for which matter and person, and until when.

The ticket is signed (HMAC-SHA256, 128 bits), so nobody can make one. It is written in base32, since mail servers may
change the case of an address, and stays below the 64 characters that the local part may have.
"""

import base64
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from xieli.core import clock

VALID = timedelta(days=30)
SALT = "xieli.reply-address"
_FORM = ">QIH"  # matter, person, last day
_CODE = r"([a-z2-7]{48})"
_EPOCH = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whom a reply address was made for, by keys; `expired` from the day after its last."""

    matter: int
    person: int
    expired: bool


class Forged(ValueError):
    """It looks like a reply address and wasn't made here."""


def configured() -> bool:
    """Whether replies are read at all."""
    return bool(settings.IMAP_HOST and settings.REPLY_ADDRESS)


def address(matter: int, person: int) -> str:
    """The address under which this person may answer on this matter, for `VALID` from now."""
    last = clock.local(clock.now()).date() + VALID
    body = struct.pack(_FORM, matter, person, (last - _EPOCH).days)
    code = base64.b32encode(body + _mac(body)).decode().rstrip("=").lower()
    return _pattern().replace("*", code)


def ticket_of(addresses: Iterable[str]) -> Ticket | None:
    """The ticket among the addresses a mail went to; None without one. Raises Forged."""
    shape = re.compile(re.escape(_pattern().lower()).replace(r"\*", _CODE))
    found = next((match for one in addresses if (match := shape.fullmatch(one.lower()))), None)
    return _read(found.group(1)) if found else None


def _read(code: str) -> Ticket:
    raw = base64.b32decode(code.upper() + "=" * (-len(code) % 8))
    size = struct.calcsize(_FORM)
    body, mac = raw[:size], raw[size:]
    if not any(constant_time_compare(mac, _mac(body, key)) for key in _keys()):
        raise Forged
    matter, person, days = struct.unpack(_FORM, body)
    return Ticket(matter, person, clock.local(clock.now()).date() > _EPOCH + timedelta(days=days))


def _mac(body: bytes, key: str | None = None) -> bytes:
    secret = key if key is not None else _keys()[0]
    return salted_hmac(SALT, body, secret=secret, algorithm="sha256").digest()[:16]


def _keys() -> list[str]:
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _pattern() -> str:
    """The configured address with a star where the ticket goes; behind a plus where none was given."""
    given: str = settings.REPLY_ADDRESS
    return given if "*" in given else given.replace("@", "+*@", 1)


def mailbox() -> str:
    """The address without a ticket, for answers that name their subject themselves (calendars)."""
    return _pattern().replace("+*", "").replace("*", "reply")
