"""Thousands due at the close of business out of very many open clocks: how long until the last warning is out.

XIELI_BURST_CLOCKS=1000000 ./dev test xieli/alerts/tests/test_burst.py -s
"""

import os
import time

import pytest
from django.db import connection

from xieli.alerts import watcher
from xieli.core import clock
from xieli.matters.models import Alert, Clock
from xieli.notifications.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLOCKS = int(os.environ.get("XIELI_BURST_CLOCKS", "20000"))
BURST = 5000
CLOSE = clock.at(2026, 9, 14, 17, 30)

SEED = """
INSERT INTO matters_matter (id, procedure, procedure_version, state, idle, number, title, summary, category,
       classification, priority, lead_department_id, parent_label, opened_at, outcome, rev, rounds_opened,
       content_hash, head_seq, head_hash, departments, people, assisting, audience)
SELECT n, 'toy', 1, 'working', false, 'WJ-' || n, '', '', '', 'company', 0, %(department)s, '', %(start)s, '', 1,
       1, '', 1, '', '{}', '{}', '{}', '{0}'
  FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO matters_round (id, matter_id, no, state, step, main, purpose, mode, need, veto, blind, payload,
       opened_at, outcome)
SELECT n, n, 1, 'working', 'work', true, '', 'one', 1, false, false, '{}', %(start)s, ''
  FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO matters_seat (id, round_id, ordinal, department_id, person_id, verdict, signed_hash, dropped)
SELECT n, n, 1, %(department)s, %(person)s, '', '', false FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO matters_workitem (id, matter_id, round_id, seat_id, step, kind, main, department_id, person_id, judges,
       opened_at, opened_seq, outcome, ground, due_at)
SELECT n, n, n, n, 'work', 'handle', true, %(department)s, %(person)s, false, %(start)s, 1, '', '', %(close)s
  FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO matters_clock (id, matter_id, item_id, name, kind, calendar, allowed, unit, run_from, used, outcome,
       started_at, started_seq, due_at, original_due_at, warnings, level, next_at, extensions)
SELECT n, n, n, 'work', 'step', 'office', 5, 'WD', %(start)s, 0, '', %(start)s, 1, due, due, 'normal', 1, due, 0
  FROM (SELECT n, %(close)s + (n %% %(spread)s) * interval '1 second' AS due
          FROM generate_series(%(first)s, %(last)s) n) AS seeded;
"""


def seed(cast, first, last, spread):
    """Rows of the shapes the engine writes, in bulk; our own triggers are left out, for this transaction.

    Due moments lie `spread` seconds from the close of business on; one second of them is one burst.
    """
    names = {
        "department": cast.rd.pk,
        "person": cast.fangqiming.pk,
        "start": clock.at(2026, 9, 8),
        "close": CLOSE,
        "first": first,
        "last": last,
        "spread": spread,
    }
    with connection.cursor() as cursor:
        if first == 1:
            for table in ("matter", "workitem", "clock"):
                cursor.execute(f"ALTER TABLE matters_{table} DISABLE TRIGGER USER")
        for statement in SEED.strip().rstrip(";").split(";\n"):
            cursor.execute(statement, names)
        cursor.execute("ANALYZE matters_clock, matters_matter, matters_workitem")


def timed_burst(at, expected):
    """Seconds from the moment until the last of the burst's warnings is written."""
    started = time.perf_counter()
    with clock.turned_to(at):
        swept = watcher.sweep(at)
    seconds = time.perf_counter() - started
    assert swept.raised == expected
    return seconds


def test_five_thousand_due_at_the_close_of_business_are_out_in_about_a_second(cast, toy):
    seed(cast, 1, CLOCKS, CLOCKS // BURST)
    assert Clock.objects.filter(next_at__lte=CLOSE).count() == BURST
    seconds = timed_burst(CLOSE, BURST)
    print(
        f"\n{CLOCKS:,} open clocks, {BURST:,} due at once: {seconds:.2f} s, {BURST / seconds:,.0f} warnings/s"
    )
    assert Alert.objects.count() == BURST
    assert Notification.objects.count() == 2 * BURST  # red tells the holder and the head
    assert seconds < 15  # a machine shared with everything else; the figure printed is the one that counts


def test_the_time_for_a_burst_hardly_grows_with_the_number_of_open_clocks(cast, toy):
    seed(cast, 1, 5_000, 5)
    timed_burst(CLOSE, 1000)  # warms connection, calendar and organisation
    few = min(timed_burst(CLOSE.replace(second=n), 1000) for n in (1, 2))
    seed(cast, 5_001, CLOCKS, (CLOCKS - 5_000) // 1000 + 3)
    due = Clock.objects.filter(next_at__lte=CLOSE.replace(second=3)).count()
    many = timed_burst(CLOSE.replace(second=3), due) * 1000 / due
    print(f"\n1,000 warnings: {few:.2f} s among 5,000 clocks, {many:.2f} s among {CLOCKS:,}")
    assert many < 2.5 * few
