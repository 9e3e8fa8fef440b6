"""Secrets that must be used again, so can't be hashed: stored encrypted under the installation's key.

Each purpose has a key of its own, derived from it: what was hidden for one can't be revealed for another.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "hidden", "revealed"]


def hidden(secret: str, purpose: str) -> str:
    """The secret as it may be stored."""
    return _box(purpose).encrypt(secret.encode()).decode()


def revealed(stored: str, purpose: str) -> str:
    """The stored secret for use; raises InvalidToken when the installation's key was lost."""
    return _box(purpose).decrypt(stored.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    derived = (hashlib.sha256(f"xieli.{purpose}:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
