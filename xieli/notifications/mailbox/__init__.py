"""What comes back by mail: reply addresses, reading the mailbox, and who takes what was found in it.

Apps above register what they take: a comment on a matter, an answer to an invitation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .reading import Incoming, Upload

if TYPE_CHECKING:
    from xieli.organisation.models import Person

__all__ = ["Incoming", "Result", "Upload", "takers"]


@dataclass(frozen=True)
class Result:
    """What became of a mail: taken, or refused with a sentence for `person` (whose the reply address was)."""

    taken: bool
    reason: str = ""
    person: "Person | None" = None
    matter: int | None = None


# Each answers None for a mail that isn't its own; the first result counts. May raise: the mail is tried again later.
takers: list[Callable[[Incoming], Result | None]] = []
