"""What waits until the act in progress has its line in the ledger, because it may touch the same matter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Deed = Callable[[], object]
_waiting: ContextVar[list[Deed] | None] = ContextVar("waiting", default=None)


@contextmanager
def act_in_progress() -> Iterator[None]:
    """Around one act, in its transaction; acts within it wait with the outermost."""
    if _waiting.get() is not None:
        yield
        return
    waiting: list[Deed] = []
    token = _waiting.set(waiting)
    try:
        yield
        for deed in waiting:
            deed()
    finally:
        _waiting.reset(token)


def afterwards(deed: Deed) -> None:
    """Do it now, or once after the act in progress, in the same transaction."""
    waiting = _waiting.get()
    if waiting is None:
        deed()
    elif deed not in waiting:
        waiting.append(deed)
