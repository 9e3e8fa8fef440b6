"""Alive, and ready."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection


def test_being_alive_asks_no_database(client):
    assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.django_db
def test_ready_when_the_database_answers_with_this_releases_tables(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'contenttypes'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "migrations wait"


@pytest.mark.django_db
def test_not_ready_without_a_database(client):
    with patch("xieli.core.health.connection.cursor", side_effect=OperationalError):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})


def test_every_request_has_an_id_and_its_log_line_names_the_route_not_the_path(client, caplog):
    caplog.set_level("INFO", logger="xieli.requests")
    answer = client.get("/healthz?phone=19900000001")
    (line,) = [record.msg for record in caplog.records if record.name == "xieli.requests"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "healthz", 200)
    assert "19900000001" not in str(line)
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_a_page_that_failed_names_the_number_under_which_the_log_tells_of_it(client):
    client.raise_request_exception = False
    with patch("xieli.accounts.middleware._introduce", side_effect=ZeroDivisionError):
        answer = client.get("/")
    assert answer.status_code == 500 and f"编号 {answer['X-Request-ID']}" in answer.content.decode()


def test_the_policy_of_contents_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
