"""Several jobs in a row, none of which waits for another to be mended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from xieli.core.errors import AWAY


@contextmanager
def trying() -> Iterator[Callable[..., Any]]:
    """Inside the block `tried(job, …)` answers what the job does, or 0 where it fails; the block ends with all the
    failures in an ExceptionGroup. A database that is away ends it at once: nothing else could be done either.
    """
    failures: list[Exception] = []

    def tried(job: Callable[..., Any], *given: Any) -> Any:
        try:
            return job(*given)
        except AWAY:
            raise
        except Exception as failure:  # whatever it is, it is told when all have had their turn
            failures.append(failure)
            return 0

    yield tried
    if failures:
        raise ExceptionGroup("jobs failed", failures)
