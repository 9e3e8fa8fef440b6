"""One-time codes of an authenticator app: RFC 6238 with its usual choices (SHA-1, 30 s, 6 digits).

The secret is stored encrypted under the installation's key; a code works once, a neighbour's clock may be
one step off either way.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

from xieli.accounts.models import Account
from xieli.core import clock, vault

STEP = 30
DIGITS = 6
DRIFT = 1
ISSUER = "Xieli"  # in letters: Chinese ones make the picture so dense that old cameras fail


def new_secret() -> str:
    """160 random bits, as base32 for the app."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(secret: str, step: int) -> str:
    """The code of one 30-second step."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def current_step() -> int:
    """The step the clock is in."""
    return int(clock.now().timestamp()) // STEP


def matching_step(secret: str, typed: str) -> int | None:
    """The step whose code was typed, within the drift; None when none matches."""
    typed = typed.strip().replace(" ", "")
    now = current_step()
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            return step
    return None


def spend(account: Account, typed: str) -> bool:
    """Whether `typed` is a code of the account not used before; it is used up by asking."""
    step = matching_step(revealed(account.totp_secret), typed) if account.totp_secret else None
    if step is None:
        return False
    unused = Account.objects.filter(pk=account.pk, totp_last_step__lt=step)
    return unused.update(totp_last_step=step) == 1


def address(account: Account, secret: str) -> str:
    """The otpauth address that the app reads from a QR code."""
    label = quote(f"{ISSUER}:{account.username}", safe=":")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def hidden(secret: str) -> str:
    """The secret as it may be stored."""
    return vault.hidden(secret, "totp")


def revealed(stored: str) -> str:
    """The stored secret for use; raises InvalidToken when the installation's key was lost."""
    return vault.revealed(stored, "totp")
