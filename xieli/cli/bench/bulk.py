"""Filling tables in bulk: without what guards and indexes each single row, which is put back for all at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper

_TRIGGERS = """
select tgrelid::regclass, quote_ident(tgname), tgenabled from pg_trigger
where tgrelid = any(%s::regclass[]) and not tgisinternal
"""
_REFERENCES = """
select conrelid::regclass, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint
where contype = 'f' and conrelid = any(%s::regclass[])
"""
# Constraints keep the indexes they stand on: unique and primary keys.
_INDEXES = """
select indexrelid::regclass, pg_get_indexdef(indexrelid) from pg_index
where indrelid = any(%s::regclass[])
and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
"""
_ENABLED = {"O": "enable", "A": "enable always", "R": "enable replica"}


@contextmanager
def undefended(cursor: CursorWrapper, tables: Iterable[str]) -> Iterator[None]:
    """Inside, the tables have no triggers, references and indexes but their keys; after it, exactly those they had.

    All in one transaction: broken off, it leaves the tables as they were.
    """
    names = list(tables)
    found = [_asked(cursor, question, names) for question in (_TRIGGERS, _REFERENCES, _INDEXES)]
    triggers, references, indexes = found
    cursor.execute("begin")
    try:
        for table, name, _enabled in triggers:
            cursor.execute(f"alter table {table} disable trigger {name}")
        for table, name, _definition in references:
            cursor.execute(f"alter table {table} drop constraint {name}")
        for name, _definition in indexes:
            cursor.execute(f"drop index {name}")
        yield
        cursor.execute("set local maintenance_work_mem = '1GB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in references:
            cursor.execute(f"alter table {table} add constraint {name} {definition}")
        for table, name, enabled in triggers:
            if enabled in _ENABLED:
                cursor.execute(f"alter table {table} {_ENABLED[enabled]} trigger {name}")
    except BaseException:
        cursor.execute("rollback")
        raise
    cursor.execute("commit")


def _asked(cursor: CursorWrapper, question: str, tables: list[str]) -> list[tuple[str, ...]]:
    cursor.execute(question, [tables])
    return list(cursor.fetchall())
