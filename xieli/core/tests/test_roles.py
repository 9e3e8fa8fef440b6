"""The product's role may add to what is append-only, and not change it."""

import os
import uuid

import psycopg
import pytest
from django.db import connection

from xieli.core.postgres import roles

pytestmark = pytest.mark.django_db

GUARDED = """
    CREATE TABLE book (n int);
    CREATE FUNCTION book_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$;
    CREATE TRIGGER rows_kept BEFORE UPDATE OR DELETE ON book FOR EACH ROW EXECUTE FUNCTION book_kept();
    CREATE TRIGGER all_kept BEFORE TRUNCATE ON book FOR EACH STATEMENT EXECUTE FUNCTION book_kept();
"""


@pytest.fixture
def reader() -> str:
    """A role without rights of its own. It stays, with nothing, until the cluster is thrown away."""
    name = f"reader_{uuid.uuid4().hex[:8]}"
    address = os.environ["DATABASE_URL"].replace(roles.OWNER, roles.ADMIN, 1)
    with psycopg.connect(address, autocommit=True) as session:
        session.execute(f"CREATE ROLE {name}")
    return name


def may(role: str, table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) AS r
               WHERE has_table_privilege(%s, %s, r)""",
            (role, table),
        )
        return {row[0] for row in cursor.fetchall()}


def test_a_guarded_table_can_only_grow(reader: str):
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        roles.grant(cursor, reader)
    assert may(reader, "book") == {"SELECT", "INSERT"}


def test_granting_twice_changes_nothing_and_mends_rights_given_by_mistake(reader: str):
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        roles.grant(cursor, reader)
        cursor.execute(f"GRANT ALL ON book TO {reader}")
        roles.grant(cursor, reader)
        roles.grant(cursor, reader)
    assert may(reader, "book") == {"SELECT", "INSERT"}


def test_an_ordinary_table_may_be_changed_but_never_emptied(reader: str):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE pad (n int)")
        roles.grant(cursor, reader)
    assert may(reader, "pad") == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_a_guard_that_judges_single_rows_or_columns_takes_no_right_away(reader: str):
    with connection.cursor() as cursor:
        cursor.execute(GUARDED.replace("BEFORE UPDATE OR DELETE ON", "BEFORE UPDATE OF n ON"))
        roles.grant(cursor, reader)
    assert may(reader, "book") == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_the_history_of_migrations_is_read_only(reader: str):
    with connection.cursor() as cursor:
        roles.grant(cursor, reader)
    assert may(reader, "django_migrations") == {"SELECT"}


def test_the_audit_log_is_among_the_guarded_tables():
    with connection.cursor() as cursor:
        guarded = roles.append_only(cursor)
    assert set(guarded["public.accounts_auditentry"]) == {"UPDATE", "DELETE", "TRUNCATE"}
