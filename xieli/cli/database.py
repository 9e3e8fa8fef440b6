"""The database of the command line: the embedded cluster when none is named, and the owner's rights for migrations."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error, OperationalError, connection
from psycopg import sql
from psycopg.errors import UndefinedColumn, UndefinedTable

from xieli.core import health
from xieli.core.postgres import Cluster, roles
from xieli.core.postgres.address import database_settings

OWNER_URL = "XIELI_OWNER_URL"
UNMIGRATED = (
    "the database's tables are not those of this release: run `xieli migrate` first, or `xieli serve`"
)


def cluster() -> Cluster | None:
    """The embedded cluster, or None when DATABASE_URL names another database."""
    return None if os.environ.get("DATABASE_URL") else Cluster(settings.VAR / "postgres")


@contextmanager
def embedded() -> Iterator[Cluster | None]:
    """Keep the embedded cluster running inside the block, if it is ours to run."""
    ours = cluster()
    if ours is None:
        yield None
        return
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    with ours.running():
        yield ours


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, Django's connection has the rights of the tables' owner (XIELI_OWNER_URL; the embedded owner's)."""
    ours = cluster()
    address = os.environ.get(OWNER_URL) or (ours.url(roles.OWNER) if ours else "")
    if not address:
        yield
        return
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({**database_settings(address), "NAME": before["NAME"]})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def migrate(verbosity: int = 1) -> None:
    """Bring the tables to this release as their owner, and grant the product's role what it may do with them."""
    app_role = connection.settings_dict["USER"]
    with as_owner():
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=0)
        if connection.settings_dict["USER"] != app_role:
            with connection.cursor() as cursor:
                roles.grant(cursor, app_role)


def refuse_unmigrated() -> None:
    """Raise CommandError where the tables are not those of this release, before anything is half done."""
    if health.waiting():
        raise CommandError(UNMIGRATED)


def told(problem: Error) -> str | None:
    """A sentence for a fault of the database that is nobody's mistake in the program; None for any other."""
    if isinstance(problem.__cause__, UndefinedTable | UndefinedColumn):
        return UNMIGRATED
    if isinstance(problem, OperationalError):
        where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "the log below XIELI_VAR"
        return f"the database does not answer ({str(problem).strip().splitlines()[0]}). See to it, and to {where}"
    return None


@contextmanager
def database_of_its_own(name: str | None) -> Iterator[None]:
    """Inside, everything goes to the database `name` of the same server, made and migrated where missing; None: stay.

    For replays and benchmarks, which must not mix with a company's data.
    """
    if name is None:
        refuse_unmigrated()
        yield
        return
    before = dict(connection.settings_dict)
    _create(name)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        migrate(verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _create(name: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
