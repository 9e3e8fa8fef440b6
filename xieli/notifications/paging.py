"""Pages of long logs: one more row is read than shown, so nothing is ever counted."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from xieli.core.requests import number

SIZE = 30
LAST = 200  # further back one searches or filters; an offset beyond would only cost


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the numbers of the pages beside them (None where there is none)."""

    rows: list[Any]
    number: int
    previous: int | None
    next: int | None


def page(rows: QuerySet[Any], asked: str | None) -> Page:
    """The page of the number asked for; the first for anything that isn't a number."""
    this = min(max(number(asked) or 1, 1), LAST)
    start = (this - 1) * SIZE
    found = list(rows[start : start + SIZE + 1])
    more = len(found) > SIZE and this < LAST
    return Page(found[:SIZE], this, this - 1 or None, this + 1 if more else None)
