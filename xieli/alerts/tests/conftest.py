"""The watcher's tests play with the engine's toy procedure, which uses everything."""

from collections.abc import Iterator

import pytest

from xieli.matters import registry
from xieli.matters.tests.toy import procedure


@pytest.fixture
def toy() -> Iterator[str]:
    """The key of the toy procedure, registered for one test."""
    registry.add(procedure())
    yield "toy"
    registry.remove("toy")
