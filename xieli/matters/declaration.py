"""A procedure declared as a Python class, read top to bottom like the clause itself, and made into the plain object."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps

from . import official
from .procedure import Action, Child, Clock, Hold, Label, Limit, Number, Procedure, Side, State, Timer, Verbs

T = TypeVar("T")


class Declaration:
    """Base of procedures written in Python. The attributes below, then states, actions, clocks as class attributes;
    names of forms, effects, official forms and the details model are looked up in the modules beside it."""

    key: str
    name: Label
    prefix: str
    version: int = 1
    clause: str
    details: str
    start: State
    number: Number
    visible: str = "company"
    circle: str = ""  # "heads": its matters are for the heads of departments alone
    warnings: str = "normal"
    icon: str = "file-text"
    pinned: bool = False
    summary: Label = ""
    starts: Any = None
    verbs: Verbs = Verbs()
    documents: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    holds: tuple[Hold, ...] = ()
    moved: Mapping[str, str] = {}


def _members(declaration: type[Declaration], kind: type[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for cls in reversed(declaration.__mro__):
        for name, value in vars(cls).items():
            if isinstance(value, kind) and name != "start":
                found[name] = value
    return found


def _names(module: str, *, callables_only: bool = False) -> dict[str, Any]:
    try:
        found = import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return {}
    return {name: value for name, value in vars(found).items() if callable(value) or not callables_only}


def build(declaration: type[Declaration]) -> Procedure:
    """The plain object of a declaration. Raises at start-up when a named form or effect does not exist."""
    package = declaration.__module__.rsplit(".", 1)[0]
    app = package.rsplit(".", 1)[-1]
    effects = _names(f"{package}.effects", callables_only=True)
    papers = _names(f"{package}.documents") if declaration.documents else {}
    documents = {name: papers[name] for name in declaration.documents}
    actions = _members(declaration, Action)
    official.check(declaration.key, documents, [name for one in actions.values() for name in one.issues])
    starts = vars(declaration).get("starts")
    # `start = draft` makes the state's own name "start" when it comes last; the first name wins.
    states = _members(declaration, State)
    for name, state in states.items():
        object.__setattr__(state, "name", name)
    start = next(name for name, state in states.items() if state is declaration.start)
    return Procedure(
        key=declaration.key,
        name=declaration.name,
        prefix=declaration.prefix,
        version=declaration.version,
        clause=declaration.clause,
        start=start,
        states=states,
        actions=actions,
        clocks=_members(declaration, Clock),
        timers=_members(declaration, Timer),
        children=_members(declaration, Child),
        sides=_members(declaration, Side),
        verbs=declaration.verbs,
        limits=declaration.limits,
        holds=declaration.holds,
        number=declaration.number,
        classification=declaration.visible,
        circle=declaration.circle,
        warnings=declaration.warnings,
        icon=declaration.icon,
        pinned=declaration.pinned,
        summary=declaration.summary,
        starts=starts,
        details=lambda: apps.get_model(app, declaration.details),
        forms=_names(f"{package}.forms"),
        effects=effects,
        documents=documents,
        facts=effects.get("facts", lambda scene: {}),
        category_labels=effects.get("category_labels", lambda: ()),
        moved=declaration.moved,
        app=app,
    )
