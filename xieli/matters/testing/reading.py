"""Questions about a declaration that need no database: what can be reached, what is named and missing, what nobody
translated. Each answers with what is wrong, in words."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import translation

from xieli.core.rows import RowsField
from xieli.matters import limits, registry
from xieli.matters import warnings as templates
from xieli.matters.commands.act import MATTER_FIELDS
from xieli.matters.commands.declared import form_class, form_named
from xieli.matters.forms import ActionForm
from xieli.matters.limits import AmbiguousLimit, InForce
from xieli.matters.procedure import Action, Item, Procedure, Round, State
from xieli.regulation import clauses
from xieli.worktime.allowance import Allowance

from . import holds

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def edges(procedure: Procedure) -> set[tuple[str, str]]:
    """(from, to) over acts, verdicts, timers and general verbs."""
    found = set()
    for action in procedure.actions.values():
        found |= {(one.name, to) for one in action.move.sources for to in procedure.targets(action)}
    for state in procedure.states.values():
        if isinstance(state.owed, Round):
            found |= {(state.name, state.owed.passed), (state.name, state.owed.refused)}
    found |= {(timer.source.name, timer.target.name) for timer in procedure.timers.values()}
    verbs = procedure.verbs
    for back in verbs.return_:
        found |= {(back.source.name, to.name) for to in back.to} | {
            (to.name, back.source.name) for to in back.to
        }
    if verbs.withdraw_to is not None:
        found |= {(one.name, verbs.withdraw_to.name) for one in verbs.withdraw}
    if verbs.void_to is not None:
        found |= {
            (name, verbs.void_to.name)
            for name, one in procedure.states.items()
            if not one.final and name != procedure.start
        }
    return found


def reachable(procedure: Procedure) -> set[str]:
    """States that can be reached from the start."""
    return _closure({procedure.start}, edges(procedure))


def without_end(procedure: Procedure) -> set[str]:
    """States from which no final one can be reached without declaring the matter void."""
    void = procedure.verbs.void_to.name if procedure.verbs.void_to else None
    backwards = {(to, source) for source, to in edges(procedure) if to != void}
    final = {name for name, state in procedure.states.items() if state.final}
    return set(procedure.states) - _closure(final, backwards)


def _closure(start: set[str], pairs: set[tuple[str, str]]) -> set[str]:
    seen, new = set(start), set(start)
    while new:
        new = {to for source, to in pairs if source in new} - seen
        seen |= new
    return seen


def unlimited(procedure: Procedure) -> Iterator[str]:
    """Steps and clocks that have no limit, or two at once, under some combination of conditions."""
    in_force = [InForce(one) for one in procedure.limits]
    for name in [*procedure.steps(), *procedure.clocks]:
        own = [one for one in in_force if one.limit.name == name]
        for facts in _combinations(own):
            try:
                if limits.choose(own, facts) is None:
                    yield f"{name}: no limit when {facts}"
            except AmbiguousLimit as both:
                yield f"{name}: {both} when {facts}"


def _combinations(own: list[InForce]) -> Iterator[dict[str, Any]]:
    values: dict[str, set[Any]] = {}
    for one in own:
        for field, operator, value in limits.terms(one.limit.condition):
            other = {"?"} if operator == "=" else {float(value) - 1, float(value) + 1}
            values.setdefault(field, set()).update(value.split("/") if operator == "=" else (), other)
    for row in product(*(sorted(one, key=str) for one in values.values())):
        yield dict(zip(values, row, strict=True))


def unreadable(procedure: Procedure) -> Iterator[str]:
    """Limits whose allowance can't be read, names nothing, or may give nothing and has no else."""
    known = {*procedure.steps(), *procedure.clocks}
    for one in procedure.limits:
        if one.warnings and one.warnings not in templates.TEMPLATES:
            yield f"{one.name}: no warning template {one.warnings!r}"
        yield from (
            f"{one.name}[{one.condition}]: {wrong}" for wrong in _wrong(procedure, one.allowance, known)
        )


