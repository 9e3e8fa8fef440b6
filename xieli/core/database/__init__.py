"""Django's PostgreSQL backend with two things it leaves undone (see `base`), and how the product asks for them."""

from typing import Any, cast

from django.db import connection
from django.db.backends.utils import CursorWrapper


def prepared() -> CursorWrapper:
    """A cursor for a statement that is asked again and again with other values: parsed and planned once."""
    backend: Any = connection
    return cast(CursorWrapper, backend.prepared())
