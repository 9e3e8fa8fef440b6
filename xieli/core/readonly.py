"""GET can't write: looking at a page never changes what it is about, whatever a view does by mistake."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Sessions, the cache table and the counters of failed logins belong to the visit, not to what is visited.
EXEMPT_TABLES = frozenset({"accounts_session", "cache", "django_cache", "usersessions_usersession"})
_WRITE = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE(?!\s+(?:OF|NOWAIT|SKIP)\b)|DELETE\s+FROM|MERGE\s+INTO|COPY|TRUNCATE(?:\s+TABLE)?"
    r"|CREATE|ALTER|DROP)\s+(?:ONLY\s+)?[\"`]?([a-z_][a-z0-9_]*)",
    re.IGNORECASE,
)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_LOCK = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)
_allowed: ContextVar[bool] = ContextVar("writing_allowed", default=False)


class WriteWhileReading(RuntimeError):
    """A view answered GET with a statement that writes."""


@lru_cache(maxsize=512)  # a page asks the same statements as the one before it
def written_table(sql: str) -> str | None:
    """The first table `sql` writes to, or None if it only reads (row locks are reading)."""
    found = _WRITE.search(_LOCK.sub("", _LITERAL.sub("''", sql)))
    return found.group(1).lower() if found else None


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """The wrapper round every statement of a GET."""
    table = written_table(sql)
    if table and table not in EXEMPT_TABLES and not _allowed.get():
        raise WriteWhileReading(f"GET must not write to {table}: {sql[:120]}")
    return execute(sql, params, many, context)


@contextmanager
def writing() -> Iterator[None]:
    """Inside it a GET may write: records *about* reading (who opened a secret matter), never the matter."""
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


class ReadOnlyMiddleware:
    """Puts `refuse_writes` round every database connection while a safe request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)
