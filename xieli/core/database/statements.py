"""A cursor for statements asked again and again, spoken to libpq without psycopg's detours (docs/decisions/0188).

psycopg looks at each statement as if it were a new one: three quarters of the processor time of a small one. Here a
connection remembers what it has to know of a statement: its text in PostgreSQL's words, how its values are written
and its rows read (psycopg's own adapters), under which name the server holds it.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.generators import execute
from psycopg.pq import ExecStatus, TransactionStatus

MOST = 300  # statements a connection holds prepared: the last used
_PLACES = re.compile(r"%(s|%)")
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_UNKNOWN = ("26000", "0A000")  # the server knows no such statement, or its rows have other types by now


class Statement:
    """One statement as one connection knows it. `names`: the server's, by the types of its values; None: asked once."""

    def __init__(self, sql: str, connection: "Connection[Any]") -> None:
        places = iter(range(1, 1 + sql.count("%s")))
        self.text = _PLACES.sub(lambda found: "%" if found[1] == "%" else f"${next(places)}", sql).encode()
        self.transformer: Any = Transformer(connection)
        self.names: dict[tuple[int, ...], bytes | None] = {}


class Statements:
    """The statements of one connection; `prepare`: not behind a pooler that lends it statement by statement."""

    def __init__(self, connection: "Connection[Any]") -> None:
        self.connection = connection
        self.prepare = connection.prepare_threshold is not None
        self._known: OrderedDict[str, Statement] = OrderedDict()
        self._given = 0

    def run(self, sql: str, values: Sequence[Any]) -> tuple[Any, Any]:
        """The result, and what reads its rows. Raises psycopg's errors."""
        one = self._statement(sql)
        transformer, written, formats = one.transformer, None, None
        types: tuple[int, ...] = ()
        with self.connection.lock:
            self._begin()
            if values:
                written = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
                types, formats = transformer.types, transformer.formats
            if (name := self._name(one, types)) is None:
                result = self._ask("_params", one.text, written, types, formats)
            else:
                result = self._ask("_prepared", name, written, formats)
        return result, transformer

    def _statement(self, sql: str) -> Statement:
        if (one := self._known.get(sql)) is not None:
            self._known.move_to_end(sql)
            return one
        one = self._known[sql] = Statement(sql, self.connection)
        if len(self._known) > MOST:
            _sql, old = self._known.popitem(last=False)
            for name in filter(None, old.names.values()):
                self._ask("_params", b"DEALLOCATE " + name, None)
        return one

    def _name(self, one: Statement, types: tuple[int, ...]) -> bytes | None:
        """Under which name the server holds it: given when it is asked for the second time."""
        if not self.prepare:
            return None
        if types not in one.names:
            one.names[types] = None
        elif one.names[types] is None:
            self._given += 1
            name = b"xieli_%d" % self._given
            self._checked(self.connection.pgconn.prepare(name, one.text, types))
            one.names[types] = name
        return one.names[types]

    def _begin(self) -> None:
        if (
            not self.connection.autocommit
            and self.connection.pgconn.transaction_status == TransactionStatus.IDLE
        ):
            self._ask("_params", self.connection._get_tx_start_command(), None)

    def _ask(self, how: str, *what: Any) -> Any:
        """The result of one statement. In the main thread psycopg waits for it, which can be interrupted."""
        server = self.connection.pgconn
        if threading.current_thread() is threading.main_thread():
            getattr(server, f"send_query{how}")(*what)
            return self._checked(self.connection.wait(execute(server))[-1])
        return self._checked(getattr(server, f"exec{how}")(*what))

    def _checked(self, result: Any) -> Any:
        if result.status in _GOOD:
            return result
        error = errors.error_from_result(result, self.connection.info.encoding)
        if error.sqlstate in _UNKNOWN:
            self._known.clear()
        if error.sqlstate is None:  # the line broke
            error = errors.OperationalError(*error.args)
        raise error


class Cursor:
    """As much of a cursor as prepared statements need."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self.connection = statements.connection
        self.rowcount = -1
        self._rows: list[Any] = []

    def execute(self, sql: str, values: Sequence[Any] | None = None) -> None:
        """Ask it now. What it gives lies in memory."""
        result, transformer = self.statements.run(sql, values or ())
        transformer.set_pgresult(result)
        self._rows = transformer.load_rows(0, result.ntuples, tuple)
        self.rowcount = result.command_tuples or 0

    def fetchall(self) -> list[Any]:
        """All rows."""
        return self._rows

    def fetchone(self) -> Any:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def close(self) -> None:
        """Nothing is kept of it."""
