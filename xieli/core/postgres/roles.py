"""Two database roles: one owns the tables and migrates, the other runs the product and may only change rows.

What is append-only stays so even for a faulty or captured application: its role has no right to change it.
"""

from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from psycopg import sql

ADMIN = "postgres"
OWNER = "xieli_owner"
APP = "xieli_app"
DATABASE = "xieli"

Connect = Callable[[str], "psycopg.Connection[Any]"]


def prepare(connect: Connect) -> None:
    """Make the roles and the database where missing. `connect(database)` opens an autocommit administrator's session."""
    with connect("postgres") as connection:
        for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
            if not _there(connection, "pg_roles", "rolname", role):
                connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(rights)))
        if not _there(connection, "pg_database", "datname", DATABASE):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def grant(cursor: Any, role: str, append_only: Iterable[str]) -> None:
    """Give `role` the rows of every table of schema public, except changing those of `append_only` tables.

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
    for table in append_only:
        cursor.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), who))


def _there(connection: "psycopg.Connection[Any]", catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(sql.Identifier(catalogue), sql.Identifier(column))
    return connection.execute(query, (name,)).fetchone() is not None
