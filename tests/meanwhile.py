"""What somebody else does to the end while one is still busy."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def meanwhile(deed: Callable[[], object], *, limit: float = 20) -> None:
    """Carry the deed out over a connection of its own and wait for it, at most `limit` seconds. Raises what it does."""

    def carried_out() -> None:
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(carried_out).result(limit)
