"""Seats and rounds of the plain model, and the arithmetic of votes."""

from dataclasses import dataclass

from .generate import QUEUE


class No(Exception):
    """May not be done now."""


@dataclass
class Seat:
    """`holder`: a name, or QUEUE while nobody claimed it. `asked`: an item is open for it."""

    holder: str
    verdict: str = ""
    signed: int | None = None
    dropped: bool = False
    added_by: str | None = None
    asked: bool = False


@dataclass
class Round:
    """One main round. `back`: index of the round it goes back to."""

    state: int
    mode: str
    need: int
    veto: bool
    seats: list[Seat]
    back: int | None = None
    returns: int = 0
    open: bool = True
    outcome: str = ""

    @property
    def roster(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.dropped]


def need_of(mode: str, share: float, seats: int) -> int:
    """How many must agree."""
    if mode in ("all", "order"):
        return seats
    if mode == "share":
        need = 1
        while need < share * seats - 1e-9:
            need += 1
        return need
    return 1


def decision(round: Round) -> str | None:
    """passed as soon as the need is met, refused as soon as it can no longer be met."""
    votes = [seat.verdict for seat in round.roster]
    yes, no, open_ = votes.count("approve"), votes.count("refuse"), votes.count("")
    if no and round.veto:
        return "refused"
    if round.mode in ("all", "order", "one"):
        if no:
            return "refused"
        if open_:
            return None
        return "passed" if yes else "refused"
    if yes >= round.need:
        return "passed"
    return "refused" if yes + open_ < round.need else None


DEPARTMENT = {
    "linwan": "cs",
    "zhoumin": "cs",
    "fangqiming": "rd",
    "tangyue": "rd",
    "yezhen": "rd",
    QUEUE: "rd",
    "qianwenbo": "fi",
    "jiangyifan": "pmo",
}


def department(holder: str) -> str:
    """Where a holder works."""
    return DEPARTMENT[holder]
