"""Start-up refuses to run while a matter stands in a state or step that its procedure no longer declares."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from . import registry


@register(Tags.database)
def live_states(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Every live (procedure, state, step) is declared, or a rename of it is (`moved`)."""
    if not databases:
        return []
    try:
        lost = registry.undeclared_live_states()
    except DatabaseError:
        return []  # before the first migration there is nothing alive
    return [
        Error(
            f"{count} open matters of procedure “{key}” stand in “{place}”, which it does not declare.",
            hint="Declare it again, or its new name in `moved`, or migrate the matters first.",
            id="matters.E001",
        )
        for key, place, count in lost
    ]
