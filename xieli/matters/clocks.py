"""The running of clocks: the allowance is frozen, `due_at` and `next_at` are projections of it, written here alone.

`elapsed` between two moments: W working seconds, C seconds, WD closes of business. On each clock
used + running = elapsed − paused, at any moment (I13).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from xieli.worktime import calendars
from xieli.worktime.allowance import Allowance
from xieli.worktime.calendar import WorkCalendar

from . import warnings
from .models import Clock, ClockChange, Matter

Span = tuple[datetime, datetime]


def elapsed(calendar: WorkCalendar, unit: str, start: datetime, end: datetime) -> int:
    """What ran between two moments, in the unit's measure; 0 when `end` is not after `start`."""
    if end <= start:
        return 0
    match unit:
        case "W":
            return calendar.elapsed(start, end)
        case "C":
            return int((end - start).total_seconds())
        case _:
            return calendar.closes(start, end)


def held(calendar: WorkCalendar, unit: str, begin: datetime, end: datetime) -> int:
    """Seconds of responsibility: of the holder's working time, but of every hour where the limit runs day and night."""
    return elapsed(calendar, "C" if unit == "C" else "W", begin, end)


def due_moment(calendar: WorkCalendar, unit: str, run_from: datetime, left: int) -> datetime:
    """When `left` of the allowance will have run from `run_from` (left may be negative: already over)."""
    match unit:
        case "W":
            return calendar.add(run_from, left) if left >= 0 else calendar.subtract(run_from, -left)
        case "C":
            return run_from + timedelta(seconds=left)
        case _:
            return calendar.nth_close(run_from, left) if left > 0 else run_from


def _due(clock: Clock, begin: datetime) -> datetime:
    """When what is left will have run from `begin`. A WD clock that is over stays due at the close it was due at."""
    left = clock.allowed - clock.used
    if clock.unit == "WD":
        begin = max(begin, clock.run_from)
        if left <= 0:
            return clock.due_at
    return due_moment(calendars.get(clock.calendar), clock.unit, begin, left)


def project(clock: Clock, now: datetime) -> None:
    """Write `due_at` and `next_at` from the frozen allowance. The only writer. A level that has fired fires again
    only where its new moment lies ahead; one that has not fired yet is never lost."""
    clock.due_at = _due(clock, clock.run_from)
    if clock.kind == "timer":
        clock.next_at = clock.due_at
        return
    levels = warnings.moments(
        clock.warnings,
        calendars.get(clock.calendar),
        allowed=clock.allowed,
        unit=clock.unit,
        used=clock.used,
        run_from=clock.run_from,
        due=clock.due_at,
    )
    for number, moment in enumerate(levels):
        if number == clock.level or moment > now:
            clock.level, clock.next_at = number, moment
            return
    clock.level, clock.next_at = min(clock.level, len(warnings.TEMPLATES[clock.warnings])), None


def nearest(clocks: Iterable[Clock]) -> Clock | None:
    """Of the clocks that run towards somebody's limit, the one that is due first: what a list says of a matter."""
    running = [one for one in clocks if one.running and one.kind != "timer"]
    return min(running, key=lambda one: (one.due_at, one.pk or 0), default=None)


def first_of(matter: Matter) -> Clock | None:
    """The same, of all clocks of a matter as they are written."""
    return _running(matter).first()


def _running(matter: Any) -> QuerySet[Clock]:
    rows = Clock.objects.filter(matter=matter, stopped_at=None, paused_at=None)
    return rows.exclude(kind="timer").order_by("due_at", "pk")


def show_nearest(matters: Iterable[int]) -> None:
    """Bring `next_due_at` of these matters up to date after clocks moved outside an act."""
    first = _running(OuterRef("pk")).values("due_at")[:1]
    Matter.objects.filter(pk__in=list(matters), closed_at=None).update(next_due_at=Subquery(first))


def start(clock: Clock, allowance: Allowance, now: datetime) -> Clock:
    """Freeze the allowance and project. N WD runs from the midnight that ends the starting day."""
    clock.allowed, clock.unit, clock.used = allowance.amount, allowance.unit, 0
    clock.started_at = now
    clock.run_from = calendars.get(clock.calendar).next_day(now) if allowance.unit == "WD" else now
    project(clock, now)
    clock.original_due_at = clock.due_at
    return clock


def pause(clock: Clock, now: datetime, until: datetime | None) -> None:
    """Stop counting; ends by itself at `until` (swept) or when the matter leaves the state."""
    clock.used += elapsed(calendars.get(clock.calendar), clock.unit, clock.run_from, now)
    clock.paused_at, clock.pause_until, clock.next_at = now, until, until


def pause_ends(clock: Clock, now: datetime) -> datetime:
    """When the pause of a paused clock ends if it is looked at now: at its date, however late anybody looks."""
    return min(now, clock.pause_until or now)


def resume(clock: Clock, now: datetime) -> None:
    """Count on from the end of the pause, with what was left."""
    _run_on(clock, pause_ends(clock, now))
    clock.paused_at = clock.pause_until = None
    project(clock, now)


def _run_on(clock: Clock, moment: datetime) -> None:
    """Count from this moment on. Standing still on the starting day of a WD clock gains and loses nothing."""
    clock.run_from = max(moment, clock.run_from) if clock.unit == "WD" else moment


def stop(clock: Clock, now: datetime, outcome: str, seq: int) -> None:
    """End a clock: `outcome` met/late by itself when judged, else superseded or withdrawn. A pause ends first: what
    stood still has moved the due moment by which it is judged."""
    if clock.paused_at is not None:
        resume(clock, now)
    clock.used += elapsed(calendars.get(clock.calendar), clock.unit, clock.run_from, now)
    if outcome == "judged":
        outcome = "met" if now <= clock.due_at else "late"
    clock.next_at = None
    clock.stopped_at, clock.outcome, clock.stopped_seq = now, outcome, seq


