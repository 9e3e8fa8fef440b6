"""I3 and I4: every warning raised once and in time. I13: the accounts of each clock balance."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from xieli.matters.clocks import elapsed
from xieli.matters.models import Alert, Clock, ClockChange, Matter, WorkItem
from xieli.matters.warnings import TEMPLATES
from xieli.worktime import calendars

from .breach import Breach, chunks

GRACE = timedelta(seconds=60)


def look_for_repeats(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I3."""
    alerts = Alert.objects.filter(matter__in=matters).values("clock_id", "level", "due_at", "matter__number")
    for row in alerts.annotate(times=Count("id")).filter(times__gt=1):
        yield Breach(
            "I3", str(row["matter__number"]), f"level {row['level']} was raised {row['times']} times"
        )


def look_at_subjects(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I3: a warning is of its clock's matter and of an item of that matter, which no foreign key says."""
    own_item = WorkItem.objects.filter(pk=OuterRef("item"), matter=OuterRef("matter"))
    astray = ~Q(matter=F("clock__matter")) | Q(item__isnull=False) & ~Exists(own_item)
    for alert in Alert.objects.filter(astray, clock__matter__in=matters).select_related("clock__matter"):
        yield Breach(
            "I3", str(alert.clock.matter), f"warning {alert.pk} speaks of another matter than its clock"
        )


def look_for_silence(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I4: nothing that was to happen more than a minute ago waits still, or was forgotten."""
    clocks = Clock.objects.filter(matter__in=matters, stopped_at=None).select_related("matter")
    for clock in clocks.filter(next_at__lt=now - GRACE).iterator():
        yield Breach(
            "I4", str(clock.matter), f"clock {clock.name}: level {clock.level} was due at {clock.next_at}"
        )
    for clock in clocks.filter(_forgotten(), next_at=None).iterator():
        yield Breach("I4", str(clock.matter), f"clock {clock.name}: nothing is planned after {clock.level}")
    raised = Alert.objects.filter(clock=OuterRef("pk"), level=OuterRef("level") - 1)
    for clock in clocks.filter(~Exists(raised), level__gt=0).iterator():
        yield Breach("I4", str(clock.matter), f"clock {clock.name}: level {clock.level - 1} left no alert")


def _forgotten() -> Q:
    """A level that is still to come, a pause that has a date, a timer: each needs its next moment."""
    levels = [Q(warnings=name, level__lt=len(levels)) for name, levels in TEMPLATES.items()]
    warns = reduce(or_, levels) & Q(paused_at=None)
    return warns | Q(pause_until__isnull=False) | Q(kind="timer")


def look_at_accounts(matters: "QuerySet[Matter]", now: datetime) -> Iterator[Breach]:
    """I13."""
    for piece in chunks(matters):
        changes = defaultdict(list)
        for change in ClockChange.objects.filter(clock__matter__in=piece):
            changes[change.clock_id].append(change)
        matter_of = {matter.pk: matter for matter in piece}
        for clock in Clock.objects.filter(matter__in=piece):
            clock.matter = matter_of[clock.matter_id]
            yield from _balance(clock, changes[clock.pk], now)
            yield from _pauses(clock, changes[clock.pk])


def _balance(clock: Clock, changes: list[ClockChange], now: datetime) -> Iterator[Breach]:
    """used + running = elapsed − paused − stood still. A changed calendar measures the past anew: not compared."""
    if any(change.kind == "calendar" for change in changes):
        return
    calendar = calendars.get(clock.calendar)
    begin = calendar.next_day(clock.started_at) if clock.unit == "WD" else clock.started_at
    end = clock.stopped_at or max(now, clock.run_from, clock.paused_at or clock.run_from)
    running = elapsed(calendar, clock.unit, clock.run_from, end) if clock.running else 0
    still = sum(
        elapsed(calendar, clock.unit, max(change.at, begin), change.ended_at or end)
        for change in changes
        if change.kind in ("pause", "stopped")
    )
    total = elapsed(calendar, clock.unit, begin, end)
    if clock.used + running + still != total:
        yield Breach(
            "I13",
            f"{clock.matter} clock {clock.name}",
            f"used {clock.used} + running {running} + paused {still} is not {total} {clock.unit}",
        )


def _pauses(clock: Clock, changes: list[ClockChange]) -> Iterator[Breach]:
    open_pauses = [change for change in changes if change.kind == "pause" and change.ended_at is None]
    if (clock.paused_at is not None) != bool(open_pauses):
        yield Breach("I13", f"{clock.matter} clock {clock.name}", "its pause and the record of it disagree")
    for change in open_pauses:
        waits_for_step = change.cause.startswith("state:") and change.cause[6:] == clock.matter.state
        if change.state != clock.matter.state and not waits_for_step:
            yield Breach(
                "I13", f"{clock.matter} clock {clock.name}", f"paused in {change.state}, which is left"
            )
