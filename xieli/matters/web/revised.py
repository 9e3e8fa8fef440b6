"""What was changed when something was handed in again: the form of the act against what an earlier act said of the same
fields, both read from the ledger, so that who looks again sees it at a glance (2-model, 退回 and resubmit)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xieli.core.marks import listed
from xieli.core.richtext import masked
from xieli.core.rows import RowsField
from xieli.core.templatetags.xieli import day, when
from xieli.matters.commands.declared import form_class, form_named
from xieli.matters.forms import ActionForm
from xieli.matters.models import Event
from xieli.matters.procedure import Label, Procedure
from xieli.matters.queries.story import Line
from xieli.matters.scene import Scene

# Said once in the form itself, masked as it must be; no line of the history repeats it.
PERSONAL = frozenset(
    {"phone", "caller_name", "plate", "member_id", "order_no", "invoice_title", "email", "address"}
)


@dataclass(frozen=True)
class Change:
    """One field in words: what it said before, what it says now; "" where it was empty."""

    label: Label
    before: str
    after: str


def changes(scene: Scene, lines: Sequence[Line]) -> list[Change]:
    """Of the act that led a matter into its present state, where it had been in it before. `lines`: newest first."""
    procedure, state = scene.procedure, scene.state.name
    place = next((at for at, one in enumerate(lines) if one.event is not None and _moves(one.event)), None)
    line, earlier = (lines[place], lines[place + 1 :]) if place is not None else (Line(scene.now), [])
    form = form_of(procedure, line.event) if _enters(line.event, state) else None
    if form is None or not any(_enters(one.event, state) for one in earlier):
        return []
    found = []
    for name, field in form.base_fields.items():
        if name in PERSONAL or (name in form.texts and name not in form.saves):
            continue
        former = _last_said(procedure, name, earlier)
        now = _value(line, name)
        if former is not None and former[0] != now:
            before, after = _only_different(former[0], now)
            found.append(Change(field.label or name, said(field, before), said(field, after)))
    return [one for one in found if one.before != one.after]


def form_of(procedure: Procedure, event: Event | None) -> type[ActionForm] | None:
    """What was filled in: the declared act's form, or the one a return asks for. A verdict is nobody else's revised."""
    if event is None:
        return None
    if event.action == "resubmit":
        for rule in procedure.verbs.return_:
            if rule.form and rule.source.name == event.to_state:
                return form_named(procedure, rule.form)
    action = procedure.actions.get(event.action)
    if action is None or not action.form or action.vote:
        return None
    return form_class(procedure, action)


def _moves(event: Event) -> bool:
    return event.from_state != event.to_state


def _enters(event: Event | None, state: str) -> bool:
    return event is not None and _moves(event) and event.to_state == state


def _last_said(procedure: Procedure, name: str, earlier: Iterable[Line]) -> tuple[Any] | None:
    """What the newest earlier line says of a field; None where none asked for it."""
    for line in earlier:
        correction = line.event.facts.get("correction", {}) if line.event is not None else {}
        if correction.get("field") == name:
            return (correction["new"],)
        form = form_of(procedure, line.event)
        if form is not None and name in form.base_fields:
            return (_value(line, name),)
    return None


def _value(line: Line, name: str) -> Any:
    data: Mapping[str, Any] = (line.event.facts.get("data") or {}) if line.event is not None else {}
    return dict(line.texts).get(name, data.get(name))


def _only_different(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two tables the rows that are not in both."""
    if not _is_table(before) and not _is_table(after):
        return before, after
    old, new = before or [], after or []
    return [one for one in old if one not in new], [one for one in new if one not in old]


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) and "label" not in one for one in value)


def said(field: forms.Field, value: Any) -> str:
    """A value of the ledger as people read it."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return _("是") if value else _("否")
        case {"label": str(label)}:
            return label
        case Mapping() if isinstance(field, RowsField):
            cells = field.row.base_fields
            return " · ".join(
                filter(None, (said(cells[name], one) for name, one in value.items() if name in cells))
            )
        case list():
            words = [said(field, one) for one in value]
            return "\n".join(words) if _is_table(value) else listed(words)
    return masked(_of_kind(field, str(value)))


def _of_kind(field: forms.Field, text: str) -> str:
    for kind, read in _READ:
        if isinstance(field, kind):
            try:
                return read(text)
            except ValueError:
                return text
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(text, text))
    return text


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    """Choices, those in groups too."""
    return chain.from_iterable(
        one[1] if isinstance(one[1], list | tuple) else [(str(one[0]), one[1])] for one in choices
    )


_READ: tuple[tuple[type[forms.Field], Callable[[str], str]], ...] = (
    (forms.DateTimeField, lambda text: when(datetime.fromisoformat(text))),
    (forms.DateField, lambda text: day(date.fromisoformat(text))),
)
