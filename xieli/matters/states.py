"""States, what is owed in them, and `a >> b`: the words a declaration writes its ways with."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from xieli.matters.holders import Who

Label = str | Promise


class Stay:
    """The target of an action that moves nothing."""

    def __repr__(self) -> str:
        return "STAY"


STAY = Stay()


@dataclass(frozen=True)
class Item:
    """What one holder owes in a state. `judges`: taking it over without return confirms what was handed in."""

    step: str
    who: Who
    kind: str = "handle"
    judges: bool = False
    label: Label = ""


@dataclass(frozen=True)
class Round:
    """What several seats owe together: a countersign (会签). Where each verdict leads belongs to the state.

    `mode`: all | any | share (of `share`, 0–1) | order | each (everybody is heard before it is decided). `veto`: one
    refusal decides at once. `blind`: opinions are hidden from all others until the round is decided.
    """

    step: str
    who: tuple[Who, ...]
    passed: str
    refused: str
    mode: Literal["all", "any", "share", "order", "each"] = "all"
    share: float = 1.0
    veto: bool = False
    blind: bool = False
    kind: str = "approve"
    judges: bool = False
    label: Label = ""


@dataclass(frozen=True, eq=False)
class Side:
    """What an act may ask beside the state, of several at once (签收): moves nothing, ends when all have answered or
    the state is left. `form`: what each fills in. `effect`: function in effects run with each answer. `optional`: where
    its rules name nobody, nobody is asked (else it falls to the next superior, as every empty seat). `verb`: what the
    button says; by default 签收 where only that is asked, else what is asked. `crowd`: hundreds may be asked, so who
    answers is read without the others.
    """

    step: str
    who: tuple[Who, ...]
    label: Label
    kind: str = "acknowledge"
    form: str = ""
    effect: str = ""
    optional: bool = False
    verb: Label = ""
    crowd: bool = False
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def button(self) -> Label:
        """What who is asked presses; "" for 签收."""
        return self.verb or ("" if self.kind == "acknowledge" else self.label)


@dataclass(frozen=True, eq=False)
class State:
    """A state and what is owed in it. Exactly one of `owed`, `idle` (the reason nobody owes anything) and `final`.

    `standing`: in force with nothing left to do, like a decision; it does not end with its parent, nor hold its end up.
    """

    label: Label
    owed: Item | Round | None = None
    idle: Label = ""
    final: bool = False
    outcome: str = ""
    pauses: tuple[str, ...] = ()
    standing: bool = False
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def __rshift__(self, target: "Target") -> "Move":
        return Move((self,), target)


@dataclass(frozen=True)
class AnyOf:
    """Several states as the source of one action."""

    states: tuple[State, ...]

    def __rshift__(self, target: "Target") -> "Move":
        return Move(self.states, target)


Target = State | Stay | list[State]


@dataclass(frozen=True)
class Move:
    """From which states to which: made by `a >> b`."""

    sources: tuple[State, ...]
    target: Target


def any_of(*states: State | AnyOf) -> AnyOf:
    """Join states (and earlier joins) as sources."""
    flat: list[State] = []
    for state in states:
        flat.extend(state.states if isinstance(state, AnyOf) else [state])
    return AnyOf(tuple(flat))
