"""The one clock. Every rule takes its `now` from here, so that tests and simulations can turn it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=_system)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source.get()()


def local(moment: datetime) -> datetime:
    """The same moment as read from a wall clock in China."""
    return moment.astimezone(SHANGHAI)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment named by its wall-clock time in China, in UTC."""
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


@contextmanager
def turned_to(moment: datetime) -> Iterator[None]:
    """Hold the clock still at `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock is turned to an aware moment")
    fixed = moment.astimezone(UTC)
    token = _source.set(lambda: fixed)
    try:
        yield
    finally:
        _source.reset(token)
