"""Emptying a demonstration: the tables are made anew, since what is evidence can't be deleted from them."""

from django.conf import settings
from django.db import connection

from xieli.cli.database import as_owner, migrate
from xieli.organisation import snapshot


def wipe() -> None:
    """Drop everything in the database and migrate again. Refused outside a demonstration."""
    if not settings.DEMO:
        raise PermissionError("only a demonstration can be wiped")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
    migrate(verbosity=0)
    snapshot.refresh()
