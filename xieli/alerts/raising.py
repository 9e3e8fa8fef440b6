"""Raising the warnings that are due, in set-based batches: claim, write alerts, advance the clocks, tell.

The sweep never waits for an act (see `due`), so the two can't block one another in a circle; the next sweep
takes what was skipped.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

import structlog
from django.db import Error, transaction
from django.urls import reverse

from xieli.alerts import wording
from xieli.alerts.due import START, Due, Holding, Place, claim, coming
from xieli.alerts.escalation import recipients, standing
from xieli.core.database import prepared
from xieli.core.marks import listed
from xieli.matters import clocks as running
from xieli.matters.models import Clock
from xieli.matters.warnings import TEMPLATES
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot

log = structlog.get_logger(__name__)
BATCH = 500
AHEAD = timedelta(days=400)  # whatever is planned at all

# One statement advances the clocks and writes what was raised: what an alert copies is in the clock's row already.
RAISE = """
WITH moved AS (
  UPDATE matters_clock c SET level = a.level, next_at = a.next
    FROM jsonb_to_recordset(%s::jsonb)
         AS a(id bigint, level smallint, next timestamptz, raised smallint, colour text, moment timestamptz,
              department bigint, recipients integer[])
   WHERE c.id = a.id
  RETURNING c.id, c.matter_id, c.item_id, c.due_at, a.raised, a.colour, a.moment, a.department, a.recipients
)
INSERT INTO matters_alert
       (clock_id, matter_id, item_id, level, colour, due_at, moment, raised_at, department_id, recipients)
SELECT id, matter_id, item_id, raised, colour, due_at, moment, %s, department, recipients
  FROM moved WHERE colour IS NOT NULL ORDER BY moment, id
ON CONFLICT (clock_id, level, due_at) DO NOTHING
RETURNING clock_id
"""
Told = Callable[[tuple[str, ...], Holding, tuple[int, ...]], list[int]]


class Warned:
    """One clock at the level that is due, if any, and whom that tells."""

    def __init__(self, due: Due, told: Told) -> None:
        self.due, levels = due, TEMPLATES[due.clock.warnings]
        self.level = levels[due.clock.level] if due.clock.level < len(levels) else None
        self.recipients = told(self.level.tells, due.holding, due.subject.audience) if self.level else []

    def advanced(self, now: datetime, known: "Projections") -> dict[str, Any]:
        """The clock moved on, and the alert's columns, as `RAISE` takes them."""
        clock = self.due.clock
        number, moment = clock.level, clock.next_at
        clock.level += 1
        _project(clock, now, known)
        row = {"id": clock.pk, "level": clock.level, "next": clock.next_at}
        if self.level is None:
            return row
        return row | {
            "raised": number,
            "colour": self.level.colour,
            "moment": moment,
            "department": self.due.holding.department,
            "recipients": self.recipients,
        }

    def notices(self, holder: str) -> list[Notice]:
        """One per person told; `holder`: who holds it, for people."""
        assert self.level is not None
        params = wording.params(self.due, holder)
        urgency = "urgent" if self.due.clock.warnings == "urgent" else "normal"
        kind, text = wording.KIND % self.level.colour, wording.TEXTS[self.level.colour]
        url = page_address() % self.due.subject.uid
        return [
            Notice(person, kind, urgency, text, params, url, self.due.clock.matter_id)
            for person in self.recipients
        ]


# By all that a projection depends on: at the close of business many clocks of the same days end together.
Projections = dict[tuple[Any, ...], tuple[int, datetime | None]]


def _project(clock: Clock, now: datetime, known: Projections) -> None:
    """The next level and its moment by the one projection there is, worked out once for clocks that run alike."""
    count = (clock.calendar, clock.unit, clock.allowed, clock.used, clock.run_from, clock.due_at)
    key = (*count, clock.warnings, clock.level)
    if key not in known:
        running.project(clock, now)
        known[key] = clock.level, clock.next_at
    clock.level, clock.next_at = known[key]


@cache
def page_address() -> str:
    """The address of a matter's page, %s for its uid: asked once, since the first time takes a second."""
    anyone = UUID(int=0)
    return reverse("matters:page", args=[anyone]).replace(str(anyone), "%s")


def holder_name(holding: Holding) -> str:
    """Who holds it, for people: their names, else the department's."""
    people = [person.name for one in holding.people if (person := organisation.person_by_id(one))]
    department = holding.department and organisation.department_by_id(holding.department)
    return listed(people) or (department.name if department else "")


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
            told = cache(partial(recipients, at=standing()))  # most clocks of a burst share their chain
            warned = [Warned(due, told) for due in claimed]
            raised = _advance(warned, now)
            _tell([one for one in warned if one.due.clock.pk in raised])
    return claimed


def look_ahead(now: datetime, until: datetime, most: int = 10_000) -> int:
    """Read what falls due until then, and work out whom it tells, so that both lie in memory when the moment comes;
    returns how many. Nothing depends on it: the sweep reads, locks and asks again."""
    with snapshot.pinned():
        soon = coming(now, until, most)
        told = cache(partial(recipients, at=standing()))
        for due in soon:
            Warned(due, told)
    return len(soon)


def rehearse(now: datetime, batch: int = 100) -> None:
    """Raise the next warnings as if their moment had come, and undo it: what is loaded, composed, planned and prepared
    the first time is then there when they are due. Nothing is written, told or hinted at."""
    with transaction.atomic():
        raise_batch(now + AHEAD, batch)
        transaction.set_rollback(True)


def _advance(warned: list[Warned], now: datetime) -> set[int]:
    """Move the clocks on and write their alerts; the clocks of those that are new.

    One already there was raised by an earlier sweep. Rows go as one parameter: quoting arrays column by column took
    longer than everything else.
    """
    known: Projections = {}
    rows = json.dumps([one.advanced(now, known) for one in warned], default=datetime.isoformat)
    with prepared() as cursor:  # planned once; the rows go beside the statement and needn't be quoted into it
        cursor.execute(RAISE, [rows, now])
        return {clock for (clock,) in cursor.fetchall()}


def _tell(warned: list[Warned]) -> None:
    name = cache(holder_name)
    notify([notice for one in warned for notice in one.notices(name(one.due.holding))])
    departments = {one.due.holding.department for one in warned} - {None}
    live.changed({f"matter:{one.due.subject.uid}" for one in warned})
    live.changed({f"department:{department}" for department in departments})
