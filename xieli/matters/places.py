"""Places procedures offer for a time: a meeting asks here, whoever lends rooms answers; neither knows the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xieli.matters.actors import Actor
    from xieli.matters.commands.act import Act


@dataclass(frozen=True)
class Place:
    """A room that can be had. `key`: by which it is chosen; `url`: where it is looked at."""

    name: str
    url: str = ""
    key: str = ""


class Lender(Protocol):
    """What a procedure that lends places does for others."""

    def places(self) -> list[Place]:
        """All it lends."""

    def free(self, begins: datetime, ends: datetime, but: int | None = None) -> list[Place]:
        """Those free between two moments (aware); what the matter `but` has itself counts as free."""

    def had(self, matter: int) -> str:
        """The key of the place a matter (id) has booked, or nothing."""

    def keep(self, act: "Act", key: str, begins: datetime, ends: datetime, by: "Actor") -> None:
        """In the transaction of `act`: its matter has this place at this time and no other; without a key none.
        ActionError where somebody else has it."""


# Filled at start-up by the apps of procedures that lend places.
lenders: list[Lender] = []


def every() -> list[Place]:
    """All places of whoever lends them."""
    return [place for one in lenders for place in one.places()]


def offered(begins: datetime, ends: datetime, but: int | None = None) -> list[Place]:
    """All places free between two moments (aware), of whoever lends them."""
    return [place for one in lenders for place in one.free(begins, ends, but)]


def named(words: str) -> str:
    """The key of the place called exactly so, or nothing."""
    return next((place.key for place in every() if place.name == words.strip()), "")


def had(matter: int) -> str:
    """The key of the place a matter has, or nothing."""
    return next((key for one in lenders if (key := one.had(matter))), "")


def keep(act: "Act", key: str, begins: datetime, ends: datetime, by: "Actor") -> None:
    """The matter acted on has this place at this time and no other (see Lender)."""
    for one in lenders:
        one.keep(act, key if any(place.key == key for place in one.places()) else "", begins, ends, by)
