"""Rows of work as lists show them: what, where it comes from, how late, who had it, the usual act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xieli.core import clock
from xieli.core.marks import listed
from xieli.core.templatetags.xieli import day
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands.declared import authority_for, form_class
from xieli.matters.commands.drafts import cleared_on
from xieli.matters.models import Matter, WorkItem
from xieli.matters.verbs import VERBS
from xieli.matters.web import due, names, thin
from xieli.organisation.models import Person

from .bulk import Shelf, ShelfScene

# The columns of a matter that a line shows, with those by which pages of lines are cut.
SHOWN = (
    *("id", "uid", "procedure", "state", "number", "title", "priority", "lead_department_id"),
    *("opened_at", "closed_at", "next_due_at", "head_seq"),
)
BUTTONS = 2
SOON_CLEARED = timedelta(days=14)
USUAL_VERBS = ("approve", "resubmit", "rule", "claim", "give_notice")


@dataclass(frozen=True)
class Button:
    """An act in a row: one click where it needs no input, else its panel opens."""

    name: str
    label: Any
    needs_input: bool
    primary: bool


@dataclass
class Row:
    """One line of the desk or of a list."""

    matter: Matter
    procedure: Any
    due: due.Due
    segments: list[thin.Stretch]
    item: WorkItem | None = None
    step: Any = ""
    sender: str = ""
    holder: str = ""
    standing_in: str = ""
    buttons: list[Button] = field(default_factory=list)

    @property
    def lead(self) -> str:
        """Name of the lead department."""
        return names.department_name(self.matter.lead_department_id)

    @property
    def pinned(self) -> bool:
        """Whether it stands first until it is done (公告待确认)."""
        return self.item is not None and not self.item.main and bool(self.procedure.pinned)


def owed_rows(items: Sequence[WorkItem], person: Person, now: datetime) -> list[Row]:
    """Rows for work items, in the order given. The items carry their matter."""
    shelf = Shelf((item.matter for item in items), now)
    actor = Actor.of(person)
    return [_owed_row(shelf, item, actor) for item in items]


def _owed_row(shelf: Shelf, item: WorkItem, actor: Actor) -> Row:
    scene = shelf.scene(item.matter_id)
    own = next((one for one in scene.items if one.pk == item.pk), item)
    row = _row(shelf, item.matter, due.due_of(scene.step_clock(own), shelf.now))
    row.item = own
    row.step = row.procedure.step_label(item.step)
    row.sender = names.department_name(item.sender_department_id) or names.person_name(item.sender_id)
    if item.deputy_id == actor.person_id and item.person_id:
        row.standing_in = names.person_name(item.person_id)
    row.buttons = buttons(scene, own, actor)
    return row


def buttons(scene: ShelfScene, item: WorkItem, actor: Actor) -> list[Button]:
    """The usual acts of an item: declared ones first, then the few verbs that are daily business."""
    found = []
    for act in scene.procedure.actions_from(scene.state.name):
        if act.danger or not item.main or not act.by.of_holders:
            continue
        scene.item = item
        authority = authority_for(scene, act, actor, named=True) or ""
        if authority in ("holder", "deputy", "department") or authority.startswith("duty:"):
            form = form_class(scene.procedure, act)
            found.append(Button(act.name, act.label, bool(form.base_fields), act.primary))
    found.sort(key=lambda one: not one.primary)
    for name in USUAL_VERBS:
        verb = VERBS.get(name)
        scene.item = item
        if len(found) < BUTTONS and verb is not None and verb.find(scene, actor, named=True):
            found.append(
                Button(name, verb.label, bool(verb.form.base_fields), name in ("approve", "resubmit", "rule"))
            )
    return found[:BUTTONS]


def matter_rows(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """Rows for matters, in the order given: who holds each now and how late it is."""
    found = list(matters)
    shelf = Shelf(found, now)
    return [_matter_row(shelf, matter) for matter in found]


def _draft_row(shelf: Shelf, matter: Matter) -> Row:
    """How long it has lain, and when it is cleared if nobody touches it (decision 0182)."""
    ends = cleared_on(matter)
    age = (clock.local(shelf.now).date() - clock.local(matter.opened_at).date()).days
    text = ngettext("%(n)s 天前保存", "%(n)s 天前保存", age) % {"n": age} if age else _("今天保存")
    level = "amber" if ends - shelf.now < SOON_CLEARED else "none"
    limit = due.Due(level, text, name=_("不再修改则 %(day)s 自动清除") % {"day": day(ends)})
    row = _row(shelf, matter, limit)
    row.step = names.state_label(row.procedure, matter.state)
    return row


def _matter_row(shelf: Shelf, matter: Matter) -> Row:
    if not matter.head_seq:
        return _draft_row(shelf, matter)
    held = [one for one in shelf.spells.get(matter.pk, []) if one.closed_at is None]
    first = shelf.nearest.get(matter.pk)
    limit = due.named(registry.get(matter.procedure), first, shelf.now) if first else due.NONE
    row = _row(shelf, matter, limit)
    row.step = names.state_label(row.procedure, matter.state)
    holders = [names.holder_name(one.department, one.person, short=True) for one in held[:3]]
    row.holder = listed(dict.fromkeys(holders)) if len(holders) > 1 else "".join(holders)
    return row


def _row(shelf: Shelf, matter: Matter, state: due.Due) -> Row:
    procedure = registry.get(matter.procedure)
    until = matter.closed_at or shelf.now
    drawn = thin.ribbon(procedure, shelf.spells.get(matter.pk, []), until)
    return Row(matter, procedure, state, drawn)