def unstop(clock: Clock, now: datetime) -> None:
    """Let a clock that ran when it stopped go on as if it never had (an act was taken back): the interval counts."""
    assert clock.stopped_at is not None
    ran = elapsed(calendars.get(clock.calendar), clock.unit, clock.run_from, clock.stopped_at)
    clock.used = max(0, clock.used - ran)
    clock.stopped_at, clock.outcome, clock.stopped_seq = None, "", None
    project(clock, now)


def unpause(clock: Clock, now: datetime) -> None:
    """Let a paused clock go on as if it had never paused (the act that paused it was taken back)."""
    assert clock.paused_at is not None
    ran = elapsed(calendars.get(clock.calendar), clock.unit, clock.run_from, clock.paused_at)
    clock.used = max(0, clock.used - ran)
    clock.paused_at = clock.pause_until = None
    project(clock, now)


def restart(clock: Clock, now: datetime) -> None:
    """Run on from now with what was used before (a matter reopened): the time between was nobody's."""
    clock.stopped_at, clock.outcome, clock.stopped_seq = None, "", None
    _run_on(clock, now)
    project(clock, now)


def expected_due(clock: Clock) -> datetime:
    """When an unstopped clock will be due as things stand: a paused one if its pause lasts to its date."""
    if clock.paused_at is None:
        return clock.due_at
    return _due(clock, clock.pause_until or clock.paused_at)


def added_by(clock: Clock, new_due: datetime) -> int:
    """What a new date adds to the allowance, in the unit's measure; 0 where it comes to nothing. Of WD clocks a day is
    agreed: its close of business, or the next one if nothing is worked on it."""
    calendar = calendars.get(clock.calendar)
    if clock.unit != "WD":
        return elapsed(calendar, clock.unit, expected_due(clock), new_due)
    new_due = calendar.nth_close(calendar.next_day(new_due) - timedelta(days=1), 1)
    # Counted from where it runs on, not from a close that is long over: between them it may have stood still.
    begin = max(clock.pause_until or clock.paused_at, clock.run_from) if clock.paused_at else clock.run_from
    closes = elapsed(calendar, "WD", begin, new_due)
    return max(0, closes - (clock.allowed - clock.used)) if closes else 0


def stood_still(clock: Clock) -> list[Span]:
    """The spans of a clock that don't count: pauses that ended, stops after which it ran again."""
    still = ClockChange.objects.filter(clock=clock, kind__in=("pause", "stopped"))
    return [(begin, end) for begin, end in still.values_list("at", "ended_at") if end is not None]


def extend(clock: Clock, more: int, now: datetime, still: Sequence[Span] = ()) -> None:
    """Agree more time (of `added_by`): the due moment is as if it had been agreed when it was asked for, whatever
    stood still meanwhile; `original_due_at` stays. `still`: see `allow`."""
    _allow(clock, clock.allowed + more, now, still)
    clock.extensions += 1


def shift(clock: Clock, new_due: datetime, now: datetime, still: Sequence[Span] = ()) -> None:
    """A date that follows from another matter's, sooner or later: nobody's extension, so none is counted."""
    calendar = calendars.get(clock.calendar)
    if clock.unit == "WD":
        new_due = calendar.nth_close(calendar.next_day(new_due) - timedelta(days=1), 1)
    base = clock.paused_at or clock.run_from
    _allow(clock, max(clock.used + elapsed(calendar, clock.unit, base, new_due), 1), now, still)


def _allow(clock: Clock, allowed: int, now: datetime, still: Sequence[Span]) -> None:
    """Another allowance. Of a paused clock what is due is shown as of its pause; it is projected when that ends."""
    clock.allowed = allowed
    if clock.unit == "WD" and allowed <= clock.used:  # over: due at another close than the one it stays at
        clock.due_at = _close_reached(clock, still)
    if clock.paused_at is None:
        project(clock, now)
    else:
        clock.due_at = _due(clock, clock.paused_at)


def _close_reached(clock: Clock, still: Sequence[Span]) -> datetime:
    """The close of business by which a WD clock had used up its allowance, none counted at which it stood still."""
    calendar = calendars.get(clock.calendar)
    since, left = calendar.next_day(clock.started_at), clock.allowed
    for begin, end in sorted(still):
        ran = elapsed(calendar, "WD", since, begin)
        if ran >= left:
            break
        since, left = max(since, end), left - ran
    return calendar.nth_close(since, left)


def allow(clock: Clock, allowance: Allowance, still: Sequence[Span], now: datetime) -> None:
    """Give an unstopped clock another allowance, as if it had had it from its start.

    `still`: the spans that don't count (`stood_still`). In another unit what was used is measured anew.
    """
    if allowance.unit != clock.unit:
        calendar = calendars.get(clock.calendar)
        begin = calendar.next_day(clock.started_at) if allowance.unit == "WD" else clock.started_at
        until = max(begin, clock.paused_at or min(clock.run_from, now))
        stood = sum(elapsed(calendar, allowance.unit, max(a, begin), min(b, until)) for a, b in still)
        clock.used = elapsed(calendar, allowance.unit, begin, until) - stood
        clock.unit, clock.run_from = allowance.unit, until
    _allow(clock, allowance.amount, now, still)


def left(clock: Clock, now: datetime) -> int:
    """What is left of the allowance, in the unit's measure; negative when over."""
    ran = 0
    if clock.running:
        ran = elapsed(calendars.get(clock.calendar), clock.unit, clock.run_from, now)
    return clock.allowed - clock.used - ran
