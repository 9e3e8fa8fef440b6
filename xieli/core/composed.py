"""Statements composed once: Django's query sets, their SQL kept and asked again with other values.

    seats_of = composed(lambda matter: Seat.objects.filter(round__matter=matter).order_by("ordinal"))
    seats_of(matter.pk)  # the same rows as the query set gives, at a tenth of its cost

For what every page or act asks; what is put together from filters stays a query set (see docs/decisions/0100).
A value takes its place in the SQL as it is: `None` equals nothing there, and a list goes to `among`, not to `in`.
"""

from collections.abc import Callable, Iterable, Sequence
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

from xieli.core.database import prepared

Row = TypeVar("Row")


class Slot(Expression):
    """The place of a value in a statement: that of the parameter number `place`."""

    def __init__(self, place: int) -> None:
        super().__init__(output_field=models.Field())
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@ForeignObject.register_lookup  # which looks no further up
@Field.register_lookup
class Among(Lookup):
    """`id__among=[1, 2]`: as `id__in`, but one parameter whatever the length of the list."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_values, *right_values]


class Composed(Generic[Row]):
    """A query set as a function of the values in it; composed at its first call."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Row]"]) -> None:
        self._build = build
        self._composed: tuple[str, tuple[Any, ...], Callable[[list[Any]], list[Row]]] | None = None

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values, asked of the database now."""
        sql, places, made = self._composed or self._compose()
        with prepared() as cursor:
            cursor.execute(sql, [values[one.place] if isinstance(one, Slot) else one for one in places])
            return made(cursor.fetchall())

    def first(self, *values: Any) -> Row | None:
        """The first row, if there is any."""
        return next(iter(self(*values)), None)

    def _compose(self) -> tuple[str, tuple[Any, ...], Callable[[list[Any]], list[Row]]]:
        rows = self._build(*map(Slot, range(len(signature(self._build).parameters))))
        compiler = rows.query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        self._composed = sql, tuple(places), _maker(rows, compiler)
        return self._composed


def composed(build: Callable[..., "QuerySet[Any, Row]"]) -> Composed[Row]:
    """`build` gives the query set for its arguments, which it may use as values of filters and nowhere else."""
    return Composed(build)


def _maker(rows: "QuerySet[Any, Any]", compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """From rows of the database to what iterating over the query set would give."""
    converters = compiler.get_converters(chosen[0] for chosen in compiler.select)
    kind: Any = rows._iterable_class
    if rows._prefetch_related_lookups or compiler.has_extra_select or kind not in _MAKERS:  # type: ignore[attr-defined]
        raise TypeError(f"{kind.__name__} of {rows.model.__name__} can't be composed once")
    make = _MAKERS[kind](compiler)

    def made(found: list[Any]) -> list[Any]:
        return make(compiler.apply_converters(found, converters) if converters else found)

    return made


class Quick:
    """A model whose instances come from rows without `Model.__init__`, which looks at each field of each of them."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        if model.__init__ is not models.Model.__init__ or "from_db" in vars(model):
            self.from_db = model.from_db  # type: ignore[method-assign, assignment]

    def from_db(self, db: str, names: Iterable[str], row: Iterable[Any]) -> Any:
        """As the model's own: what was not selected is deferred."""
        one: Any = self.model.__new__(self.model)
        state: Any = ModelState()
        state.adding, state.db = False, db
        one.__dict__.update(zip(names, row, strict=True), _state=state)
        return one


def instances(rows: "QuerySet[Any, Any]", names: Sequence[str]) -> list[Any]:
    """The rows of a query set, made as those of composed statements are, of these columns; others are read if asked."""
    from_row = Quick(rows.model).from_db
    return [from_row(DEFAULT_DB_ALIAS, names, row) for row in rows.values_list(*names)]


def _quicken(populators: Iterable[Any]) -> None:
    """What is read along is made in the same way."""
    for one in populators:
        one.model_cls = Quick(one.model_cls)
        _quicken(one.related_populators)


def _instances(compiler: Any) -> Callable[[Iterable[Any]], list[Any]]:
    """As `ModelIterable`: the model's columns, then annotations, then related models."""
    columns: list[int] = compiler.klass_info["select_fields"]
    begin, end, from_row = columns[0], columns[-1] + 1, Quick(compiler.klass_info["model"]).from_db
    names = [chosen[0].target.attname for chosen in compiler.select[begin:end]]
    populators: Any = get_related_populators  # Django's own, of this release
    related = populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
    _quicken(related)
    noted = tuple(compiler.annotation_col_map.items())

    def make(found: Iterable[Any]) -> list[Any]:
        made = []
        for row in found:
            one = from_row(DEFAULT_DB_ALIAS, names, row[begin:end])
            for populator in related:
                populator.populate(row, one)
            for name, place in noted:
                setattr(one, name, row[place])
            made.append(one)
        return made

    return make


_MAKERS: dict[Any, Callable[[Any], Callable[[Iterable[Any]], list[Any]]]] = {
    ModelIterable: _instances,
    ValuesListIterable: lambda compiler: lambda found: [tuple(row) for row in found],
    FlatValuesListIterable: lambda compiler: lambda found: [row[0] for row in found],
}
