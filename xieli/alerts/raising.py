"""Raising the warnings that are due, in set-based batches: claim, write alerts, advance the clocks, tell.

Lock order is matter before clock everywhere (model, "The engine"). A claim therefore takes the matter too, in
the weak mode that the alert's foreign key needs anyway, and skips what anybody is acting on at this moment:
the sweep never waits for an act, so the two can't block one another in a circle; the next sweep takes what
was skipped.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction

from xieli.alerts import wording
from xieli.alerts.escalation import Holding, items_of, recipients
from xieli.matters import clocks as running
from xieli.matters.models import Clock, WorkItem
from xieli.matters.warnings import TEMPLATES, Level
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.organisation import queries as organisation
from xieli.organisation import snapshot

BATCH = 500

CLAIM = """
SELECT c.id FROM matters_clock c JOIN matters_matter m ON m.id = c.matter_id
 WHERE c.next_at <= %s AND c.kind <> 'timer' AND c.paused_at IS NULL
 ORDER BY c.next_at, c.id LIMIT %s
   FOR KEY SHARE OF m SKIP LOCKED
   FOR NO KEY UPDATE OF c SKIP LOCKED
"""
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
NEEDED = [
    *(
        "name",
        "kind",
        "calendar",
        "allowed",
        "unit",
        "run_from",
        "used",
        "due_at",
        "warnings",
        "level",
        "next_at",
    ),
    *("matter__uid", "matter__procedure", "matter__number", "matter__title", "matter__audience"),
    *("matter__lead_department", "item__step", "item__person", "item__deputy", "item__department"),
]


Told = Callable[[tuple[str, ...], Holding, tuple[int, ...]], list[int]]


class Warned:
    """One clock at the level that is due: everything its alert and notices need."""

    def __init__(self, clock: Clock, level: Level, items: list[WorkItem], told: Told) -> None:
        self.clock, self.level = clock, level
        self.number, self.moment = clock.level, clock.next_at
        self.holding = Holding.of(items_of(clock, items), clock.matter)
        self.recipients = told(level.tells, self.holding, tuple(clock.matter.audience))

    def row(self, now: datetime) -> dict[str, Any]:
        """The alert's columns, in the order of `ALERTS`."""
        clock = self.clock
        return {
            "clock": clock.pk,
            "matter": clock.matter_id,
            "item": clock.item_id,
            "level": self.number,
            "colour": self.level.colour,
            "due": clock.due_at,
            "moment": self.moment,
            "raised": now,
            "department": self.holding.department,
            "recipients": self.recipients,
        }

    def notices(self) -> list[Notice]:
        """One per person told."""
        params = wording.params(self.clock, self._holder())
        urgency = "urgent" if self.clock.warnings == "urgent" else "normal"
        kind, text = wording.KIND % self.level.colour, wording.TEXTS[self.level.colour]
        matter = self.clock.matter
        return [
            Notice(person, kind, urgency, text, params, matter.get_absolute_url(), matter.pk)
            for person in self.recipients
        ]

    def _holder(self) -> str:
        people = [person.name for one in self.holding.people if (person := organisation.person_by_id(one))]
        department = self.holding.department and organisation.department_by_id(self.holding.department)
        return "、".join(people) or (department.name if department else "")


def raise_due(now: datetime, batch: int = BATCH) -> int:
    """Raise up to `batch` warnings whose moment has come, one level of each clock; returns how many
    clocks moved.
    """
    with transaction.atomic(), snapshot.pinned():
        due = _claim(now, batch)
        if not due:
            return 0
        open_items = _open_items([clock for clock in due if clock.item_id is None])
        told = cache(recipients)  # for this batch: most clocks of a burst share their chain
        warned = [
            Warned(clock, TEMPLATES[clock.warnings][clock.level], open_items[clock.matter_id], told)
            for clock in due
            if clock.level < len(TEMPLATES[clock.warnings])
        ]
        raised = _write(warned, now)
        _advance(due, now)
        _tell([one for one in warned if one.clock.pk in raised])
    return len(due)


def _claim(now: datetime, batch: int) -> list[Clock]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now, batch])
        keys = [key for (key,) in cursor.fetchall()]
    rows = Clock.objects.filter(pk__in=keys).select_related("matter", "item").only(*NEEDED)
    return list(rows.order_by("next_at", "pk"))


def _open_items(clocks: list[Clock]) -> dict[int, list[WorkItem]]:
    """Open items of the main rounds of these clocks' matters, by matter."""
    found: dict[int, list[WorkItem]] = defaultdict(list)
    if clocks:
        matters = {clock.matter_id for clock in clocks}
        for item in WorkItem.objects.filter(matter_id__in=matters, closed_at=None, main=True).order_by("pk"):
            found[item.matter_id].append(item)
    return found


def _write(warned: list[Warned], now: datetime) -> set[int]:
    """Insert the alerts; the clocks of those that are new. One already there was raised by an earlier sweep."""
    with connection.cursor() as cursor:
        cursor.execute(ALERTS, [_json([one.row(now) for one in warned])])
        return {clock for (clock,) in cursor.fetchall()}


def _advance(due: list[Clock], now: datetime) -> None:
    """The next moment of each clock, by the one projection there is."""
    for clock in due:
        clock.level += 1
        running.project(clock, now)
    rows = [{"id": clock.pk, "level": clock.level, "next": clock.next_at} for clock in due]
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [_json(rows)])


def _json(rows: list[dict[str, Any]]) -> str:
    """Rows as one parameter: quoting arrays column by column took longer than everything else."""
    return json.dumps(rows, default=datetime.isoformat)


def _tell(warned: list[Warned]) -> None:
    notify([notice for one in warned for notice in one.notices()])
    live.changed({f"matter:{one.clock.matter.uid}" for one in warned})
    live.changed({f"department:{one.holding.department}" for one in warned if one.holding.department})
