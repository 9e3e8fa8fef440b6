"""Seeding in bulk leaves the tables as guarded as they were."""

import os
from typing import Any

import pytest
from django.db import connection

from xieli.cli.bench import bulk, cpu
from xieli.cli.bench.seeding import COPIED, TABLES
from xieli.matters import registry


def defences() -> list[Any]:
    with connection.cursor() as cursor:
        found = [
            bulk._asked(cursor, question, list(TABLES))
            for question in (bulk._TRIGGERS, bulk._REFERENCES, bulk._INDEXES)
        ]
    return [sorted(map(str, rows)) for rows in found]


@pytest.mark.django_db(transaction=True)
def test_triggers_references_and_indexes_are_put_back_as_they_were() -> None:
    before = defences()
    assert all(before)
    with connection.cursor() as cursor, bulk.undefended(cursor, TABLES):
        during = defences()
    assert during[1:] == [[], []] and during[0] != before[0]
    assert defences() == before


@pytest.mark.django_db(transaction=True)
def test_a_seeding_broken_off_changes_nothing() -> None:
    before = defences()
    with pytest.raises(KeyboardInterrupt), connection.cursor() as cursor, bulk.undefended(cursor, TABLES):
        raise KeyboardInterrupt
    assert defences() == before


def test_processor_time_of_a_process_grows_while_it_works() -> None:
    before = cpu.used([os.getpid()])
    if before is None:
        pytest.skip("this system doesn't tell")
    sum(range(2_000_000))
    after = cpu.used([os.getpid()])
    assert after is not None and after > before
    assert os.getpid() in cpu.family(os.getpid())


def test_a_copy_is_whole_the_details_of_every_copied_procedure_are_copied_too() -> None:
    assert {registry.get(key).details()._meta.db_table for key in COPIED} <= set(TABLES)
