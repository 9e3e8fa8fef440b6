"""What a procedure is: a plain object. The engine does not care whether a Python class or a document built it.

A reader of a declaration meets only the words of this module and of `predicates` and `holders`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from xieli.matters.holders import Who
from xieli.matters.official import OfficialForm
from xieli.matters.predicates import Predicate
from xieli.matters.states import STAY, AnyOf, Item, Label, Move, Round, Side, State, Stay, any_of

__all__ = [
    "FAULTS_OF_SENDER", "STAY", "Action", "AnyOf", "Child", "Clock", "Ground", "Hold", "Item", "Label", "Limit", "Move",
    "Number", "Procedure", "Return", "Round", "Side", "State", "Stay", "Timer", "Verbs", "any_of",
]  # fmt: skip

Ground = Literal[
    "missing", "wrong_fact", "wrong_addressee", "outdated", "not_mine", "not_feasible", "duplicate", "other"
]
FAULTS_OF_SENDER: frozenset[str] = frozenset({"missing", "wrong_fact", "wrong_addressee", "outdated"})


# What the engine itself asks beside any state, and what people read for the steps of it.
BESIDE = frozenset({"extension", "pause", "second", "advise", "arbitration"})
SIDE_STEPS: Mapping[str, Label] = {
    "decide_extension": _("审批延期"),
    "decide_pause": _("审批挂起"),
    "second": _("复核"),
    "advise": _("提供意见"),
    "arbitrate": _("仲裁主办部门"),
}


@dataclass(frozen=True, eq=False)
class Action:
    """A named act: from → to, by whom, with which form, what it does besides moving.

    `to`: name of a function in the procedure's effects choosing among several targets. `effect`: functions in
    effects run in the transaction before the move. `second`: who must countersign (double check). `tell`: names of
    those told beside the new holders ("customer", "initiator"). `issues`: official forms it issues, numbered.
    `vote`: the act casts the verdict of the actor's seat (approve | refuse | abstain, or a function in effects that
    answers one of them) instead of moving; the general verbs of voting are then not offered. `asks`: name of the
    side the act opens. `routine`: it comes again and again and alike, so that a history shows a run of it as one line.
    """

    move: Move
    label: Label
    by: Predicate
    form: str = ""
    when: Predicate | None = None
    effect: str = ""
    to: str = ""
    vote: str = ""
    asks: str = ""
    second: Predicate | None = None
    second_who: Who | None = None
    tell: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    rounds: str = ""
    limit: int | None = None
    primary: bool = False
    danger: bool = False
    routine: bool = False
    clause: str = ""
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)


@dataclass(frozen=True, eq=False)
class Timer:
    """A timed transition, swept like a clock: after `after` (an allowance as of limits) in `source` go to `target`."""

    source: State
    target: State
    after: str
    label: Label = ""
    effect: str = ""
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)


@dataclass(frozen=True, eq=False)
class Clock:
    """A running limit of the matter itself, from acts to acts (or states reached). It runs once: `resume_on` lets it
    run on with what was left, `again` anew with its full allowance. `total`: copied to `due_at`."""

    label: Label
    start: tuple[str, ...]
    stop: tuple[str, ...]
    when: Predicate | None = None
    resume_on: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    calendar: str = "office"
    pausable: bool = True
    total: bool = False
    warnings: str = ""
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)


@dataclass(frozen=True, eq=False)
class Child:
    """A matter of another procedure opened from this one; while it is open it blocks the named actions."""

    procedure: str
    label: Label
    source: tuple[State, ...]
    by: Predicate
    blocks: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)


@dataclass(frozen=True)
class Return:
    """退回: from a state to an earlier one, at most `times` (None: any number) for one hand-off.

    `form`: what who got it back fills in to send it again (default: an opinion).
    """

    source: State
    to: tuple[State, ...]
    times: int | None = None
    form: str = ""


@dataclass(frozen=True)
class Verbs:
    """Which of the general verbs a procedure switches on, and for whom.

    `reassign_effect`: a function in effects that looks at the department and person a step is to go to.
    `classify`: the highest classification. Where acts are done by duty (the agents of a hotline) and not by named
    holders, 秘密 would leave nobody who may act.
    """

    return_: tuple[Return, ...] = ()
    withdraw: tuple[State, ...] = ()
    withdraw_to: State | None = None
    void: Predicate | None = None
    void_to: State | None = None
    reassign: Predicate | None = None
    reassign_effect: str = ""
    take_back: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    extend: int = 0
    extend_who: tuple[Who, ...] = ()
    add_signer: bool = False
    entrust: bool = True
    arbiter: Who | None = None
    correct: tuple[str, ...] = ()
    classify: str = "confidential"
    urge: bool = True
    copy: bool = True
    report: bool = True


@dataclass(frozen=True)
class Limit:
    """A default limit: of a step or clock, under a condition ("urgency=fault round>1"), with where it comes from."""

    name: str
    condition: str
    allowance: str
    clause: str = ""
    source: Label = ""
    warnings: str = ""


@dataclass(frozen=True)
class Hold:
    """A role in open matters of the procedure that a handover moves (4.2.b): a field that names a person.

    `person`: a field of the details, or of the rows of `model` (of the same app), which name their matter as
    `matter`; `when`: which of those rows count. A field that names several people gives up the one and takes in
    the other.
    """

    person: str
    label: Label
    model: str = ""
    matter: str = "matter"
    when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """The series a matter is numbered in: `format` with {n}, {year} and {day}; taken by the act `by`."""

    format: str
    by: str
    period: Literal["year", "day"] = "year"

    def __post_init__(self) -> None:
        if f"{{{self.period}}}" not in self.format:
            raise ValueError(f"numbers counted by {self.period} need {{{self.period}}} in {self.format!r}")


@dataclass(frozen=True)
class Procedure:
    """The whole rule of one procedure, as the engine reads it. Callables come resolved; names are unique."""

    key: str
    name: Label
    prefix: str
    version: int
    clause: str
    start: str
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    clocks: Mapping[str, Clock]
    timers: Mapping[str, Timer]
    children: Mapping[str, Child]
    verbs: Verbs
    limits: tuple[Limit, ...]
    number: Number
    classification: str = "company"
    circle: str = ""
    warnings: str = "normal"
    icon: str = "file-text"
    pinned: bool = False  # what it asks stands first on the desk until it is done
    summary: Label = ""
    starts: Predicate | None = None
    details: Callable[[], Any] = lambda: None
    forms: Mapping[str, Any] = field(default_factory=dict)
    effects: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    documents: Mapping[str, OfficialForm] = field(default_factory=dict)
    facts: Callable[..., Mapping[str, Any]] = lambda scene: {}
    category_labels: Callable[[], Sequence[tuple[str, Label]]] = lambda: ()
    moved: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, Side] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    app: str = ""

    def steps(self) -> dict[str, Item | Round | Side]:
        """Step name → what is owed, over all states and beside them."""
        owed = {state.owed.step: state.owed for state in self.states.values() if state.owed}
        return {**owed, **{side.step: side for side in self.sides.values()}}

    @cached_property
    def crowds(self) -> list[str]:
        """The sides that ask so many that each sees only their own."""
        return [side.name for side in self.sides.values() if side.crowd]

    def step_label(self, step: str) -> Label:
        """What a step asks for; the state's own name where the step has none."""
        return self._labels.get(step, step)

    @cached_property
    def _labels(self) -> Mapping[str, Label]:
        """By step, looked up for every row of a list; of several states that owe one step the first names it."""
        owing = [(one.owed.step, one.owed.label or one.label) for one in self.states.values() if one.owed]
        sides = [(one.step, one.label) for one in self.sides.values()]
        return {**SIDE_STEPS, **dict(sides[::-1]), **dict(owing[::-1])}

    @cached_property
    def resting(self) -> frozenset[str]:
        """Steps owed in a state that waits for somebody outside."""
        owing = {one.owed.step: one for one in [*self.states.values()][::-1] if one.owed}
        return frozenset(step for step, one in owing.items() if one.pauses)

    def actions_from(self, state: str) -> Sequence[Action]:
        """The declared acts that leave (or stay in) a state."""
        return self._leaving.get(state, ())

    @cached_property
    def _leaving(self) -> Mapping[str, Sequence[Action]]:
        names = dict.fromkeys(one.name for action in self.actions.values() for one in action.move.sources)
        acts = [(action, {one.name for one in action.move.sources}) for action in self.actions.values()]
        return {name: tuple(action for action, sources in acts if name in sources) for name in names}

    def votes_by_acts(self, state: State) -> bool:
        """Whether the seats of a state's round answer by declared acts instead of the general verbs of voting."""
        return any(action.vote for action in self.actions_from(state.name))

    def targets(self, action: Action) -> list[str]:
        """Names of the states an act can lead to; empty for STAY."""
        match action.move.target:
            case State() as state:
                return [state.name]
            case list() as states:
                return [state.name for state in states]
            case _:
                return []
