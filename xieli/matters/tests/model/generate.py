"""Random procedures: states that owe an item or a round or nothing, acts, timers, returns, pauses, and all verbs.

A procedure is drawn as plain data (`Plan`), so that hypothesis can shrink it; `declared` makes the object the engine
runs and `plain.Model` reads the same plan.
"""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from hypothesis import strategies as st

from xieli.matters import procedure as p
from xieli.matters.forms import ActionForm
from xieli.matters.holders import Place, Who, at
from xieli.matters.models import GenericDetails
from xieli.matters.predicates import anyone, duty, holder

KEY = "model"
# Who plays: the initiator, their head, a queue's members and head, two more heads.
PEOPLE = ("linwan", "zhoumin", "fangqiming", "tangyue", "qianwenbo", "jiangyifan")
QUEUE = "rd"
DECIDER = "suwanqing"  # decides on extensions; plays no other part
MODES = ("all", "any", "share", "order")


@dataclass(frozen=True)
class Owed:
    """`holders`: names of PEOPLE, or QUEUE; several for a round of a mode."""

    kind: str  # item | round | idle
    holders: tuple[str, ...] = ()
    mode: str = "one"
    share: float = 0.5
    veto: bool = False
    passed: int = 0
    refused: int = 0
    pauses: bool = False


@dataclass(frozen=True)
class Plan:
    """States are numbered; `done` is the number after the last. `acts`: (from, to or None for STAY, edits)."""

    states: tuple[Owed, ...]
    acts: tuple[tuple[int, int | None, bool], ...]
    returns: tuple[tuple[int, int, int | None], ...]
    timers: tuple[tuple[int, int], ...]

    @property
    def done(self) -> int:
        return len(self.states)


def name(number: int, plan: Plan) -> str:
    """s0, s1 … and `done`."""
    return "done" if number == plan.done else f"s{number}"


@st.composite
def plans(draw: Any) -> Plan:
    """Two to five states; every one that owes something has a way on."""
    n = draw(st.integers(2, 5))
    target = st.integers(0, n)
    people = st.sampled_from(PEOPLE)
    owed: list[Owed] = []
    for _ in range(n):
        kind = draw(st.sampled_from(["item", "item", "round", "round", "round", "idle"]))
        if kind == "item":
            who = draw(st.sampled_from([*PEOPLE, QUEUE, QUEUE]))
            owed.append(Owed("item", (who,), pauses=draw(st.booleans())))
        elif kind == "round":
            owed.append(
                Owed(
                    "round",
                    tuple(draw(st.lists(people, min_size=1, max_size=4))),
                    draw(st.sampled_from(MODES)),
                    draw(st.sampled_from([0.3, 0.5, 0.7, 1.0])),
                    draw(st.booleans()),
                    draw(target),
                    draw(target),
                )
            )
        else:
            owed.append(Owed("idle"))
    owing = [i for i, one in enumerate(owed) if one.kind != "idle"]
    acts = [(i, draw(target), draw(st.booleans())) for i in range(n)]
    acts += [(i, None, draw(st.booleans())) for i in owing[:1]]
    acts += draw(st.lists(st.tuples(st.integers(0, n - 1), target, st.booleans()), max_size=3))
    returns = []
    for i in owing:
        if len(owing) > 1 and draw(st.booleans()):
            back = draw(st.sampled_from([j for j in owing if j != i]))
            returns.append((i, back, draw(st.sampled_from([None, 1]))))
    timers = [(i, draw(target)) for i in range(n) if owed[i].kind == "idle" and draw(st.booleans())]
    return Plan(tuple(owed), tuple(acts), tuple(returns), tuple(timers))


class EditForm(ActionForm):
    """Changes the content that signatures sign."""

    saves = ("content",)
    content = forms.IntegerField(required=False)


def declared(plan: Plan, cast: Any) -> p.Procedure:
    """The engine's procedure of a plan."""
    states = {"draft": p.State("draft", idle="draft", name="draft")}
    for number, owed in enumerate(plan.states):
        states[name(number, plan)] = _state(name(number, plan), owed, plan, cast)
    states["done"] = p.State("done", final=True, name="done")
    states["void"] = p.State("void", final=True, name="void")
    actions = {
        "submit": p.Action(
            states["draft"] >> states["s0"], "submit", by=anyone, form="EditForm", name="submit"
        )
    }
    for k, (source, to, edits) in enumerate(plan.acts):
        target: Any = p.STAY if to is None else states[name(to, plan)]
        by = anyone if plan.states[source].kind == "idle" else holder
        key = f"a{k}"
        actions[key] = p.Action(
            states[name(source, plan)] >> target, key, by=by, form="EditForm" if edits else "", name=key
        )
    timers = {
        f"t{i}": p.Timer(states[name(source, plan)], states[name(to, plan)], "7 D C", name=f"t{i}")
        for i, (source, to) in enumerate(plan.timers)
    }
    owing = tuple(states[name(i, plan)] for i, one in enumerate(plan.states) if one.kind != "idle")
    verbs = p.Verbs(
        return_=tuple(
            p.Return(states[name(i, plan)], (states[name(j, plan)],), times=times)
            for i, j, times in plan.returns
        ),
        withdraw=owing,
        withdraw_to=states["void"],
        void=duty("pmo"),
        void_to=states["void"],
        reassign=holder,
        take_back=tuple(f"a{k}" for k in range(len(plan.acts))),
        pause=("customer",),
        extend=2,
        extend_who=(at(Place(cast.ld, getattr(cast, DECIDER))),),
        add_signer=True,
    )
    total = p.Clock("total", start=("submit",), stop=("done", "void"), total=True, name="total")
    return p.Procedure(
        key=KEY,
        name=KEY,
        prefix="MC",
        version=1,
        clause="5.2.b",
        start="draft",
        states=states,
        actions=actions,
        clocks={"total": total},
        timers=timers,
        children={},
        verbs=verbs,
        limits=(
            *(p.Limit(f"step{i}", "", _LIMITS[i % 3]) for i in range(plan.done)),
            p.Limit("total", "", "20 WD"),
        ),
        number=p.Number("{prefix}-{year}-{n:04d}", by="submit"),
        details=lambda: GenericDetails,
        forms={"EditForm": EditForm},
    )


_LIMITS = ("2 WD", "4 h W", "30 h C")


def _state(key: str, owed: Owed, plan: Plan, cast: Any) -> p.State:
    step = f"step{key[1:]}"
    match owed.kind:
        case "idle":
            return p.State(key, idle="waits", name=key)
        case "item":
            pauses = ("total", "step") if owed.pauses else ()
            return p.State(key, p.Item(step, _who(owed.holders[0], cast)), pauses=pauses, name=key)
    round = p.Round(
        step,
        tuple(_who(one, cast) for one in owed.holders),
        passed=name(owed.passed, plan),
        refused=name(owed.refused, plan),
        mode=owed.mode,  # type: ignore[arg-type]
        share=owed.share,
        veto=owed.veto,
    )
    return p.State(key, round, name=key)


def _who(key: str, cast: Any) -> Who:
    if key == QUEUE:
        return replace(at(Place(cast.rd)), name=QUEUE)
    person = getattr(cast, key)
    return replace(at(Place(person.department, person)), name=key)
