"""The state diagram of a procedure as Mermaid text, drawn from the declaration alone; the manual shows it."""

from collections.abc import Iterator

from .procedure import Procedure, Round, State


def mermaid(procedure: Procedure) -> str:
    """A `stateDiagram-v2`: states with what is owed, acts as arrows, general verbs dashed by their sign."""
    lines = ["stateDiagram-v2", *_states(procedure), f"    [*] --> {procedure.start}"]
    lines += dict.fromkeys([*_acts(procedure), *_rounds(procedure), *_timers(procedure), *_verbs(procedure)])
    lines += [f"    {state.name} --> [*]" for state in procedure.states.values() if state.final]
    return "\n".join(lines) + "\n"


def _states(procedure: Procedure) -> Iterator[str]:
    for state in procedure.states.values():
        yield f'    state "{_text(_label(state))}" as {state.name}'


def _label(state: State) -> str:
    owed = state.owed
    if owed is None or not owed.label or str(owed.label) == str(state.label):
        return str(state.label)
    return f"{state.label} · {owed.label}"


def _acts(procedure: Procedure) -> Iterator[str]:
    for action in procedure.actions.values():
        for source in action.move.sources:
            for target in procedure.targets(action) or [source.name]:
                yield _arrow(source.name, target, str(action.label))


def _rounds(procedure: Procedure) -> Iterator[str]:
    for state in procedure.states.values():
        if isinstance(state.owed, Round):
            yield _arrow(state.name, state.owed.passed, "✓")
            yield _arrow(state.name, state.owed.refused, "✗")


def _timers(procedure: Procedure) -> Iterator[str]:
    for timer in procedure.timers.values():
        yield _arrow(timer.source.name, timer.target.name, f"⏱ {timer.label or timer.after}")


def _verbs(procedure: Procedure) -> Iterator[str]:
    from .verbs import VERBS

    verbs = procedure.verbs
    for back in verbs.return_:
        for target in back.to:
            yield _arrow(back.source.name, target.name, f"↩ {VERBS['return_'].label}")
            yield _arrow(target.name, back.source.name, f"↪ {VERBS['resubmit'].label}")
    for source in verbs.withdraw:
        if verbs.withdraw_to is not None:
            yield _arrow(source.name, verbs.withdraw_to.name, str(VERBS["withdraw"].label))


def _arrow(source: str, target: str, label: str) -> str:
    return f"    {source} --> {target}: {_text(label)}"


def _text(label: str) -> str:
    """Words without the signs that mean something to Mermaid."""
    return label.replace('"', "'").replace(":", "：").replace("\n", " ").replace(";", "；")
