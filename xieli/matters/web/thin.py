"""The thin ribbon of a list: the stretches of many matters from the few columns they need, no model instances."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from xieli.core import durations
from xieli.core.composed import composed
from xieli.matters.clocks import held
from xieli.matters.models import Clock, WorkItem
from xieli.matters.procedure import Procedure
from xieli.organisation import queries as organisation
from xieli.worktime import calendars

from . import names
from .ribbon import WORDS, rests, share_of


class Spell(NamedTuple):
    """One main item: by whom something is or was owed, from when to when."""

    matter: int
    step: str
    department: int | None
    person: int | None
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    unit: str | None


class Stretch(NamedTuple):
    """One piece as `thin_ribbon` draws it. `share`: hundredths of the whole."""

    kind: str
    share: int
    title: str


def spells_of(matters: Iterable[int]) -> dict[int, list[Spell]]:
    """Main items by matter, oldest first, in one query."""
    found: dict[int, list[Spell]] = defaultdict(list)
    for row in _SPELLS(list(matters)):
        found[row[0]].append(Spell._make(row))
    return found


_UNIT = Subquery(Clock.objects.filter(item=OuterRef("pk")).values("unit")[:1])
_SPELLS = composed(
    lambda matters: (
        WorkItem.objects.filter(main=True, matter__among=matters)
        .order_by("opened_at", "id")
        .values_list("matter", "step", "department", "person", "opened_at", "closed_at", "due_at", _UNIT)
    )
)


def ribbon(procedure: Procedure, spells: Iterable[Spell], until: datetime) -> list[Stretch]:
    """The stretches of one matter; each spell is cut where it became late. Pauses show by the state alone."""
    found = [piece for one in spells for piece in _pieces(one, until)]
    shown = [piece for piece in found if piece[1] > 0 or piece[3]] or found
    total = sum(piece[1] for piece in shown)
    drawn = []
    for spell, seconds, late, running in shown:
        kind = "red" if late else "blue" if running else "ok"
        kind = "pause" if rests(procedure, spell.step) else kind
        parts = (_holder(spell), str(procedure.step_label(spell.step)), durations.spoken(seconds, "W"))
        title = " · ".join(filter(None, (*parts, str(WORDS[kind]))))
        drawn.append(Stretch(kind, share_of(seconds, total, len(shown)), title))
    return drawn


def _pieces(spell: Spell, until: datetime) -> list[tuple[Spell, int, bool, bool]]:
    """(spell, working seconds, late, running) before and after the due moment."""
    begin, end, due, running = (
        spell.opened_at,
        spell.closed_at or until,
        spell.due_at,
        spell.closed_at is None,
    )
    if begin >= end:
        return []
    department = organisation.department_by_id(spell.department) if spell.department else None
    calendar, unit = calendars.get(department.calendar if department else "office"), spell.unit or "W"
    elapsed = partial(held, calendar, unit)
    if due is not None and begin < due < end:
        return [(spell, elapsed(begin, due), False, False), (spell, elapsed(due, end), True, running)]
    return [(spell, elapsed(begin, end), due is not None and begin >= due, running)]


def _holder(spell: Spell) -> str:
    return names.department_name(spell.department) or names.person_name(spell.person)
