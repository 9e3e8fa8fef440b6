"""Two database roles: one owns the tables and migrates, the other runs the product and may only change rows.

What is append-only stays so even for a faulty or captured application: its role has no right to change it.
"""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

ADMIN = "postgres"
OWNER = "xieli_owner"
APP = "xieli_app"
DATABASE = "xieli"

Connect = Callable[[str], "psycopg.Connection[Any]"]


def prepare(connect: Connect) -> None:
    """Make roles and database where missing. `connect(database)` opens an administrator's autocommit session."""
    with connect("postgres") as connection:
        for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
            if not _there(connection, "pg_roles", "rolname", role):
                connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(rights)))
        if not _there(connection, "pg_database", "datname", DATABASE):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


# What a guard refuses of its table: guards are functions that also refuse TRUNCATE (so they judge no row), fired for
# every row and column. Rights and triggers say the same thing twice, on purpose.
_REFUSED = """
    SELECT format('%I.%I', n.nspname, c.relname), array_agg(DISTINCT operation) FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    CROSS JOIN LATERAL (VALUES (8, 'DELETE'), (16, 'UPDATE'), (32, 'TRUNCATE')) AS kinds (bit, operation)
    WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 2 <> 0 AND t.tgtype & bit <> 0
      AND t.tgqual IS NULL AND cardinality(t.tgattr::int2[]) = 0
      AND EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.tgrelid AND g.tgfoid = t.tgfoid
                  AND g.tgtype & 2 <> 0 AND g.tgtype & 32 <> 0)
    GROUP BY 1 ORDER BY 1
"""


def grant(cursor: Any, role: str) -> None:
    """Give `role` the rows of every table of schema public, but not what the table's guards refuse anyway.

    Run by the owner after each migration; running it again changes nothing.
    """
    who = sql.Identifier(role)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
    ):
        cursor.execute(sql.SQL(statement).format(who))
    for table, operations in append_only(cursor).items():
        rights = sql.SQL(", ").join(sql.SQL(operation) for operation in operations)
        cursor.execute(sql.SQL("REVOKE {} ON {} FROM {}").format(rights, sql.SQL(table), who))


def append_only(cursor: Any) -> dict[str, list[str]]:
    """The guarded tables of schema public with the operations that their guards refuse."""
    cursor.execute(_REFUSED)
    return dict(cursor.fetchall())


def _there(connection: "psycopg.Connection[Any]", catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
        sql.Identifier(catalogue), sql.Identifier(column)
    )
    return connection.execute(query, (name,)).fetchone() is not None
