"""Finding rows by what somebody typed: filtered by index, compared exactly, ranked where an order is wanted."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, TextField, Value

from xieli.search import text

Row = TypeVar("Row", bound=models.Model)
# Of more matches than this only the newest are ranked: nobody reads on, and ranking all of them would cost more
# with every year of history.
CANDIDATES = 500


class _Plain(Func):
    """A text as it is compared."""

    function = "xieli_plain"
    output_field = TextField()


class _Holds(Func):
    """Whether a text, compared plainly, holds a term as it stands."""

    template = "(strpos(%(expressions)s) > 0)"
    output_field = BooleanField()


class _Meets(Func):
    """Whether a vector meets a query: in this very form the index is used."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _Rank(Func):
    """How well a vector meets a query: by weights, then by frequency."""

    template = "ts_rank(%(expressions)s::tsquery)"
    output_field = FloatField()


def found(
    rows: "QuerySet[Row]", typed: str, columns: Sequence[str], *, vector: str = "search"
) -> "QuerySet[Row]":
    """The rows whose text `columns` hold every typed part, in the order they had.

    `vector` names their `bigrams_field` of the same columns. Nothing to search for finds nothing.
    """
    query = text.query(typed)
    if not query:
        return rows.none()
    rows = rows.filter(_Meets(F(vector), Value(query)))
    for term in text.terms(typed):
        if text.scattered(term):
            rows = rows.filter(_holds(term, columns))
    return rows


def ranked(
    rows: "QuerySet[Row]", typed: str, columns: Sequence[str], *, vector: str = "search"
) -> "QuerySet[Row]":
    """The best of the newest `CANDIDATES` rows found, best first, of equally good ones the newest first."""
    newest = found(rows, typed, columns, vector=vector).order_by("-pk").values("pk")[:CANDIDATES]
    rank = _Rank(F(vector), Value(text.query(typed)))
    best: Any = rows.filter(pk__in=newest).annotate(rank=rank)
    return best.order_by("-rank", "-pk")  # type: ignore[no-any-return] # the same rows, told their rank


def _holds(term: str, columns: Sequence[str]) -> Q:
    """Any of the columns holds the term as it stands."""
    condition = Q()
    for column in columns:
        condition |= Q(_Holds(_Plain(F(column)), Value(term)))
    return condition
