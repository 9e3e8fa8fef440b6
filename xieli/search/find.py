"""Finding rows by what somebody typed: filtered by index, compared exactly, ranked where an order is wanted."""

import time
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, TextField, Value

from xieli.search import text

Row = TypeVar("Row", bound=models.Model)
# Of more matches than this only the newest are ranked: nobody reads on, and ranking all of them would cost more
# with every year of history. They are looked for among so many of the newest rows, then among more, then among all,
# so that a frequent word costs as much as a rare one.
CANDIDATES = 200
AMONG = (20_000, 200_000)
REMEMBERED = 60.0  # seconds: where these ranges begin; a stale beginning costs time, it changes no result


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
    conditions = rows.query.where.children
    conditions.insert(0, conditions.pop())  # few rows hold the word: who may see them is asked of those alone
    for term in text.terms(typed):
        if text.scattered(term):
            rows = rows.filter(_holds(term, columns))
    return rows


def ranked(
    rows: "QuerySet[Row]", typed: str, columns: Sequence[str], *, vector: str = "search", first: Any = ()
) -> "QuerySet[Row]":
    """The best of the newest `CANDIDATES` rows found, best first, of equally good ones the newest first.

    `first`: what decides before the rank does, as `order_by` takes it."""
    matching = found(rows, typed, columns, vector=vector).order_by("-pk").values_list("pk", flat=True)
    rank = _Rank(F(vector), Value(text.query(typed)))
    newest = _newest(matching)
    chosen = {"pk__among" if isinstance(newest, list) else "pk__in": newest}
    best: Any = rows.filter(**chosen).annotate(rank=rank)
    return best.order_by(*first, "-rank", "-pk")  # type: ignore[no-any-return] # the same rows, told their rank


def _newest(matching: "QuerySet[Any, Any]") -> Any:
    """Keys of the newest `CANDIDATES` of the matching rows: found already, or still to be found among all."""
    for size in AMONG:
        begin = _begin(matching.model, size)
        if begin is None:
            break  # there are no more rows than that
        newest = list(matching.filter(pk__gte=begin)[:CANDIDATES])
        if len(newest) == CANDIDATES:
            return newest
    return matching[:CANDIDATES]


_begins: dict[tuple[str, Any, int], tuple[float, Any]] = {}


def _begin(model: type[models.Model], size: int) -> Any:
    """The key of the row with which the newest `size` rows begin, as of a moment ago; None where there are fewer."""
    place, now = (str(connection.settings_dict["NAME"]), model, size), time.monotonic()
    known = _begins.get(place)
    if known is None or now - known[0] > REMEMBERED:
        keys = model._default_manager.order_by("-pk").values_list("pk", flat=True)
        known = _begins[place] = (now, keys[size : size + 1].first())
    return known[1]


def _holds(term: str, columns: Sequence[str]) -> Q:
    """Any of the columns holds the term as it stands."""
    condition = Q()
    for column in columns:
        condition |= Q(_Holds(_Plain(F(column)), Value(term)))
    return condition
