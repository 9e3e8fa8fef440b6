"""Which allowance is in force: the edited service level, else the declared default; the most specific condition wins.

An allowance is written as people say it: "2 h W", "5 WD", "30 min C", "rest of total", "date needed_by, else 5 WD",
"60 % of parent total", "50 % of first solve, at most 2 WD". "date needed_by" counts working time and so falls due
within it; "at begins_at" is that very moment, be it at night: for what is used at a fixed time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from xieli.core.composed import composed
from xieli.worktime import calendars
from xieli.worktime.allowance import Allowance, Unit

from . import clocks
from .models import Clock, ServiceLevel
from .procedure import Limit, Procedure

if TYPE_CHECKING:
    from .scene import Scene

_TERM = re.compile(r"^(\w+)(=|>|<)(.+)$")
_SHARE = re.compile(r"^(\d+) % of (parent |first )?(\w+)$")


# What is asked beside a state, in every procedure unless it says otherwise: sooner where the matter is urgent.
BESIDE = (
    Limit("decide_extension", "", "1 WD", "5.2.b"),
    Limit("decide_extension", "priority>0", "2 h W", "5.2.b"),
    Limit("decide_pause", "", "1 WD", "5.2.b"),
    Limit("decide_pause", "priority>0", "2 h W", "5.2.b"),
    Limit("advise", "", "1 WD", "4.2.a"),
    Limit("advise", "priority>0", "2 h W", "4.2.a"),
    Limit("second", "", "4 h W", "1.3.d"),
    Limit("arbitrate", "", "1 WD", "1.3.d"),
)


@dataclass(frozen=True)
class InForce:
    """One limit as it stands: the declared one with an edit laid over it."""

    limit: Limit
    edited: ServiceLevel | None = None

    @property
    def allowance(self) -> str:
        """The text of the allowance in force."""
        return self.edited.allowance if self.edited and self.edited.allowance else self.limit.allowance

    @property
    def warnings(self) -> str:
        """The warning template, or empty for the procedure's own."""
        return (self.edited.warnings if self.edited else "") or self.limit.warnings


class AmbiguousLimit(ValueError):
    """Two limits of equal specificity hold at once: an error of the declaration or of an edit."""


def is_share(text: str) -> bool:
    """Whether an allowance is a share of another clock's: "60 % of parent total"."""
    return _SHARE.match(text) is not None


def terms(condition: str) -> list[tuple[str, str, str]]:
    """ "urgency=fault round>1" as [(field, operator, value)]."""
    found = []
    for word in condition.split():
        match = _TERM.match(word)
        if not match:
            raise ValueError(f"not a condition: {word!r}")
        found.append((match[1], match[2], match[3]))
    return found


def holds(condition: str, facts: Mapping[str, Any]) -> bool:
    """Whether every term of a condition is true of the facts."""
    for field, operator, value in terms(condition):
        fact = facts.get(field)
        if operator == "=" and str(fact) not in value.split("/"):
            return False
        if operator == ">" and not (fact is not None and float(fact) > float(value)):
            return False
        if operator == "<" and not (fact is not None and float(fact) < float(value)):
            return False
    return True


def may_clash(one: str, other: str) -> bool:
    """Whether two conditions say equally much and can hold of the same facts."""
    first, second = terms(one), terms(other)
    if len(first) != len(second):
        return False
    values = {field: set(value.split("/")) for field, operator, value in first if operator == "="}
    return all(
        operator != "=" or field not in values or values[field] & set(value.split("/"))
        for field, operator, value in second
    )


def choose(found: list[InForce], facts: Mapping[str, Any]) -> InForce | None:
    """The most specific limit that holds. Raises AmbiguousLimit."""
    fitting = [one for one in found if holds(one.limit.condition, facts)]
    if not fitting:
        return None
    top = max(len(terms(one.limit.condition)) for one in fitting)
    best = [one for one in fitting if len(terms(one.limit.condition)) == top]
    if len(best) > 1:
        names = ", ".join(f"{one.limit.name}[{one.limit.condition}]" for one in best)
        raise AmbiguousLimit(f"two limits of equal specificity: {names}")
    return best[0]


