"""What procedures show in a department's room: a panel each, declared once when they start.

room.panels.append(plans)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from xieli.organisation.models import Department, Person


@dataclass(frozen=True)
class Panel:
    """A part of the room: a template of the procedure's own and what it shows, as `panel` in that template."""

    template: str
    shown: dict[str, Any] = field(default_factory=dict)


# Each answers for a department and a reader, with only what that reader may know of; None: nothing to show.
panels: list[Callable[[Department, Person], Panel | None]] = []
