"""Places procedures offer for a time: a meeting asks here, whoever lends rooms answers; neither knows the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Place:
    """A room free at the time asked for; `url`: where it is booked."""

    name: str
    url: str = ""


# Filled at start-up by the apps of procedures that lend places: (begins, ends) → what is free then.
offers: list[Callable[[datetime, datetime], list[Place]]] = []


def offered(begins: datetime, ends: datetime) -> list[Place]:
    """All places free between two moments (aware), of whoever lends them."""
    return [place for offer in offers for place in offer(begins, ends)]
