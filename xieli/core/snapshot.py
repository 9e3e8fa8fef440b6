"""Several statements that see one moment: what a page is made of must not be read before and after somebody's act."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg import IsolationLevel


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is as it stood at the first statement. Inside a transaction that is its caller's to
    see to: a lock, or a moment begun further out."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    link = connection.connection
    link.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        if not link.closed:
            link.isolation_level = None
