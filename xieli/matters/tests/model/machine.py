"""Random people do random things to a matter of a random procedure; the engine and the plain model must agree."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from xieli.core import clock
from xieli.matters import registry, verify
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError, AlreadyDone
from xieli.matters.models import Clock, Matter, Seat, WorkItem

from .comparing import expected, snapshot
from .generate import DECIDER, KEY, PEOPLE, QUEUE, Plan, declared, plans
from .plain import MEMBERS, Model
from .seats import No
from .seats import Seat as PlainSeat

START = clock.at(2026, 9, 7, 9, 0)
SOMEBODY = st.sampled_from(PEOPLE)
CONTENT = st.integers(0, 2)


class Machine(RuleBasedStateMachine):
    """`cast` is given by the test."""

    cast: Any = None
    judged: Any = None

    @initialize(plan=plans())
    def begin(self, plan: Plan) -> None:
        """Open a matter; the transaction is rolled back at the end of the run."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = START
        registry.add(declared(plan, self.cast))
        self.plan, self.model = plan, Model(plan)
        self.matter = open_matter(KEY, self.actor("linwan"), "submit", {"content": "0"}, now=self.now)
        self.model.content = 0
        self.model.enter(0)

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            registry.remove(KEY)

    # -- helpers ------------------------------------------------------------------------------------------------

    def actor(self, who: str) -> Actor:
        return Actor.of(getattr(self.cast, who))

    def attempt(
        self,
        expected: Callable[[Model], None],
        action: str,
        actor: Actor,
        data: dict[str, Any] | None = None,
        item: int | None = None,
    ) -> None:
        """Do it in both; either both refuse and nothing changes, or both do it."""
        before = self.matter.head_seq
        try:
            expected(self.model)
            possible = True
        except No:
            possible = False
        try:
            perform(self.matter, action, actor, data or {}, item=item, now=self.now)
            done = True
        except ActionError as refusal:
            note(f"{action} by {actor.person or actor.kind}: {refusal.code} {refusal.message}")
            done = False
        assert done == possible, f"{action} by {actor.person}: engine {done}, model {possible}"
        if not done:
            self.matter.refresh_from_db()
            assert self.matter.head_seq == before

    def seat(self, data: Any) -> tuple[PlainSeat | None, int | None, str]:
        """A seat that is asked (if any), its open item, and who clicks: mostly, but not always, its holder."""
        main = self.model.main
        asked = [i for i, seat in enumerate(main.seats) if seat.asked] if main else []
        if main is None or not asked:
            return None, None, data.draw(SOMEBODY)
        index = data.draw(st.sampled_from(asked))
        seat = main.seats[index]
        row = Seat.objects.filter(
            round__matter=self.matter, round__main=True, round__closed_at=None
        ).order_by("ordinal")[index]
        item = WorkItem.objects.get(seat=row, closed_at=None)
        right = st.sampled_from(sorted(MEMBERS)) if seat.holder == QUEUE else st.just(seat.holder)
        who = data.draw(right if data.draw(st.integers(0, 6)) else SOMEBODY)
        return seat, item.pk, who

    # -- acts ---------------------------------------------------------------------------------------------------

    @rule(data=st.data(), content=CONTENT)
    def act(self, data: Any, content: int) -> None:
        """A declared act, of this state or of another."""
        here = [k for k, one in enumerate(self.plan.acts) if one[0] == self.model.state]
        everywhere = list(range(len(self.plan.acts)))
        k = data.draw(st.sampled_from(here if here and data.draw(st.integers(0, 5)) else everywhere))
        seat, item, who = self.seat(data)
        self.attempt(
            lambda model: model.act(k, who, seat, content),
            f"a{k}",
            self.actor(who),
            {"content": str(content)},
            item,
        )

    @rule(data=st.data(), verdict=st.sampled_from(["approve", "approve", "approve", "refuse", "abstain"]))
    def vote(self, data: Any, verdict: str) -> None:
        seat, item, who = self.seat(data)
        words = {"reason": "…"} if verdict == "refuse" else {}
        self.attempt(lambda model: model.vote(who, seat, verdict), verdict, self.actor(who), words, item)

    @rule(data=st.data())
    def return_(self, data: Any) -> None:
        seat, item, who = self.seat(data)
        words = {"ground": "missing", "reason": "…"}
        self.attempt(lambda model: model.return_(who, seat), "return_", self.actor(who), words, item)

    @rule(data=st.data())
    def resubmit(self, data: Any) -> None:
        seat, item, who = self.seat(data)
        self.attempt(lambda model: model.resubmit(who, seat), "resubmit", self.actor(who), {}, item)

    @rule(data=st.data(), to=SOMEBODY)
    def reassign(self, data: Any, to: str) -> None:
        seat, item, who = self.seat(data)
        words = {"person": str(getattr(self.cast, to).uid), "reason": "…"}
        self.attempt(lambda model: model.reassign(who, seat, to), "reassign", self.actor(who), words, item)

    @rule(data=st.data())
    def claim(self, data: Any) -> None:
        seat, item, who = self.seat(data)
        self.attempt(lambda model: model.claim(who, seat), "claim", self.actor(who), {}, item)

    @rule(data=st.data(), to=SOMEBODY, where=st.sampled_from(["before", "after", "beside"]))
    def add_signer(self, data: Any, to: str, where: str) -> None:
        seat, item, who = self.seat(data)
        words = {"person": str(getattr(self.cast, to).uid), "reason": "…", "where": where}
        self.attempt(
            lambda model: model.add(who, seat, to, where), "add_signer", self.actor(who), words, item
        )

    @rule(data=st.data())
    def drop_signer(self, data: Any) -> None:
        added = [
            s for s in (self.model.main.seats if self.model.main else []) if s.added_by and s.holder != QUEUE
        ]
        if not added:
            return
        seat = data.draw(st.sampled_from(added))
        who = seat.added_by if data.draw(st.integers(0, 4)) else data.draw(SOMEBODY)
        words = {"person": str(getattr(self.cast, seat.holder).uid), "reason": "…"}
        self.attempt(
            lambda model: model.drop(str(who), seat.holder), "drop_signer", self.actor(str(who)), words
        )

    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        undo = self.model.undo
        who = undo[1] if undo is not None and data.draw(st.integers(0, 4)) else data.draw(SOMEBODY)
        self.attempt(lambda model: model.take_back(who), "take_back", self.actor(who))

    @rule(who=SOMEBODY, verb=st.sampled_from(["withdraw", "void"]), seldom=st.integers(0, 3))
    def end(self, who: str, verb: str, seldom: int) -> None:
        if seldom:
            return
        words = {"reason": "…"}
        self.attempt(lambda model: getattr(model, verb)(who), verb, self.actor(who), words)

    @rule(data=st.data())
    def click_on_what_is_over(self, data: Any) -> None:
        """An old page: somebody else was faster."""
        over = list(
            WorkItem.objects.filter(matter=self.matter, closed_at__isnull=False).values_list("pk", flat=True)
        )
        if not over:
            return
        before = self.matter.head_seq
        with contextlib.suppress(AlreadyDone):
            verb = data.draw(st.sampled_from(["approve", "reassign", "return_", "claim"]))
            perform(
                self.matter, verb, self.actor(data.draw(SOMEBODY)), {}, item=data.draw(st.sampled_from(over))
            )
            raise AssertionError("acted on an item that is over")
        assert Matter.objects.get(pk=self.matter.pk).head_seq == before

    # -- time ---------------------------------------------------------------------------------------------------

    @rule(
        data=st.data(),
        verb=st.sampled_from(["pause", "resume", "give_notice", "entrust"]),
        hours=st.integers(1, 70),
    )
    def beside_the_state(self, data: Any, verb: str, hours: int) -> None:
        """What moves no state may be refused or not; the invariants judge it."""
        _, item, who = self.seat(data)
        until = f"{clock.local(self.now + timedelta(hours=hours)):%Y-%m-%dT%H:%M}"
        words = {"cause": "customer", "until": until, "new_due": until, "reason": "…", "text": "…"}
        words["person"] = str(self.cast.yezhen.uid)
        with contextlib.suppress(ActionError):
            perform(self.matter, verb, self.actor(who), words, item=item, now=self.now)
            self.model.touch()

    @rule(verdict=st.sampled_from(["approve", "refuse"]))
    def decide_beside(self, verdict: str) -> None:
        item = WorkItem.objects.filter(matter=self.matter, closed_at=None, step="decide_extension").first()
        if item is None:
            return
        perform(self.matter, verdict, self.actor(DECIDER), {"reason": "…"}, item=item.pk, now=self.now)
        self.model.touch()

    @rule(minutes=st.integers(1, 300))
    def a_while(self, minutes: int) -> None:
        self.pass_time(timedelta(minutes=minutes))

    @rule(days=st.integers(1, 9))
    def days(self, days: int) -> None:
        self.pass_time(timedelta(days=days))

    def pass_time(self, span: timedelta) -> None:
        """As the watcher does: pauses end and timers act at their moment."""
        self.now += span
        due = Clock.objects.filter(matter=self.matter, next_at__lte=self.now)
        for _ in range(20):
            row = (
                (due.filter(kind="timer") | due.filter(paused_at__isnull=False))
                .order_by("next_at", "pk")
                .first()
            )
            if row is None:
                return
            if row.kind == "timer":
                i = int(row.name[1:])
                self.attempt(lambda model, i=i: model.timer(i), f"timer:{row.name}", SYSTEM)
            else:
                perform(self.matter, "resume", SYSTEM, now=self.now)
                self.model.touch()

    # -- what must hold -----------------------------------------------------------------------------------------

    @invariant()
    def agree(self) -> None:
        """State, open seats, verdicts, back_to and outcome are the model's."""
        if hasattr(self, "matter"):
            assert snapshot(self.matter) == expected(self.model)

    @invariant()
    def hold(self) -> None:
        """The deferred constraint and the product's own examination of its data."""
        if not hasattr(self, "matter") or self.judged == (self.matter.head_seq, self.now):
            return  # nothing happened
        self.judged = (self.matter.head_seq, self.now)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        found = verify.breaches(Matter.objects.filter(pk=self.matter.pk), verify.OF_MATTERS, self.now)
        assert list(map(str, found)) == []
        steps = Clock.objects.filter(matter=self.matter, stopped_at=None, kind="step").select_related("item")
        watched = [clock_.item_id for clock_ in steps]
        for clock_ in steps:
            kept = (
                clock_.paused_at is not None and "step" in registry.get(KEY).states[self.matter.state].pauses
            )
            assert clock_.item is not None and (clock_.item.closed_at is None or kept), (
                "a clock nobody watches"
            )
            assert kept or clock_.paused_at is not None or clock_.item.due_at == clock_.due_at
        for item in WorkItem.objects.filter(matter=self.matter, closed_at=None).values_list("pk", flat=True):
            assert watched.count(item) == 1, "an item without a clock"
