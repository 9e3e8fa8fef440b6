"""A collaboration request on its way, for tests: customer service asks research and development for a log."""

from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Event, Matter, WorkItem

MONDAY = clock.at(2026, 9, 7, 9, 0)
ASKED = {
    "title": "导出3号桩8月充电日志",
    "content": "请导出青澜广场B2站3号桩8月的充电日志，用于核对客户投诉。",
    "standard": "CSV，含起止时间与电量",
    "urgency": "ordinary",
}
REASON = {"reason": "说明原因"}


def asked(cast: Any, **changes: Any) -> Matter:
    """林晚 of customer service has sent a request to 平台研发部."""
    data = {**ASKED, "lead_department": str(cast.rd.uid), **changes}
    return open_matter("collaboration", Actor.of(cast.linwan), "send", data)


def taken(cast: Any, **changes: Any) -> Matter:
    """…and 方启明 accepted it for himself."""
    return act(asked(cast, **changes), cast.fangqiming, "accept")


def delivered(cast: Any, **changes: Any) -> Matter:
    """…and delivered."""
    return act(taken(cast, **changes), cast.fangqiming, "deliver", result="已上传日志文件")


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    """One act; returns the matter as it is afterwards."""
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    """(step, name of who holds it) of the open items."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def due(matter: Matter) -> str:
    """When the first open item is due, by the wall clock."""
    item = WorkItem.objects.filter(matter=matter, closed_at=None).earliest("id")
    assert item.due_at is not None
    return f"{clock.local(item.due_at):%m-%d %H:%M}"


def last(matter: Matter) -> Event:
    """The newest line of the ledger."""
    return Event.objects.filter(matter=matter).latest("seq")
