"""The engine's tests play with the toy procedure."""

from collections.abc import Iterator

import pytest

from xieli.matters import registry

from .toy import procedure


@pytest.fixture
def toy() -> Iterator[str]:
    """The key of the toy procedure, registered for one test."""
    registry.add(procedure())
    yield "toy"
    registry.remove("toy")
