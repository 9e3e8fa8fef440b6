"""Loading the demonstration once and whole: a lock for two that start together, a mark for a load that was cut short."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError


class Loading:
    """What of the demonstration is in the database, told by a file beside it."""

    def __init__(self, var: Path) -> None:
        self.mark = var / "demo-loading"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else loads meanwhile. Raises CommandError when somebody does."""
        self.mark.parent.mkdir(parents=True, exist_ok=True)
        with (self.mark.parent / "demo.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CommandError(
                    "another process is loading the demo company; wait until it is done"
                ) from None
            yield

    @property
    def cut_short(self) -> bool:
        """Whether an earlier load began and did not end."""
        return self.mark.exists()

    @contextmanager
    def marked(self) -> Iterator[None]:
        """Leave a mark until the block has ended well."""
        self.mark.touch()
        yield
        self.mark.unlink()
