"""The thin ribbon of a list: the stretches of many matters from the few columns they need, no model instances."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from xieli.core import durations
from xieli.core.composed import composed
from xieli.matters import registry
from xieli.matters.clocks import held
from xieli.matters.models import Clock, WorkItem
from xieli.matters.procedure import Procedure
from xieli.organisation import queries as organisation
from xieli.worktime import calendars

from . import names
from .ribbon import WORDS, share_of


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


class Piece(NamedTuple):
    """Part of a spell in working seconds: before it was due, or after. `title`: what is said of it."""

    seconds: int
    kind: str
    running: bool
    title: str


def ribbon(procedure: Procedure, spells: Iterable[Spell], until: datetime) -> list[Stretch]:
    """The stretches of one matter; each spell is cut where it became late. Pauses show by the state alone."""
    asked = _asked(
        get_language(), procedure.key, registry.version(), organisation.version(), calendars.current()
    )
    found: list[Piece] = []
    for one in spells:
        found += _pieces(asked, *one[1:], until) if one.closed_at is None else _ended(asked, *one[1:])
    shown = [piece for piece in found if piece.seconds > 0 or piece.running] or found
    total, count = sum([piece.seconds for piece in shown]), len(shown)
    return [Stretch(kind, share_of(seconds, total, count), said) for seconds, kind, _running, said in shown]


@dataclass(frozen=True, eq=False)
class Asked:
    """All but the spell itself on which depends what is said of it; for the same always the same object."""

    language: str | None
    procedure: str
    procedures: int
    organisation: UUID | None
    calendars: calendars.Snapshot


_asked = lru_cache(maxsize=1024)(Asked)


def _pieces(
    asked: Asked,
    step: str,
    department: int | None,
    person: int | None,
    begin: datetime,
    closed: datetime | None,
    due: datetime | None,
    unit: str | None,
    until: datetime | None = None,
) -> tuple[Piece, ...]:
    """What a spell consists of, up to `until` if it still runs."""
    end, running = closed or until, closed is None
    assert end is not None
    if begin >= end:
        return ()
    where = organisation.department_by_id(department) if department else None
    calendar, unit = calendars.get(where.calendar if where else "office"), unit or "W"
    if due is None or not begin < due < end:
        cuts = [(begin, end, due is not None and begin >= due, running)]
    else:
        cuts = [(begin, due, False, False), (due, end, True, running)]
    found = []
    for since, till, late, runs in cuts:
        kind = "red" if late else "blue" if runs else "ok"
        before, kind, after = _around(asked, step, department, person, kind)
        seconds = held(calendar, unit, since, till)
        found.append(Piece(seconds, kind, runs, f"{before}{durations.spoken(seconds, 'W')}{after}"))
    return tuple(found)


# What is over changes no more: it is worked out once for all who see it, in all lists in which it stands.
_ended = lru_cache(maxsize=32_768)(_pieces)


@lru_cache(maxsize=8192)
def _around(
    asked: Asked, step: str, department: int | None, person: int | None, kind: str
) -> tuple[str, str, str]:
    """What is said before and after the span, and the kind as it is drawn."""
    procedure = registry.get(asked.procedure)
    kind = "pause" if step in procedure.resting else kind
    holder = names.department_name(department) or names.person_name(person)
    before = [part for part in (holder, str(procedure.step_label(step))) if part]
    return "".join([f"{part} · " for part in before]), kind, f" · {WORDS[kind]}"