def _wrong(procedure: Procedure, text: str, known: set[str]) -> Iterator[str]:
    main, *riders = [part.strip() for part in text.split(",")]
    has_else = any(part.startswith("else ") for part in riders)
    for part in riders:
        try:
            Allowance.parse(part.removeprefix("else ").removeprefix("at most "))
        except ValueError as error:
            yield str(error)
    share = re.match(r"^\d+ % of (parent |first )?(\w+)$", main)
    if main.startswith("rest of "):
        if main[8:] not in procedure.clocks:
            yield f"no clock {main[8:]!r}"
        if not has_else:
            yield "may give nothing, and has no else"
    elif main.startswith(("date ", "at ")):
        if not _has_field(procedure, main.partition(" ")[2]):
            yield f"the details have no {main.partition(' ')[2]!r}"
        if not has_else:
            yield "may give nothing, and has no else"
    elif share:
        if (share[1] or "").strip() == "parent" and not has_else:
            yield "may give nothing, and has no else"
        if (share[1] or "").strip() != "parent" and share[2] not in known:
            yield f"no step or clock {share[2]!r}"
    else:
        try:
            Allowance.parse(main)
        except ValueError as error:
            yield str(error)


def _has_field(procedure: Procedure, name: str) -> bool:
    details = procedure.details()
    try:
        details._meta.get_field(name)
    except FieldDoesNotExist:
        return hasattr(details, name) or details.__name__ == "GenericDetails"
    return True


def dangling(procedure: Procedure) -> Iterator[str]:
    """Names in a declaration that stand for nothing."""
    for action in procedure.actions.values():
        try:
            form_class(procedure, action)
        except AttributeError:
            yield f"{action.name}: no form {action.form}"
        for name in filter(None, (action.effect, action.to)):
            if name not in procedure.effects:
                yield f"{action.name}: no effect {name}"
        if isinstance(action.move.target, list) and not action.to:
            yield f"{action.name}: several targets, and nothing chooses"
        if action.second is not None and action.second_who is None:
            yield f"{action.name}: wants a second signature of nobody"
        if any(source.final for source in action.move.sources):
            yield f"{action.name}: leaves a final state"
        yield from _dangling_answers(procedure, action)
    for state in procedure.states.values():
        if isinstance(state.owed, Round):
            for name in (state.owed.passed, state.owed.refused):
                if name not in procedure.states:
                    yield f"{state.name}: verdict leads to unknown {name}"
    yield from _dangling_clocks(procedure)
    yield from _dangling_verbs(procedure)
    yield from holds.dangling(procedure)
    if procedure.number.by not in procedure.actions:
        yield f"nobody takes the number: {procedure.number.by}"


def _dangling_answers(procedure: Procedure, action: Action) -> Iterator[str]:
    if action.asks and action.asks not in procedure.sides:
        yield f"{action.name}: asks unknown {action.asks}"
    if action.vote:
        if any(not isinstance(source.owed, Round) for source in action.move.sources) or procedure.targets(
            action
        ):
            yield f"{action.name}: votes where no round is open, or moves besides"
        if action.vote not in ("approve", "refuse", "abstain") and action.vote not in procedure.effects:
            yield f"{action.name}: no verdict {action.vote!r}"


def _dangling_clocks(procedure: Procedure) -> Iterator[str]:
    from xieli.matters.verbs import VERBS

    names = {*procedure.actions, *procedure.states, *VERBS, *(f"timer:{one}" for one in procedure.timers)}
    for clock in procedure.clocks.values():
        for name in (*clock.start, *clock.stop, *clock.resume_on, *clock.again):
            if name not in names:
                yield f"clock {clock.name}: neither act nor state {name!r}"
    paused = {*procedure.clocks, "step"}
    for state in procedure.states.values():
        yield from (f"{state.name}: pauses unknown {one!r}" for one in state.pauses if one not in paused)
    for timer in procedure.timers.values():
        yield from (f"timer {timer.name}: {wrong}" for wrong in _wrong(procedure, timer.after, {*names}))
        if timer.effect and timer.effect not in procedure.effects:
            yield f"timer {timer.name}: no effect {timer.effect}"


