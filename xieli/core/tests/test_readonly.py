import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xieli.core import readonly
from xieli.core.readonly import ReadOnlyMiddleware, WriteWhileReading, written_table

factory = RequestFactory()


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "matters_event" (a) VALUES (1)', "matters_event"),
        ('UPDATE "matters_matter" SET title = %s', "matters_matter"),
        ("UPDATE ONLY matters_matter SET a = 1", "matters_matter"),
        ("DELETE FROM matters_follow WHERE id = 1", "matters_follow"),
        ("WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x", "a"),
        ("TRUNCATE TABLE a", "a"),
        ("SELECT 1", None),
        ("SELECT * FROM matters_matter WHERE id = 1 FOR UPDATE", None),
        ("SELECT * FROM a FOR NO KEY UPDATE OF a SKIP LOCKED", None),
        ("SELECT 'INSERT INTO a'", None),
        ('SELECT "update" FROM a', None),
    ],
)
def test_what_a_statement_writes_to_is_seen(sql: str, table: str | None) -> None:
    assert written_table(sql) == table


def writes(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS scratch (n int)")
        cursor.execute("INSERT INTO scratch VALUES (1)")
    return HttpResponse("ok")


def inserts(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('a', 'b')")
    return HttpResponse("ok")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_never_writes(method: str) -> None:
    with pytest.raises(WriteWhileReading):
        ReadOnlyMiddleware(inserts)(factory.generic(method, "/"))


@pytest.mark.django_db
def test_a_post_writes() -> None:
    assert ReadOnlyMiddleware(writes)(factory.post("/")).status_code == 200


@pytest.mark.django_db
def test_a_record_about_reading_is_allowed_where_it_says_so() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        with readonly.writing():
            return inserts(request)

    assert ReadOnlyMiddleware(view)(factory.get("/")).status_code == 200
    with pytest.raises(WriteWhileReading):
        ReadOnlyMiddleware(inserts)(factory.get("/"))
