"""Moments come as psycopg would read them; an address says whether statements are prepared."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import close_old_connections, connection, transaction
from django.db.utils import DataError

from xieli.core.database import prepared
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
