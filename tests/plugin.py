"""Pytest plugin: a throw-away PostgreSQL and a throw-away folder for every run, and no other ever.

Loaded by `addopts = -p tests.plugin`: Django's settings are read before any conftest, and they need DATABASE_URL.
Workers of pytest-xdist inherit the address from the controlling process.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import migrated
from xieli.core.postgres import Cluster, roles
from xieli.core.postgres.cluster import FOR_TESTS

PREFIX = "xieli-test-"
DECLARED = "XIELI_TEST_CLUSTER"  # "external": DATABASE_URL is known to be a cluster for tests


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the cluster (or accept the one declared) before Django reads its settings."""
    if os.environ.get(DECLARED) == "external":
        if "DATABASE_URL" not in os.environ:
            raise pytest.UsageError(f"{DECLARED}=external needs DATABASE_URL")
        return
    if "PYTEST_XDIST_WORKER" not in os.environ and not _only_lists(early_config):
        stack = ExitStack()
        cluster = stack.enter_context(throw_away_cluster())
        os.environ["DATABASE_URL"] = cluster.url(roles.OWNER)
        os.environ[DECLARED] = str(cluster.place.home)
        early_config.add_cleanup(stack.close)
    elif not Path(os.environ.get(DECLARED, "/nowhere")).name.startswith(PREFIX):
        os.environ["DATABASE_URL"] = "postgresql://nobody@/none?host=/nowhere"


@pytest.hookimpl(specname="pytest_load_initial_conftests", tryfirst=True)
def own_folder(early_config: pytest.Config) -> None:
    """What tests keep in files (anchors, attachments, mail) is gone after the run."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="xieli-var-", ignore_cleanup_errors=True)
        os.environ["XIELI_VAR"] = folder.name
        early_config.add_cleanup(folder.cleanup)


@contextmanager
def throw_away_cluster() -> Iterator[Cluster]:
    """A fast cluster in a temporary directory named after our process; leftovers of killed runs are cleared first."""
    _clear_leftovers()
    home = Path(tempfile.gettempdir()) / f"{PREFIX}{os.getpid()}"
    cluster = Cluster(home, FOR_TESTS)
    try:
        with migrated.running(cluster):
            yield cluster
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _clear_leftovers() -> None:
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = home.name.removeprefix(PREFIX)
        if pid.isdigit() and not _alive(int(pid)) and os.access(home, os.W_OK):
            Cluster(home).stop()
            shutil.rmtree(home, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _only_lists(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return bool(getattr(options, "collectonly", False) or getattr(options, "help", False))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs a product of its own for a minute begins first: as the last it would keep one worker busy alone."""
    items.sort(key=_plays_in_our_database)


def _plays_in_our_database(item: pytest.Item) -> bool:
    """Or is done within seconds."""
    used = {"django_db", "db"} & {*item.keywords, *getattr(item, "fixturenames", ())}
    return bool(used) or "slow" not in item.keywords


@contextmanager
def _guards_lowered(cursor: Any) -> Iterator[None]:
    """Append-only tables refuse to be emptied, even by their owner; between two tests they must be."""
    cursor.execute(
        """SELECT tgrelid::regclass::text, quote_ident(tgname), tgenabled::text FROM pg_trigger
           WHERE NOT tgisinternal AND tgenabled <> 'D' AND (tgtype & 32) <> 0"""  # 32: fires on TRUNCATE
    )
    guards = cursor.fetchall()
    for table, name, _ in guards:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    for table, name, enabled in guards:
        how = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}.get(enabled, "ENABLE")
        cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {name}")


def _flush(self: Any, sql_list: list[str]) -> None:
    """Django's own flush of a TransactionTestCase, with the guards lowered inside its transaction."""
    from django.db import transaction

    with (
        transaction.atomic(using=self.connection.alias),
        self.connection.cursor() as cursor,
        _guards_lowered(cursor),
    ):
        for statement in sql_list:
            cursor.execute(statement)


def pytest_configure(config: pytest.Config) -> None:
    """Teach Django's flush about the guards; refuse a database that is not for tests."""
    import django.db.models  # noqa: F401 – before the operations, which it imports half-way
    from django.db import connection
    from django.db.backends.postgresql.operations import DatabaseOperations

    DatabaseOperations.execute_sql_flush = _flush
    declared = os.environ.get(DECLARED, "")
    if declared != "external":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.DATABASE
    if declared != "external" and not Path(declared).name.startswith(PREFIX) and not _only_lists(config):
        sys.exit("The tests run only against a cluster of their own.")
