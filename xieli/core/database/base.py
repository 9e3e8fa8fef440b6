"""Moments read quickly, and cursors whose statements PostgreSQL plans once per connection (docs/decisions/0100)."""

import select
from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg.pq import TransactionStatus
from psycopg.types.datetime import TimestamptzLoader


class MomentLoader(TimestamptzLoader):
    """A timestamptz as `datetime` reads it itself: a seventh of the time of psycopg's regular expression.

    The connection's time zone is UTC; what is no plain ISO moment (infinity, before Christ) is left to psycopg.
    """

    timezone = UTC

    def load(self, data: Any) -> datetime:
        """The aware moment, in UTC."""
        try:
            return datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data)


class Operations(operations.DatabaseOperations):
    """Django's, which tell what a prepared statement was with its values."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """The statement as it could be typed, for logs and tests."""
        if isinstance(cursor, base.ServerBindingCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with `prepared`."""

    ops_class = Operations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django makes it; moments come in UTC."""
        connection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", MomentLoader)
        return connection

    def is_usable(self) -> bool:
        """Asked once for each request: a server that went away has closed the line, which is seen without asking it.

        Where the line is not at rest, or broke in the middle of something, the server is asked as always.
        """
        if self.connection is not None and not self.errors_occurred and _at_rest(self.connection):
            return True
        return super().is_usable()

    def prepared(self) -> Any:
        """A cursor for statements asked again and again with other values: parsed and planned at the second time.

        Watched and logged like any other cursor. A statement composed anew each time has nothing to gain here.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        cursor: Any = base.ServerBindingCursor
        with self.wrap_database_errors:
            return self._prepare_cursor(cursor(self.connection))  # type: ignore[attr-defined] # of Django's own


def _at_rest(connection: Any) -> bool:
    """No transaction, and nothing in the line to be read: neither its end nor a last word of the server."""
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        return False  # closed, or in a transaction, perhaps one that failed
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return not line.poll(0)
