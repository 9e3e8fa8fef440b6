"""Raising the warnings that are due, in set-based batches: claim, write alerts, advance the clocks, tell.

The sweep never waits for an act (see `due`), so the two can't block one another in a circle; the next sweep
takes what was skipped.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from django.db import Error, connection, transaction
from django.urls import reverse

from xieli.alerts import wording
from xieli.alerts.due import START, Due, Holding, Place, claim
from xieli.alerts.escalation import recipients
from xieli.matters import clocks as running
from xieli.matters.warnings import TEMPLATES, Level
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot

log = structlog.get_logger(__name__)
BATCH = 500

ALERTS = """
INSERT INTO matters_alert
       (clock_id, matter_id, item_id, level, colour, due_at, moment, raised_at, department_id, recipients)
SELECT a.*
  FROM jsonb_to_recordset(%s::jsonb)
       AS a(clock bigint, matter bigint, item bigint, level smallint, colour text, due timestamptz,
            moment timestamptz, raised timestamptz, department bigint, recipients integer[])
ON CONFLICT (clock_id, level, due_at) DO NOTHING
RETURNING clock_id
"""
ADVANCE = """
UPDATE matters_clock c SET level = a.level, next_at = a.next
  FROM jsonb_to_recordset(%s::jsonb) AS a(id bigint, level smallint, next timestamptz) WHERE c.id = a.id
"""
Told = Callable[[tuple[str, ...], Holding, tuple[int, ...]], list[int]]


class Warned:
    """One clock at the level that is due, and whom that tells."""

    def __init__(self, due: Due, level: Level, told: Told) -> None:
        self.due, self.level = due, level
        self.number, self.moment = due.clock.level, due.clock.next_at
        self.recipients = told(level.tells, due.holding, due.subject.audience)

    def row(self, now: datetime) -> dict[str, Any]:
        """The alert's columns, in the order of `ALERTS`."""
        clock = self.due.clock
        return {
            "clock": clock.pk,
            "matter": clock.matter_id,
            "item": clock.item_id,
            "level": self.number,
            "colour": self.level.colour,
            "due": clock.due_at,
            "moment": self.moment,
            "raised": now,
            "department": self.due.holding.department,
            "recipients": self.recipients,
        }

    def notices(self) -> list[Notice]:
        """One per person told."""
        params = wording.params(self.due, holder_name(self.due.holding))
        urgency = "urgent" if self.due.clock.warnings == "urgent" else "normal"
        kind, text = wording.KIND % self.level.colour, wording.TEXTS[self.level.colour]
        url = page_address() % self.due.subject.uid
        return [
            Notice(person, kind, urgency, text, params, url, self.due.clock.matter_id)
            for person in self.recipients
        ]


@cache
def page_address() -> str:
    """The address of a matter's page, %s for its uid: asked once, since the first time takes a second."""
    anyone = UUID(int=0)
    return reverse("matters:page", args=[anyone]).replace(str(anyone), "%s")


def holder_name(holding: Holding) -> str:
    """Who holds it, for people: their names, else the department's."""
    people = [person.name for one in holding.people if (person := organisation.person_by_id(one))]
    department = holding.department and organisation.department_by_id(holding.department)
    return "、".join(people) or (department.name if department else "")


def raise_due(now: datetime, batch: int = BATCH) -> int:
    """Raise every warning whose moment has come, in batches; returns how many clocks moved.

    A clock that missed several levels comes up again in the next pass.
    """
    total = 0
    while moved := _pass(now, batch):
        total += moved
    return total


def _pass(now: datetime, batch: int) -> int:
    total, after, size = 0, START, batch
    while True:
        try:
            claimed = raise_batch(now, size, after)
        except Error:
            raise
        except Exception:  # one clock that can't be warned of must not silence all behind it
            if size == 1:
                after = _pass_over(now, after)
            size = 1 if size > 1 else batch  # singly up to the one that fails, then in batches again
            continue
        if not claimed:
            return total
        total += len(claimed)
        after = claimed[-1].place


def _pass_over(now: datetime, after: Place) -> Place:
    """The place of the clock that failed, said in the log; it is tried again by every sweep."""
    with transaction.atomic():
        failed = claim(now, 1, after)[0]
    log.exception("warning_failed", clock=failed.clock.pk, matter=failed.clock.matter_id)
    return failed.place


def raise_batch(now: datetime, batch: int, after: Place = START) -> list[Due]:
    """One transaction: claim, write the alerts of one level of each clock, advance the clocks, tell."""
    with transaction.atomic(), snapshot.pinned():
        claimed = claim(now, batch, after)
        if claimed:
            told = cache(recipients)  # for this batch: most clocks of a burst share their chain
            warned = [
                Warned(due, TEMPLATES[due.clock.warnings][due.clock.level], told)
                for due in claimed
                if due.clock.level < len(TEMPLATES[due.clock.warnings])
            ]
            raised = _write(warned, now)
            _advance(claimed, now)
            _tell([one for one in warned if one.due.clock.pk in raised])
    return claimed


def _write(warned: list[Warned], now: datetime) -> set[int]:
    """Insert the alerts; the clocks of those that are new.

    One already there was raised by an earlier sweep.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALERTS, [_json([one.row(now) for one in warned])])
        return {clock for (clock,) in cursor.fetchall()}


def _advance(claimed: list[Due], now: datetime) -> None:
    """The next moment of each clock, by the one projection there is."""
    rows = []
    for clock in (due.clock for due in claimed):
        clock.level += 1
        running.project(clock, now)
        rows.append({"id": clock.pk, "level": clock.level, "next": clock.next_at})
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [_json(rows)])


def _json(rows: list[dict[str, Any]]) -> str:
    """Rows as one parameter: quoting arrays column by column took longer than everything else."""
    return json.dumps(rows, default=datetime.isoformat)


def _tell(warned: list[Warned]) -> None:
    notify([notice for one in warned for notice in one.notices()])
    departments = {one.due.holding.department for one in warned} - {None}
    live.changed({f"matter:{one.due.subject.uid}" for one in warned})
    live.changed({f"department:{department}" for department in departments})
