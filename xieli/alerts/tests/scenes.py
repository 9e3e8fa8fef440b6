"""Matters under way, for the watcher to look at. Monday 7 September 2026 is an ordinary working day."""

from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Clock, Matter

MONDAY = clock.at(2026, 9, 7, 9, 0)


def submitted(cast: Any, *, urgent: bool = False, at: Any = MONDAY) -> Matter:
    """Sent to 平台研发部: it owes the acceptance in 2 WD, or urgently in 2 h W."""
    amount = 5000 if urgent else 5
    data = {"title": "查日志", "amount": amount, "lead_department": str(cast.rd.uid)}
    with clock.turned_to(at):
        return open_matter("toy", Actor.of(cast.linwan), "submit", data)


def accepted(cast: Any, person: Any = None, *, at: Any = MONDAY) -> Matter:
    """Accepted and claimed by an engineer, who owes the work in 5 WD."""
    matter, engineer = submitted(cast, at=at), Actor.of(person or cast.fangqiming)
    with clock.turned_to(at):
        perform(matter, "accept", engineer, {})
        perform(matter, "claim", engineer, {})
    return matter


def filed(cast: Any) -> Matter:
    """Signed by all; a timer closes it after seven days."""
    matter = accepted(cast)
    with clock.turned_to(MONDAY):
        perform(matter, "deliver", Actor.of(cast.fangqiming), {})
        for signer in (cast.qianwenbo, cast.jiangyifan, cast.wujia):
            perform(matter, "approve", Actor.of(signer), {"opinion": "同意"})
    return matter


def step_clock(matter: Matter, name: str) -> Clock:
    """The running clock of a step of the matter."""
    return Clock.objects.get(matter=matter, name=name, stopped_at=None)
