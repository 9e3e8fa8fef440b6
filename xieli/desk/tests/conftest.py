"""The desk plays with the engine's toy procedure."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cast import Cast
from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.models import Matter
from xieli.matters.tests.toy import procedure
from xieli.organisation.models import Department

MONDAY = clock.at(2026, 11, 23, 9, 0)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Every test of the desk happens on one Monday morning."""
    with clock.turned_to(MONDAY):
        yield


@pytest.fixture
def toy() -> Iterator[str]:
    """The key of the toy procedure, registered for one test."""
    registry.add(procedure())
    yield "toy"
    registry.remove("toy")


@pytest.fixture
def submit(toy: str, cast: Cast) -> Callable[..., Matter]:
    """`submit("title", cast.rd, amount=5)`: 林晚 asks a department for something."""

    def submitted(title: str, lead: Department, amount: int = 5, **options: Any) -> Matter:
        data = {"title": title, "amount": amount, "lead_department": str(lead.uid)}
        return open_matter(toy, Actor.of(cast.linwan), "submit", data, **options)

    return submitted