_EDITS = composed(lambda key: ServiceLevel.objects.filter(procedure=key, to_at=None))


def in_force(procedure: Procedure, edits: list[ServiceLevel] | None = None) -> list[InForce]:
    """All limits of a procedure; edits may also add conditions the declaration does not know."""
    if edits is None:
        edits = _EDITS(procedure.key)
    laid = {(edit.name, edit.condition): edit for edit in edits}
    declared = {limit.name for limit in procedure.limits}
    every = (*procedure.limits, *(limit for limit in BESIDE if limit.name not in declared))
    found = [InForce(limit, laid.pop((limit.name, limit.condition), None)) for limit in every]
    found += [
        InForce(Limit(e.name, e.condition, e.allowance or "", ""), e) for e in laid.values() if e.allowance
    ]
    return found


def resolve(scene: "Scene", name: str) -> InForce | None:
    """The limit of a step or clock for this matter now; a parent's own limit for its child comes first."""
    parent = scene.matter.parent
    if parent is not None and scene.matter.parent_label:
        from . import registry

        child = registry.get(parent.procedure).children.get(scene.matter.parent_label)
        if child and name in child.limits:
            return InForce(Limit(name, "", child.limits[name]))
    return choose([one for one in scene.limits() if one.limit.name == name], scene.facts())


def evaluate(scene: "Scene", text: str, calendar: str, now: datetime) -> Allowance:
    """The allowance a text means for this matter now, frozen from here on."""
    main, *riders = [part.strip() for part in text.split(",")]
    otherwise = next((part[5:] for part in riders if part.startswith("else ")), None)
    most = next((part[8:] for part in riders if part.startswith("at most ")), None)
    allowance = _main(scene, main, calendar, now)
    if allowance is None:
        if otherwise is None:
            raise ValueError(f"{text!r} gives nothing here and has no else")
        allowance = Allowance.parse(otherwise)
    if most:
        cap = Allowance.parse(most)
        if until(cap, calendar, now) < until(allowance, calendar, now):
            allowance = cap
    return allowance


def until(allowance: Allowance, code: str, now: datetime) -> datetime:
    """The moment at which an allowance is over that begins now, by the calendar `code`."""
    calendar = calendars.get(code)
    start = calendar.next_day(now) if allowance.unit == "WD" else now
    return clocks.due_moment(calendar, allowance.unit, start, allowance.amount)


def _main(scene: "Scene", text: str, calendar: str, now: datetime) -> Allowance | None:
    if text.startswith("rest of "):
        clock = scene.running_clock(text[8:])
        return _until(clock.due_at, calendar, now) if clock else None
    if text.startswith("date "):
        moment = getattr(scene.details, text[5:], None)
        return _until(moment, calendar, now) if moment else None
    if text.startswith("at "):
        moment = getattr(scene.details, text[3:], None)
        seconds = int((moment - now).total_seconds()) if moment else 0
        return Allowance(seconds, "C") if seconds > 0 else None
    if share := _SHARE.match(text):
        return _share(scene, int(share[1]) / 100, (share[2] or "").strip(), share[3], now)
    return Allowance.parse(text)


def _until(moment: datetime, calendar: str, now: datetime) -> Allowance | None:
    """Working time up to a moment; None when it is over (the else then holds)."""
    seconds = calendars.get(calendar).elapsed(now, moment) if moment > now else 0
    return Allowance(seconds, "W") if seconds > 0 else None


def _share(scene: "Scene", fraction: float, of: str, name: str, now: datetime) -> Allowance | None:
    """A share of what the parent's clock has left, or of the first allowance this step had."""
    owner = scene.matter.parent_id if of == "parent" else scene.matter.pk
    found = Clock.objects.filter(matter=owner, name=name)
    clock = found.filter(stopped_at=None).first() if of == "parent" else found.order_by("id").first()
    if clock is None:
        return None
    amount = max(clocks.left(clock, now), 0) if of == "parent" else clock.allowed
    return Allowance(max(1, int(amount * fraction)), cast(Unit, clock.unit))
