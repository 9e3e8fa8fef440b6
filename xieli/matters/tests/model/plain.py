"""The same procedure without database, clocks or ledger: a small second opinion on every act.

Written from the specification's table of verbs. An act either changes the model or raises `No`; the engine must do
likewise and then be in the same state.
"""

from copy import deepcopy
from dataclasses import dataclass, field

from .generate import QUEUE, Owed, Plan
from .seats import No, Round, Seat, decision, department, need_of

MEMBERS = {"tangyue", "fangqiming", "yezhen"}  # of the queue
ABOVE = {"linwan": "zhoumin"}
INITIATOR = "linwan"


@dataclass
class Model:
    """One matter. `side`: the seat (round, ordinal) an extension was asked for; `late`: extensions agreed by seat."""

    plan: Plan
    state: int = -1
    content: int | None = None
    ended: str = ""
    rounds: list[Round] = field(default_factory=list)
    undo: "tuple[str, str, Model] | None" = None

    # -- looking ------------------------------------------------------------------------------------------------

    @property
    def owed(self) -> Owed | None:
        if self.ended or self.state < 0:
            return None
        return self.plan.states[self.state]

    @property
    def main(self) -> Round | None:
        return next((one for one in self.rounds if one.open), None)

    def may(self, actor: str, seat: Seat) -> bool:
        """Holds the item of a seat."""
        return seat.asked and (seat.holder == actor or (seat.holder == QUEUE and actor in MEMBERS))

    # -- moving -------------------------------------------------------------------------------------------------

    def roster(self, owed: Owed) -> list[Seat]:
        seats: list[Seat] = []
        for who in owed.holders:
            holder = self.holder(who, owed)
            if not any(seat.holder == holder for seat in seats):
                seats.append(Seat(holder))
        return seats

    def holder(self, who: str, owed: Owed) -> str:
        return ABOVE[who] if owed.kind == "round" and who == INITIATOR else who

    def again(self, round: Round, owed: Owed) -> list[Seat]:
        """The roster of an earlier round; verdicts on the content as it is now are carried."""
        seats = []
        for seat in round.roster:
            fresh = owed.kind == "round" and seat.verdict == "approve" and seat.signed == self.content
            kept = Seat(self.holder(seat.holder, owed), added_by=seat.added_by)
            if fresh:
                kept.verdict, kept.signed = seat.verdict, seat.signed
            if not any(kept.holder == other.holder for other in seats):
                seats.append(kept)
        return seats

    def enter(
        self,
        target: int,
        *,
        outcome: str = "done",
        back: int | None = None,
        seats: list[Seat] | None = None,
        returns: int = 0,
    ) -> None:
        self.leave(outcome)
        self.state = target
        if target == self.plan.done:
            self.ended = "done"
            return
        owed = self.plan.states[target]
        if owed.kind == "idle":
            return
        seats = self.roster(owed) if seats is None else seats
        mode = "one" if owed.kind == "item" else owed.mode
        need = 1 if mode == "one" else need_of(mode, owed.share, len(seats))
        round = Round(target, mode, need, owed.veto and mode != "one", seats, back, returns)
        if mode != "one" and decision(round) is not None:
            for seat in seats:
                seat.verdict, seat.signed = "", None
        self.rounds.append(round)
        self.ask(round)

    def leave(self, outcome: str) -> None:
        main = self.main
        if main is not None:
            main.open, main.outcome = False, outcome
            for seat in main.seats:
                seat.asked = False

    def ask(self, round: Round) -> None:
        waiting = [seat for seat in round.roster if not seat.verdict]
        for seat in waiting[:1] if round.mode == "order" else waiting:
            seat.asked = True

    def resubmit_to(self, back: int, outcome: str = "done") -> None:
        former = self.rounds[back]
        owed = self.plan.states[former.state]
        self.enter(
            former.state,
            outcome=outcome,
            back=former.back,
            seats=self.again(former, owed),
            returns=former.returns + 1,
        )

    def settle(self, round: Round) -> None:
        decided = decision(round)
        owed = self.plan.states[round.state]
        if decided is None:
            if round.mode == "order" and not any(seat.asked for seat in round.seats):
                self.ask(round)
        elif decided == "passed" and round.back is not None:
            self.resubmit_to(round.back, "passed")
        else:
            self.enter(owed.passed if decided == "passed" else owed.refused, outcome=decided)

    # -- acts ---------------------------------------------------------------------------------------------------

    def touch(self) -> None:
        self.undo = None

    def act(self, k: int, actor: str, seat: Seat | None, content: int | None) -> None:
        source, to, edits = self.plan.acts[k]
        if self.ended or self.state != source:
            raise No
        if self.plan.states[source].kind != "idle" and (seat is None or not self.may(actor, seat)):
            raise No
        before = deepcopy(self)
        before.undo = None
        self.touch()
        if edits:
            self.content = content
        if to is None:
            return
        main = self.main
        back = main.back if main is not None else None
        if back is not None and self.rounds[back].state == to and self.same_department(self.rounds[back], to):
            self.resubmit_to(back)
        else:
            self.enter(to)
        if self.main is not None:
            self.undo = (f"a{k}", actor, before)

    def same_department(self, back: Round, to: int) -> bool:
        owed = self.plan.states[to]
        if owed.kind == "round":
            return True
        return department(self.holder(owed.holders[0], owed)) == department(back.roster[0].holder)

    def vote(self, actor: str, seat: Seat | None, verdict: str) -> None:
        main = self.main
        if main is None or main.mode == "one" or seat is None or not self.may(actor, seat):
            raise No
        self.touch()
        seat.verdict, seat.asked = verdict, False
        seat.signed = self.content
        self.settle(main)

    def return_(self, actor: str, seat: Seat | None) -> None:
        main = self.main
        rule = next((one for one in self.plan.returns if one[0] == self.state), None)
        if main is None or rule is None or seat is None or not self.may(actor, seat):
            raise No
        if rule[2] is not None and main.returns >= rule[2]:
            raise No
        self.touch()
        here = self.rounds.index(main)
        earlier = [
            one for one in self.rounds if one.state == rule[1] and not one.open and one.outcome != "withdrawn"
        ]
        owed = self.plan.states[rule[1]]
        seats = self.again(earlier[-1], owed) if earlier else None
        self.enter(rule[1], outcome="returned", back=here, seats=seats)

    def resubmit(self, actor: str, seat: Seat | None) -> None:
        main = self.main
        if (
            main is None
            or main.back is None
            or main.mode != "one"
            or seat is None
            or not self.may(actor, seat)
        ):
            raise No
        self.touch()
        self.resubmit_to(main.back)

    def reassign(self, actor: str, seat: Seat | None, to: str) -> None:
        main, owed = self.main, self.owed
        if main is None or owed is None or seat is None or seat.verdict or not self.may(actor, seat):
            raise No
        holder = self.holder(to, owed)
        self.not_in(main, seat, holder)
        self.touch()
        seat.holder = holder

    def not_in(self, round: Round, own: Seat, holder: str) -> None:
        if own.holder == holder or any(one.holder == holder for one in round.roster if one is not own):
            raise No

    def claim(self, actor: str, seat: Seat | None) -> None:
        main = self.main
        if main is None or seat is None or seat.holder != QUEUE or not self.may(actor, seat):
            raise No
        self.touch()
        seat.holder = actor

    def add(self, actor: str, seat: Seat | None, to: str, where: str) -> None:
        main, owed = self.main, self.owed
        if main is None or owed is None or main.mode == "one" or seat is None or not self.may(actor, seat):
            raise No
        holder = self.holder(to, owed)
        self.not_in(main, seat, holder)
        self.touch()
        new = Seat(holder, added_by=actor)
        if main.mode != "order" or where == "beside":
            main.seats.append(new)
            new.asked = True
        else:
            place = main.seats.index(seat)
            main.seats.insert(place if where == "before" else place + 1, new)
            if where == "before":
                seat.asked, new.asked = False, True
        if main.mode in ("all", "order"):
            main.need += 1

    def drop(self, actor: str, who: str) -> None:
        main = self.main
        if main is None or main.mode == "one":
            raise No
        seat = next(
            (s for s in main.roster if s.added_by == actor and not s.verdict and s.holder == who), None
        )
        if seat is None:
            raise No
        self.touch()
        seat.dropped, seat.asked = True, False
        if main.mode in ("all", "order"):
            main.need = max(1, main.need - 1)
        self.settle(main)

    def withdraw(self, actor: str) -> None:
        if actor != INITIATOR or self.owed is None or self.owed.kind == "idle":
            raise No
        self.end("withdrawn")

    def void(self, actor: str) -> None:
        if actor != "jiangyifan" or self.ended or self.state < 0:
            raise No
        self.end("void")

    def end(self, outcome: str) -> None:
        self.touch()
        self.leave(outcome)
        self.ended = "void"

    def timer(self, i: int) -> None:
        source, to = self.plan.timers[i]
        if self.ended or self.state != source:
            raise No
        self.touch()
        self.enter(to)

    def take_back(self, actor: str) -> None:
        if self.undo is None or self.undo[1] != actor or self.ended:
            raise No
        before = self.undo[2]
        main = self.main
        assert main is not None
        main.open, main.outcome = False, "withdrawn"
        for seat in main.seats:
            seat.asked = False
        # The rounds between stay in the record; the former one stands again as it was.
        self.rounds = [*before.rounds, *self.rounds[len(before.rounds) :]]
        self.state, self.undo = before.state, None
