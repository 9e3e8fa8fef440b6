"""Identifiers: what goes into URLs, and the unguessable links customers get."""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Func


class UUIDv7(Func):
    """PostgreSQL's time-ordered uuid. It tells when it was made: never a customer's link."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()


def uid_field(**options: Any) -> "models.UUIDField[Any, Any]":
    """The outside identifier of a row, given by the database."""
    return models.UUIDField(db_default=UUIDv7(), unique=True, editable=False, **options)


def new_token() -> tuple[str, str]:
    """A secret of 192 random bits for a link, and the digest that may be stored: (token, digest)."""
    token = secrets.token_urlsafe(24)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """The stored form of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def uuids(texts: Iterable[str]) -> list[UUID]:
    """The identifiers among some texts from outside; what isn't one is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
