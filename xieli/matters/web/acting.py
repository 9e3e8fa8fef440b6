"""From a button to its form: which act is meant, with which data, and who is named in a comment."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from xieli.matters.commands import Available, available_actions
from xieli.matters.forms import ActionForm
from xieli.organisation import queries as organisation

from .page import Page

MENTION = re.compile(r"@([^\s@（(，。：、；！？]{1,20})(?:[（(]([A-Za-z0-9-]{1,20})[)）])?")


def new_key() -> str:
    """A key under which a form acts once, however often it is sent."""
    return uuid.uuid4().hex


def find(shown: Page, name: str, item: int | None) -> Available | None:
    """The act of that name this person may carry out now, on the item meant if one is."""
    named = [one for one in available_actions(shown.scene, shown.actor) if one.name == name]
    if item is None:
        return named[0] if named else None
    return next(
        (one for one in named if one.item is None or one.item.pk == item), named[0] if named else None
    )


def form_for(
    shown: Page,
    act: Available,
    data: Mapping[str, Any] | None = None,
    address: Mapping[str, Any] | None = None,
) -> ActionForm:
    """The act's form: with what was typed, or with what the matter already says; its address names what it may."""
    shown.scene.item = act.item
    named = {name: address[name] for name in act.form.addressed if name in address} if address else {}
    form = act.form(data, scene=shown.scene, actor=shown.actor, initial=named)
    if data is None:
        form.initial = {**form.initial_from(shown.scene), **(form.initial or {})}
    return form


def wrote(data: Mapping[str, Any]) -> str:
    """The sentences of a form that can't be sent any more, to be taken elsewhere; no choices, keys and dates."""
    texts = [data[name].strip() for name in data if isinstance(data[name], str)]
    return "\n\n".join(one for one in texts if re.search(r"[^\x00-\x7f]|\S\s+\S", one))


def mentioned(text: str) -> list[str]:
    """Uids of the people named in a text: @林晚, or @林晚(C0123) where the name alone wouldn't do."""
    found = []
    for name, staff_number in MENTION.findall(text):
        for person in organisation.find_people(staff_number or name)[:5]:
            if person.number == staff_number or (not staff_number and person.name == name):
                found.append(str(person.uid))
                break
    return list(dict.fromkeys(found))


def departments_named(text: str) -> list[str]:
    """Uids of the departments named in a text: @运维检修中心, by the full or the short name."""
    wanted = {name for name, _number in MENTION.findall(text)}
    if not wanted:
        return []
    return [str(one.uid) for one in organisation.departments() if wanted & {one.name, one.short_name}]
