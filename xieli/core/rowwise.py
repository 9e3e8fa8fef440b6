"""Single rows written by statements composed once: what `save` writes, without composing it anew (docs/decisions/0100).

    reserved(matter)  # its key and identifier, so that others can refer to it before `added` writes it
    added(round)    # INSERT, as `round.save(force_insert=True)`; keys and defaults the database gives are read back
    changed(matter) # UPDATE of all columns, as `matter.save(force_update=True)`
    changed(item, "percent")  # of these fields, as `item.save(update_fields=["percent"])`

For the rows every act writes. Nothing happens by signals here; constraints and triggers are the database's.
"""

from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import DatabaseDefault

from xieli.core.database import prepared

Written = TypeVar("Written", bound=models.Model)


def reserved(row: Written) -> Written:
    """Give a new row what the database gives (key, identifier) before it is written, by `added` and once."""
    sql, names = _reservation(type(row))
    with prepared() as cursor:
        cursor.execute(sql)
        for name, value in zip(names, cursor.fetchone(), strict=True):
            setattr(row, name, value)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def added(row: Written) -> Written:
    """Insert one new row; returns it."""
    made: Any = row
    made._prepare_related_fields_for_save(operation_name="save")
    given: dict[str, Any] = {}
    for field in _columns(type(row)):
        value = field.pre_save(row, True)
        if not (isinstance(value, DatabaseDefault) or (field.primary_key and value is None)):
            given[field.attname] = field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])
    sql, returned = _insert(type(row), tuple(given))
    with prepared() as cursor:
        cursor.execute(sql, list(given.values()))
        for name, value in zip(returned, cursor.fetchone() if returned else (), strict=True):
            setattr(row, name, value)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def all_added(rows: Sequence[Written]) -> None:
    """Insert new rows of one table: one quickly, several in one statement."""
    if len(rows) == 1:
        added(rows[0])
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows)


def changed(row: models.Model, *names: str) -> None:
    """Write these fields (all where none is named) of a row that is there. Raises DatabaseError when it isn't."""
    made: Any = row
    made._prepare_related_fields_for_save(operation_name="save")
    columns = _changeable(type(row), names)
    if any(field.attname not in row.__dict__ for field in columns):
        row.save(force_update=True)  # read in part: only that is written
        return
    backend = connections[DEFAULT_DB_ALIAS]
    values = [field.get_db_prep_save(field.pre_save(row, False), backend) for field in columns]
    with prepared() as cursor:
        cursor.execute(_update(type(row), names), [*values, row.pk])
        if cursor.rowcount != 1:
            raise made.DoesNotExist(f"{row!r} is not there to be changed")


def standing(row: models.Model) -> dict[str, Any]:
    """The values of a row as they were read, for `changed_since`."""
    return {field.attname: copy(row.__dict__.get(field.attname)) for field in _columns(type(row))}


def changed_since(row: models.Model, before: dict[str, Any]) -> None:
    """Write what became different; all, where it is not known what was. A column that is named is worked on, and the
    triggers that watch it, if only to find it the same. Raises DatabaseError when the row isn't there."""
    changed(row, *[name for name, value in before.items() if row.__dict__.get(name) != value])


@cache
def _columns(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.generated)


@cache
def _changeable(model: type[models.Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    """Fields by their names or their attributes' (`item`, `item_id`)."""
    if not names:
        return tuple(field for field in _columns(model) if not field.primary_key)
    fields = {name: field for field in _columns(model) for name in (field.name, field.attname)}
    return tuple(fields[name] for name in names)


@cache
def _reservation(model: type[models.Model]) -> tuple[str, tuple[str, ...]]:
    """The statement that takes a key and works out the database's own values, and their attributes."""
    table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk
    compiler = model._default_manager.all().query.get_compiler(connection=connection)
    given = [field for field in _columns(model) if field.has_db_default()]
    values = [field._db_default_expression.as_sql(compiler, connection)[0] for field in given]
    values = [f"nextval(pg_get_serial_sequence('{table}', '{key.column}'))", *values]
    return f"SELECT {', '.join(values)}", tuple(one.attname for one in (key, *given))


# Remembered by names: fields are compared one by one in Python, a whole row of them for each look.
@cache
def _insert(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The statement for these attributes, and those the database gives back."""
    given = [field for field in _columns(model) if field.attname in names]
    left = [field for field in _columns(model) if field.attname not in names]
    columns, holes = ", ".join(map(_quoted, given)), ", ".join("%s" for _ in given)
    back = f" RETURNING {', '.join(map(_quoted, left))}" if left else ""
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({holes}){back}", tuple(one.attname for one in left)  # noqa: S608


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    table, key = connection.ops.quote_name(model._meta.db_table), _quoted(model._meta.pk)
    columns = [f"{_quoted(one)} = %s" for one in _changeable(model, names)]
    return f"UPDATE {table} SET {', '.join(columns)} WHERE {key} = %s"  # noqa: S608


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)
