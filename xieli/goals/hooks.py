"""What layers above say about a goal's page: who keeps work that serves goals registers once, when it starts.

hooks.serving.append(matters_serving)
"""

from collections.abc import Callable
from dataclasses import dataclass

from xieli.goals.models import Goal
from xieli.organisation.models import Person


@dataclass(frozen=True)
class Served:
    """A piece of work that serves a goal, as the goal's page names it."""

    number: str
    title: str
    kind: str
    state: str
    department: str
    url: str
    over: bool


# The newest first, only what the reader may know of.
serving: list[Callable[[Goal, Person], list[Served]]] = []
