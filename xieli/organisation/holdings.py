"""What a person holds, and how each of it passes to somebody else (4.2.b).

One registry for the whole product: whoever keeps something that belongs to a person declares a `Kind` beside it, and a
handover moves it without knowing the folder. A layer says so once, when it starts:

    holdings.providers.append(kinds_of_this_layer)

Roles in matters of a procedure need not even that: they stand in its declaration (`holds`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from xieli.organisation import snapshot
from xieli.organisation.models import Person

Label = str | Promise
Key = tuple[str, str]  # (kind, key)


@dataclass(frozen=True)
class Held:
    """One thing a person holds. `key` names it inside its kind for good, so that it is found again after it moved.

    `matter`: key of the matter it belongs to. Who may not see that matter is shown nothing of `title` and `step`.
    """

    kind: str
    key: str
    title: str
    matter: int | None = None
    step: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Passing:
    """One thing on its way from who holds it to who takes it over."""

    kind: str
    key: str
    holder: Person
    taker: Person
    matter: int | None = None


@dataclass(frozen=True)
class Occasion:
    """Why things move: the handover, who set its last signature, when. `back`: they return to who had them."""

    actor: Any
    reference: str
    uid: str
    at: datetime
    back: bool = False


class CannotPass(Exception):
    """This person can't take this over; the sentence says why."""

    def __init__(self, passing: Passing, why: str | Promise) -> None:
        super().__init__(str(why))
        self.passing, self.why = passing, why


Move = Callable[[Occasion, Sequence[Passing]], Mapping[Key, Person]]


@dataclass(frozen=True)
class Kind:
    """One kind of things people hold.

    `find(person)`: all of it that is open. `move`: called once for everything of all kinds that share it, inside the
    handover's transaction; answers who has each thing now and leaves out what its holder had no longer. It raises
    CannotPass for what this person may not take over.
    """

    name: str
    label: Label
    find: Callable[[Person], Iterable[Held]]
    move: Move


# Functions that name the kinds of a layer; asked each time, since procedures may be registered later.
providers: list[Callable[[], Iterable[Kind]]] = []


def kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order of the layers that declare them."""
    return {kind.name: kind for provider in providers for kind in provider()}


def held_by(person: Person) -> Iterator[Held]:
    """Everything the person holds just now, kind by kind."""
    for kind in kinds().values():
        yield from kind.find(person)


def move(occasion: Occasion, passings: Iterable[Passing]) -> dict[Key, Person]:
    """Let everything pass at once and answer who has it now; what is missing was no longer its holder's.

    The caller's transaction makes it all or nothing. Raises CannotPass.
    """
    known = kinds()
    by_mover: dict[Move, list[Passing]] = {}
    for passing in passings:
        if passing.kind in known:
            by_mover.setdefault(known[passing.kind].move, []).append(passing)
    found: dict[Key, Person] = {}
    for mover, those in by_mover.items():
        found.update(mover(occasion, those))
    return found


def rehearse(occasion: Occasion, passings: Sequence[Passing]) -> list[CannotPass]:
    """Whether all this could pass just now: it is done and taken back. Answers everything that could not."""
    try:
        if _refused(occasion, passings) is None:
            return []
        # One by one, so that all is told at once.
        return [found for one in passings if (found := _refused(occasion, [one])) is not None]
    finally:
        snapshot.refresh()


def _refused(occasion: Occasion, passings: Sequence[Passing]) -> CannotPass | None:
    """Moves, and takes it back."""
    try:
        with transaction.atomic():
            move(occasion, passings)
            transaction.set_rollback(True)
    except CannotPass as refused:
        return refused
    return None