def _dangling_verbs(procedure: Procedure) -> Iterator[str]:
    verbs = procedure.verbs
    for back in verbs.return_:
        if back.source.owed is None or any(one.owed is None for one in back.to):
            yield f"return from {back.source.name}: a state in which nothing is owed"
        if back.form:
            form_named(procedure, back.form)
    if bool(verbs.withdraw) != (verbs.withdraw_to is not None) or not _final(verbs.withdraw_to):
        yield "withdraw: from somewhere to a final state, or not at all"
    if (verbs.void is None) != (verbs.void_to is None) or not _final(verbs.void_to):
        yield "void: by somebody and to a final state, or not at all"
    for name in verbs.take_back:
        action = procedure.actions.get(name)
        if action is None or any(not isinstance(one.owed, Item) for one in action.move.sources):
            yield f"take_back {name}: only acts from states with one holder can be taken back"
    for name in verbs.correct:
        if name not in MATTER_FIELDS and not _has_field(procedure, name):
            yield f"correct: no field {name}"


def _final(state: State | None) -> bool:
    return state is None or state.final


def lost_children(procedure: Procedure) -> Iterator[str]:
    """Children whose procedure is unknown, block nothing that exists, or could not be ended with their parent."""
    known = {one.key: one for one in registry.all_procedures()}
    for child in procedure.children.values():
        spec = known.get(child.procedure)
        if spec is None:
            yield f"{child.name}: no procedure {child.procedure}"
            continue
        yield from (
            f"{child.name}: blocks unknown {one}" for one in child.blocks if one not in procedure.actions
        )
        names = {*spec.steps(), *spec.clocks}
        yield from (f"{child.name}: limits unknown {one}" for one in child.limits if one not in names)
        for text in child.limits.values():
            yield from (f"{child.name}: {wrong}" for wrong in _wrong(spec, text, names))
        if spec.verbs.void_to is None:
            yield f"{child.name}: {spec.key} can't be declared void with its parent"


def unknown_clauses(procedure: Procedure) -> Iterator[str]:
    """Clauses the regulation does not have."""
    named = [procedure.clause, *(one.clause for one in procedure.limits)]
    named += [one.clause for one in procedure.actions.values()]
    yield from (one for one in named if one and not clauses.exists(one))
    if not procedure.clause:
        yield "no clause"


def texts(procedure: Procedure) -> Iterator[Any]:
    """Everything people read from a declaration."""
    yield from (procedure.name, procedure.summary)
    for state in procedure.states.values():
        yield from (state.label, state.idle, state.owed.label if state.owed else "")
    yield from (one.label for one in procedure.holds)
    for group in (
        procedure.actions,
        procedure.clocks,
        procedure.timers,
        procedure.children,
        procedure.sides,
    ):
        yield from (one.label for one in group.values())
    yield from (label for _key, label in procedure.category_labels())


def untranslated(procedure: Procedure) -> Iterator[str]:
    """Texts that are not Chinese at home, or still Chinese in English."""
    for text in texts(procedure):
        with translation.override("zh-hans"):
            home = str(text)
        with translation.override("en"):
            abroad = str(text)
        if home and (not CHINESE.search(home) or CHINESE.search(abroad)):
            yield f"{home} → {abroad}"


def untranslated_fields(form: ActionForm, language: str) -> Iterator[str]:
    """Labels and help of a form's own fields that are not in the language (those of general forms are the engine's)."""
    for name, field in form.fields.items():
        said = [str(field.label or ""), str(field.help_text or "")]
        declared = [one.__module__ for one in type(form).__mro__ if name in getattr(one, "base_fields", {})]
        if field.widget.is_hidden or declared[-1:] == [ActionForm.__module__]:
            continue
        if isinstance(field, RowsField):
            said += [
                str(cell.label or "") for cell in field.row.base_fields.values() if not cell.widget.is_hidden
            ]
        if language == "en":
            yield from (f"{name}: {one}" for one in said if CHINESE.search(one))
        elif not said[0]:
            yield f"{name}: no label"
