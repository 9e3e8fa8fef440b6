"""The watcher: raises every warning within a second of its moment, whatever the number of clocks (6.1.c).

It sleeps until the next moment, at most half a second, since another process may start an earlier clock: a
look costs one step into a partial index. So it needs no hint and can lose none. Any number of watchers may
run.
"""

import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.db.models import Min

from xieli.alerts import acting, raising, reprojecting
from xieli.core import clock
from xieli.core.trying import trying
from xieli.matters.commands import stand_in
from xieli.matters.models import Clock

log = structlog.get_logger(__name__)
LONGEST_SLEEP = 0.5  # seconds
AFTER_ERROR = 1.0
REHEARSALS = 3
COLLECT_AFTER = 50_000  # objects
AHEAD = timedelta(seconds=4)  # long enough to read thousands of clocks before their moment


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: warnings raised, pauses ended, timed transitions made, clocks moved by a
    calendar.
    """

    raised: int = 0
    resumed: int = 0
    moved: int = 0
    reprojected: int = 0

    def __bool__(self) -> bool:
        return any((self.raised, self.resumed, self.moved, self.reprojected))


def sweep(now: datetime | None = None) -> Swept:
    """Do everything that is due at `now`, in batches, until nothing is left that isn't being acted on."""
    moment = now or clock.now()
    with trying() as tried:
        reprojected = tried(reprojecting.apply_changes, moment)
        tried(stand_in.settle_due, moment)
        resumed, moved = tried(acting.act_due, moment) or (0, 0)
        raised = tried(raising.raise_due, moment)
    return Swept(raised, resumed, moved, reprojected)


def next_moment() -> datetime | None:
    """The earliest moment at which any clock wants something."""
    found: datetime | None = Clock.objects.aggregate(first=Min("next_at"))["first"]
    return found


def run(stop: threading.Event) -> None:
    """Watch until `stop` is set. A lost database is waited for: what fell due meanwhile is raised at once after.

    A second hand only raises warnings: in a burst one composes its batch while the database works on the other's.
    """
    # What a batch of warnings is made of lives until its commit. At the usual threshold the collector looks through it
    # again and again, which takes a quarter of the time.
    gc.set_threshold(COLLECT_AFTER)
    helper = threading.Thread(target=_second_hand, args=(stop,), name="second-hand", daemon=True)
    helper.start()
    _watch(stop, sweep)
    helper.join()


def warm_up() -> None:
    """What takes a second the first time is done before a warning waits for it, by each hand on its own connection."""
    raising.page_address()
    for _time in range(REHEARSALS):
        raising.rehearse(clock.now())


def _second_hand(stop: threading.Event) -> None:
    seen = clock.now()

    def raise_and_look_ahead() -> Swept:
        nonlocal seen
        swept = Swept(raising.raise_due(clock.now()))
        seen = look_ahead(seen)
        return swept

    _watch(stop, raise_and_look_ahead)


def look_ahead(seen: datetime) -> datetime:
    """Read beforehand what falls due in the next seconds, from where the last look ended; gives where this one did."""
    now = clock.now()
    raising.look_ahead(max(seen, now), now + AHEAD)
    return now + AHEAD


def _watch(stop: threading.Event, work: Callable[[], Swept]) -> None:
    warm = False
    while not stop.is_set():
        try:
            swept = work()
            if not warm:  # after what was due already; what can't be rehearsed is not tried again
                warm = True
                warm_up()
            if swept:
                log.info("swept", **{name: getattr(swept, name) for name in Swept.__slots__})
            stop.wait(_pause())
        except Exception:  # a lost database or a fault in one act: the watch goes on, whatever happened
            log.exception("watcher")
            connection.close()
            stop.wait(AFTER_ERROR)
    connection.close()


def _pause() -> float:
    """Seconds to sleep: until the next moment, neither longer than half a second nor spinning on what is
    locked.
    """
    moment = next_moment()
    if moment is None:
        return LONGEST_SLEEP
    return min(max((moment - clock.now()).total_seconds(), 0.02), LONGEST_SLEEP)
