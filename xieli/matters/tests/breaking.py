"""Breaking what the database guards, and what `verify` says of it."""

from typing import Any

from django.db import connection

from xieli.matters import verify

from .scenes import MONDAY


def lower_guards(table: str) -> None:
    """As somebody with the owner's rights could: triggers off, until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def found(invariant: str, now: Any = MONDAY) -> list[str]:
    return [one.what for one in verify.breaches(now=now) if one.invariant == invariant]
