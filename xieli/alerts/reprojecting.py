"""When a calendar changed: running clocks whose span covers the changed days are projected anew (model,
"Time").
"""

from datetime import datetime, time

from django.db import transaction

from xieli.core import clock as clocks
from xieli.matters import clocks as running
from xieli.matters.models import Clock, ClockChange, Matter, WorkItem
from xieli.worktime import calendars
from xieli.worktime.models import CalendarChange

BATCH = 500


def apply_changes(now: datetime) -> int:
    """Apply what is pending, oldest first; returns how many clocks moved."""
    pending = list(CalendarChange.objects.filter(applied_at=None).order_by("pk"))
    if not pending:
        return 0
    calendars.forget()
    return sum(_apply(change, now) for change in pending)


def _apply(change: CalendarChange, now: datetime) -> int:
    moved, after = 0, 0
    while True:
        with transaction.atomic():
            keys = _touched(change, after)[:BATCH]
            moved += _project(keys, change, now)
            if len(keys) < BATCH:
                CalendarChange.objects.filter(pk=change.pk, applied_at=None).update(applied_at=now)
                return moved
            after = keys[-1][0]


def _touched(change: CalendarChange, after: int) -> list[tuple[int, int]]:
    """(clock, matter) of running clocks on this calendar whose span meets the changed days, in order of key.

    A clock is met by a change behind its due moment as long as later warnings are still to come. C counts
    every hour whatever the calendar says.
    """
    first = datetime.combine(change.first_day, time(), clocks.SHANGHAI)
    last = datetime.combine(change.last_day, time.max, clocks.SHANGHAI)
    rows = Clock.objects.filter(
        calendar=change.calendar, stopped_at=None, paused_at=None, run_from__lte=last, pk__gt=after
    ).exclude(unit="C")
    ahead = rows.filter(due_at__gte=first) | rows.filter(next_at__gte=first)
    return list(ahead.order_by("pk").values_list("pk", "matter_id")[:BATCH])


def _project(keys: list[tuple[int, int]], change: CalendarChange, now: datetime) -> int:
    """Project these anew under the locks of their matters, keeping the old due moment beside the new one."""
    matters = Matter.objects.filter(pk__in={matter for _clock, matter in keys}).order_by("pk")
    list(matters.select_for_update().values_list("pk"))
    rows = Clock.objects.filter(pk__in=[clock for clock, _matter in keys], stopped_at=None, paused_at=None)
    changes = []
    for row in rows.select_related("item", "matter").order_by("pk"):
        before = row.due_at
        running.project(row, now)
        row.save(update_fields=["due_at", "level", "next_at"])
        if row.due_at == before:
            continue
        changes.append(
            ClockChange(
                clock=row,
                kind="calendar",
                at=now,
                ended_at=now,
                old_due=before,
                new_due=row.due_at,
                text=change.what,
            )
        )
        _copy(row, before)
    ClockChange.objects.bulk_create(changes)
    running.show_nearest({matter for _clock, matter in keys})
    return len(changes)


def _copy(row: Clock, before: datetime) -> None:
    """Items and matters show the due moment of their clock."""
    if row.item_id is not None:
        WorkItem.objects.filter(pk=row.item_id, closed_at=None).update(due_at=row.due_at)
    Matter.objects.filter(pk=row.matter_id, due_at=before, closed_at=None).update(due_at=row.due_at)
