"""The token against forgery, masked anew for each page: Django's mask, drawn as one number instead of 32 letters."""

import secrets

from django.middleware import csrf

CHARS = csrf.CSRF_ALLOWED_CHARS
BASE = len(CHARS)
_PLACE = {character: place for place, character in enumerate(CHARS)}


def masked(secret: str) -> str:
    """As Django's `_mask_cipher_secret`: a mask, and the secret shifted by it. Each mask is as likely as any other."""
    number, mask, shifted = secrets.randbelow(BASE ** len(secret)), "", ""
    for character in secret:
        number, place = number // BASE, number % BASE
        mask += CHARS[place]
        shifted += CHARS[(_PLACE[character] + place) % BASE]
    return mask + shifted


def install() -> None:
    """Take the place of Django's."""
    csrf._mask_cipher_secret = masked  # type: ignore[attr-defined]
