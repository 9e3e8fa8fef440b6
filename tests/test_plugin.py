"""The tests' own ground: a throw-away database, and no other."""

import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests import plugin
from xieli.core import clock
from xieli.core.postgres import Cluster, roles


def guards() -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger
               WHERE NOT tgisinternal AND (tgtype & 32) <> 0"""
        )
        return {(table, name): enabled for table, name, enabled in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_between_tests_even_append_only_tables_are_emptied_and_guarded_again():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS unrelated (n int)")
    from xieli.worktime.models import CalendarChange

    before = guards()
    table = CalendarChange._meta.db_table
    assert (table, "change_no_truncate") in before
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(f"TRUNCATE {table}")
    call_command("flush", interactive=False, verbosity=0)
    assert CalendarChange.objects.count() == 0
    assert guards() == before
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(f"TRUNCATE {table}")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE unrelated")


@pytest.mark.django_db(transaction=True)
def test_guards_stand_again_even_if_emptying_fails():
    before = guards()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.ops.execute_sql_flush(["TRUNCATE there_is_no_such_table"])
    assert guards() == before


def settings(**options: object) -> SimpleNamespace:
    return SimpleNamespace(known_args_namespace=SimpleNamespace(**options), pluginmanager=SimpleNamespace())


@pytest.mark.parametrize("declared", ["", "/srv/postgres", "/srv/xieli-tests"])
def test_any_other_cluster_is_refused(monkeypatch, declared: str):
    monkeypatch.setenv(plugin.DECLARED, declared)
    with pytest.raises(SystemExit, match="cluster of their own"):
        plugin.pytest_configure(settings(collectonly=False, help=False))


def test_a_declared_outside_cluster_needs_its_address(monkeypatch):
    monkeypatch.setenv(plugin.DECLARED, "external")
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(pytest.UsageError, match="DATABASE_URL"):
        plugin.pytest_load_initial_conftests(settings())


def test_workers_without_a_test_cluster_get_an_address_that_leads_nowhere(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    monkeypatch.setenv(plugin.DECLARED, "/srv/postgres")
    monkeypatch.setenv("DATABASE_URL", "postgresql://company.example/xieli")
    plugin.pytest_load_initial_conftests(settings())
    assert os.environ["DATABASE_URL"] == "postgresql://nobody@/none?host=/nowhere"


def test_what_a_killed_run_left_behind_is_cleared():
    import subprocess

    ended = subprocess.Popen(["true"])
    ended.wait()
    left = Path(tempfile.gettempdir()) / f"{plugin.PREFIX}{ended.pid}"
    mine = Path(tempfile.gettempdir()) / f"{plugin.PREFIX}{os.getpid()}"
    there = mine.exists()
    left.mkdir()
    with plugin.throw_away_cluster() if not there else _nothing():
        plugin._clear_leftovers()
        assert not left.exists()
        assert mine.exists() or there


def _nothing():
    from contextlib import nullcontext

    plugin._clear_leftovers()
    return nullcontext()


def test_the_database_of_the_tests_is_the_owners_and_thrown_away():
    if os.environ[plugin.DECLARED] != "external":
        assert roles.OWNER in os.environ["DATABASE_URL"]
        assert Cluster(Path(os.environ[plugin.DECLARED])).answers()


def test_the_clock_fixture_is_at_hand(turn_clock):
    turn_clock(clock.at(2026, 5, 1))
    assert clock.local(clock.now()).month == 5
