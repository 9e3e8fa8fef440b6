"""When a notice leaves the product: quiet hours and the daily digest (interface, "Messages"). Pure rules."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from xieli.core import clock
from xieli.notifications.kinds import Mode


@dataclass(frozen=True, slots=True)
class Habits:
    """A person's hours, as wall-clock times in China. Equal ends of the quiet hours mean: never quiet."""

    quiet_from: time = time(22)
    quiet_to: time = time(7)
    digest_at: time = time(8, 30)


def is_quiet(moment: datetime, habits: Habits) -> bool:
    """Whether the moment lies in the quiet hours [from, to), which may pass midnight."""
    at, start, end = clock.local(moment).time(), habits.quiet_from, habits.quiet_to
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def send_at(mode: Mode, urgent: bool, now: datetime, habits: Habits) -> datetime | None:
    """The moment to deliver a notice made `now`, or None for never.

    An urgent notice goes at once whatever the hour, also where a digest was chosen; silence (`off`) silences
    it too.
    """
    if mode is Mode.OFF:
        return None
    if urgent:
        return now
    if mode is Mode.DIGEST:
        return _next(habits.digest_at, now)
    return _next(habits.quiet_to, now) if is_quiet(now, habits) else now


def _next(at: time, after: datetime) -> datetime:
    """The first moment strictly later than `after` at which the wall clock shows `at`."""
    local = clock.local(after)
    moment = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if moment <= local:
        moment += timedelta(days=1)  # China keeps one offset all year: a day is 24 hours
    return moment.astimezone(after.tzinfo)
