"""Moments come as psycopg would read them; an address says whether statements are prepared."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import close_old_connections, connection, transaction
from django.db.utils import DataError, ProgrammingError
from psycopg.types.json import Jsonb

from xieli.core.database import prepared, statements
from xieli.core.postgres.address import database_settings

MOMENTS = [
    "2026-11-26 09:30:00+08", "2026-01-01 00:00:00.5+00", "1900-01-01 00:00:00+00", "2024-02-29 23:59:59.999999+08",
    "9999-12-31 23:59:59+00",
]  # fmt: skip


def read(text: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_is_the_same_and_in_utc(text: str) -> None:
    found = read(text)
    assert found == datetime.fromisoformat(text)
    assert isinstance(found, datetime) and found.tzinfo is UTC


@pytest.mark.django_db
def test_what_python_cannot_hold_is_an_error_and_no_wrong_moment() -> None:
    with pytest.raises(DataError), transaction.atomic():
        read("infinity")


@pytest.mark.django_db
def test_statements_are_planned_once_for_each_connection() -> None:
    for _ in range(3):
        with prepared() as cursor:
            cursor.execute("select 'prepared once', %s::int", [1])
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where statement like %s", ["%prepared once%"]
        )
        assert cursor.fetchone() == (1,)


def in_a_thread(what: Callable[[], Any]) -> Any:
    """What it gives in a thread of its own, as pages are drawn: there nobody can interrupt the wait."""
    found: list[Any] = []

    def work() -> None:
        try:
            found.append(what())
        except Exception as error:
            found.append(type(error))
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


def asked(sql: str, values: list[Any]) -> Any:
    with prepared() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall(), cursor.rowcount


MANY = "select %s::int, %s::text, %s::int[], %s::text[], %s::timestamptz, %s::jsonb, %s::bool, %s::uuid, '%%', null"
VALUES: list[list[Any]] = [
    [7, "充 'a' %s", [1, 70_000], ["甲", "b"], datetime(2026, 11, 26, 4, tzinfo=UTC), Jsonb({"键": 1}), True, None],
    [None, "", [], [], None, None, False, None],
    [70_000, "\\", [None], ["{}"], datetime(1900, 1, 1, tzinfo=UTC), Jsonb([]), None, UUID(int=3)],
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("values", VALUES)
def test_a_prepared_statement_gives_what_any_other_gives(values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY, values)
        expected = (cursor.fetchall(), 1)
    for _ in range(3):  # asked once, prepared, asked again
        assert asked(MANY, values) == expected
    assert in_a_thread(lambda: [asked(MANY, values) for _ in range(3)]) == [expected] * 3


@pytest.mark.django_db(transaction=True)
def test_what_the_server_refuses_is_refused_in_django_s_words() -> None:
    def refused() -> Any:
        with transaction.atomic():
            return asked("select 1 / %s::int", [0])

    for _ in range(3):
        with pytest.raises(DataError):
            refused()
        assert in_a_thread(refused) is DataError
    assert asked("select 1 / %s::int", [1]) == ([(1,)], 1)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_begins_with_its_first_statement_whatever_it_is() -> None:
    with transaction.atomic():
        asked("create temp table begun (n int)", [])
        transaction.set_rollback(True)
    assert asked("select to_regclass('pg_temp.begun')", []) == ([(None,)], 1)


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_the_server_forgot_is_prepared_anew() -> None:
    for _ in range(2):
        asked("select 'forgotten', %s::int", [1])
    with connection.cursor() as cursor:
        cursor.execute("deallocate all")
    with pytest.raises(ProgrammingError):
        asked("select 'forgotten', %s::int", [1])
    assert asked("select 'forgotten', %s::int", [1]) == ([("forgotten", 1)], 1)


@pytest.mark.django_db(transaction=True)
def test_a_connection_holds_a_bounded_number_of_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setattr(statements, "MOST", 5)
    for number in range(20):
        for _ in range(2):
            asked(f"select {number}, %s::int", [1])
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements")
        assert cursor.fetchone() == (5,)


@pytest.mark.parametrize(
    ("query", "threshold"), [("", 1), ("?prepare_threshold=off", None), ("?prepare_threshold=5", 5)]
)
def test_the_address_says_when_statements_are_prepared(query: str, threshold: int | None) -> None:
    assert database_settings(f"postgresql://u@h/n{query}")["OPTIONS"]["prepare_threshold"] == threshold


@pytest.mark.django_db(transaction=True)
def test_a_server_that_went_away_is_noticed_before_the_next_request_asks_it() -> None:
    with prepared() as cursor:
        cursor.execute("select pg_backend_pid()")
        gone = cursor.fetchone()[0]
    close_old_connections()  # as a request begins
    assert connection.is_usable()
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [gone])
    with prepared() as cursor:
        cursor.execute("select pg_backend_pid()")
        assert cursor.fetchone()[0] != gone


@pytest.mark.django_db(transaction=True)
def test_a_line_that_was_closed_under_it_is_no_failure_but_opened_anew() -> None:
    connection.ensure_connection()
    connection.connection.close()  # type: ignore[union-attr]
    assert not connection.is_usable()
    close_old_connections()
    assert read("2026-11-26 09:30:00+08") == datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_transaction_that_failed_makes_a_line_unusable_until_it_is_undone() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor, pytest.raises(DataError):
            cursor.execute("select 1 / 0")
        connection.errors_occurred = False
        assert not connection.is_usable()
        transaction.set_rollback(True)
    assert connection.is_usable()
