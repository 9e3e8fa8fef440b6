"""Rows of a form's table on their way into a JSON column and back: departments and people by id."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from xieli.organisation import queries as organisation

Row = dict[str, Any]
_LOOK_UP = {
    "department": organisation.department_by_id,
    "person": organisation.person_by_id,
    "asked_by": organisation.department_by_id,
}


def stored(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Cleaned rows as JSON can hold them."""
    return [{name: _plain(value) for name, value in row.items() if value is not None} for row in rows]


def shown(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Stored rows with their departments and people, for pages and forms."""
    return [
        {name: _LOOK_UP[name](value) if name in _LOOK_UP and value else value for name, value in row.items()}
        for row in rows
    ]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
