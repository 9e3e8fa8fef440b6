"""How late something is, as people say it, with its light: 剩 1 小时 20 分 amber, 超 6 分钟 red."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from xieli.core import durations
from xieli.matters import clocks as running
from xieli.matters import warnings
from xieli.matters.models import Clock
from xieli.matters.procedure import Procedure
from xieli.worktime import calendars

from . import names


@dataclass(frozen=True)
class Due:
    """`level`: red, amber, blue, ok, pause or none; `text`: what is left; `at`: when; `note`: who knows already;
    `name`: of which limit, where several run."""

    level: str
    text: str
    at: datetime | None = None
    note: str = ""
    name: str = ""

    @property
    def said(self) -> str:
        """The limit and what is left of it: 到场 超 6 分钟."""
        return f"{self.name} {self.text}".strip()


NONE = Due("none", "")


def due_of(clock: Clock | None, now: datetime, name: str = "") -> Due:
    """The state of a running clock, `name` of which limit. Red begins where the due moment has passed, whatever the
    watcher has done."""
    if clock is None or clock.stopped_at is not None:
        return NONE
    if clock.paused_at is not None:
        return Due("pause", _("已暂停"), clock.pause_until, name=name)
    late = now > clock.due_at
    level = "red" if late else _level(clock, now)
    return Due(level, _text(clock, now, late), clock.due_at, _note(clock), name)


def nearest(procedure: Procedure, clocks: Iterable[Clock], now: datetime) -> Due:
    """Of all clocks of a matter the one that is due first, with its name: what lists show and sort by.

    Where every clock stands still, that is said.
    """
    found = list(clocks)
    first = running.nearest(found)
    if first is None:
        first = next((one for one in found if one.kind != "timer" and one.paused_at is not None), None)
    if first is None:
        return NONE
    return named(procedure, first, now)


def named(procedure: Procedure, clock: Clock, now: datetime) -> Due:
    """The state of a clock with its name."""
    return due_of(clock, now, str(names.clock_label(procedure, clock.name)))


def _text(clock: Clock, now: datetime, late: bool) -> str:
    """Lateness is said in working time for working units, because that is what counts."""
    calendar = calendars.get(clock.calendar)
    day = calendar.day_seconds
    if clock.unit == "C":
        seconds = int((clock.due_at - now).total_seconds())
        return durations.left(seconds if not late else min(seconds, -1))
    if late:
        return durations.left(-max(calendar.elapsed(clock.due_at, now), 1), "W", day)
    if clock.unit == "WD":
        days = running.left(clock, now)
        if days > 1:
            return _("剩 %(span)s") % {"span": durations.working_days(days)}
    return durations.left(calendar.elapsed(now, clock.due_at), "W", day)


def _level(clock: Clock, now: datetime) -> str:
    """The colour of the last warning passed: by what the watcher raised, or by the share already used."""
    used = 1 - running.left(clock, now) / clock.allowed if clock.allowed > 0 else 1.0
    found = "ok"
    for number, level in enumerate(warnings.TEMPLATES[clock.warnings]):
        if level.colour in ("amber", "blue") and (clock.level > number or used >= level.fraction):
            found = level.colour
    return found


def _note(clock: Clock) -> str:
    """Whom a breach has reached."""
    raised = warnings.TEMPLATES[clock.warnings][: clock.level]
    reached = raised[-1] if raised and raised[-1].colour in ("red", "escalated") else None
    if reached is None:
        return ""
    return _("已报%(who)s") % {"who": _TOLD[reached.tells[-1]]}


_TOLD = {
    "head": pgettext_lazy("told", "部门负责人"),
    "executive": pgettext_lazy("told", "分管领导"),
    "general_manager": pgettext_lazy("told", "总经理"),
    "person": pgettext_lazy("told", "经办人"),
    "team_leader": pgettext_lazy("told", "班组长"),
}
