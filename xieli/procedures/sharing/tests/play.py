"""Resources and bookings for tests of sharing: Monday, nine o'clock."""

from datetime import datetime, timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter, WorkItem

from ..commands import save_resource
from ..models import Resource

MONDAY = clock.at(2026, 9, 7, 9, 0)
TUESDAY = clock.at(2026, 9, 8, 9, 0)
HOUR = timedelta(hours=1)


def resource(cast: Any, code: str = "SB-01", **values: Any) -> Resource:
    """One insulation tester of the maintenance centre, kept by 顾长川, unless said otherwise."""
    given = {
        "name": "绝缘电阻测试仪", "kind": "equipment", "department": cast.om, "custodian": cast.guchangchuan,
    }  # fmt: skip
    return save_resource(Resource(code=code, **{**given, **values}))


def typed(moment: datetime) -> str:
    """A moment as a browser sends it."""
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")


def wanted(
    one: Resource, who: Any, begins: datetime = TUESDAY, hours: int = 2, **more: Any
) -> dict[str, Any]:
    """What is typed to book a resource."""
    return {
        "resource": str(one.uid), "quantity": 1, "begins_at": typed(begins),
        "ends_at": typed(begins + hours * HOUR), "purpose": "样机绝缘测试", "place": "研发实验室",
        "responsible": str(who.uid), "accepted": "on", **more,
    }  # fmt: skip


def booked(one: Resource, who: Any, begins: datetime = TUESDAY, hours: int = 2, **more: Any) -> Matter:
    """An application as somebody hands it in."""
    return open_matter("sharing", Actor.of(who), "apply", wanted(one, who, begins, hours, **more))


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    """One act by a person."""
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    """Who owes what."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def comes(matter: Matter, timer: str) -> Matter:
    """The moment of a timer has come, and the watcher carries it out."""
    perform(matter, f"timer:{timer}", SYSTEM)
    return matter


def collected(one: Resource, who: Any, turn_clock: Any, keeper: Any, **more: Any) -> Matter:
    """Agreed, and taken over at its time."""
    matter = act(booked(one, who, **more), keeper, "agree")
    turn_clock(TUESDAY)
    return act(matter, who, "collect", condition_then="完好")
