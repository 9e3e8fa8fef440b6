"""What an examination of the data finds, and how it walks through all matters without holding them in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from xieli.matters.models import Matter

CHUNK = 1_000


@dataclass(frozen=True)
class Breach:
    """One invariant that doesn't hold, of what, and what is wrong with it."""

    invariant: str
    subject: str
    what: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.subject}: {self.what}"


@dataclass(frozen=True)
class Examination:
    """One invariant of the product with the function that looks for breaches among some matters."""

    invariant: str
    title: str
    look: Callable[["QuerySet[Matter]", datetime], Iterator[Breach]]


def chunks(matters: "QuerySet[Matter]") -> Iterator[list[Matter]]:
    """The matters in pieces, by key."""
    last = 0
    while piece := list(matters.filter(pk__gt=last).order_by("pk").defer("words", "draft")[:CHUNK]):
        yield piece
        last = piece[-1].pk
