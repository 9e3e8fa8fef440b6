"""Pages of long logs: one more row is read than shown, so nothing is ever counted."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

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
    number = min(max(int(asked), 1), LAST) if asked and asked.isdecimal() else 1
    start = (number - 1) * SIZE
    found = list(rows[start : start + SIZE + 1])
    more = len(found) > SIZE and number < LAST
    return Page(found[:SIZE], number, number - 1 or None, number + 1 if more else None)
