"""The product on its own, for the length of one test."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree

import pytest

from tests.chaos.town import Town


@pytest.fixture
def found_town() -> Iterator[Callable[..., Town]]:
    """Makes towns, each below a folder of its own; stopped and gone at the end."""
    with ExitStack() as last:

        def found(**options: object) -> Town:
            var = Path(tempfile.mkdtemp(prefix=f"xieli-chaos-{os.getpid()}-"))
            var.chmod(0o755)  # the account of the database must be let through
            last.callback(rmtree, var, ignore_errors=True)
            town = Town(var, **options)  # type: ignore[arg-type]
            last.callback(town.stop)
            return town

        yield found
