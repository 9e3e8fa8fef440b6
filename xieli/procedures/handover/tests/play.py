"""A handover on its way, and what its tests ask of it. Monday 7 September 2026 is an ordinary day."""

from datetime import datetime, timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter, WorkItem
from xieli.procedures.handover.models import HandoverLine

MONDAY = clock.at(2026, 9, 7, 9, 0)


def act(matter: Matter, who: Any, action: str, now: datetime | None = None, /, **data: Any) -> Matter:
    """An act of a person; words that forms insist on are filled in."""
    words = {"reason": "说明", "opinion": "意见"} | data
    perform(matter, action, Actor.of(who), words, now=now)
    matter.refresh_from_db()
    return matter


def request(cast: Any, handler: Any, title: str = "协助核对数据", **changed: Any) -> Matter:
    """林晚 asks the handler's department; its head gives it to the handler."""
    told = {
        "title": title, "content": "请协助", "standard": "数据齐全", "urgency": "ordinary",
        "lead_department": str(handler.department.uid), **changed,
    }  # fmt: skip
    matter = open_matter("collaboration", Actor.of(cast.linwan), "send", told)
    head = handler.department.head or cast.luchengyuan
    return act(matter, head, "accept", handler=str(handler.uid))


def begun(giver: Any, receiver: Any = None, by: Any = None, **changed: Any) -> Matter:
    """方启明 (or whoever) begins to hand over."""
    told = {"reason": "post", "giver": str(giver.uid), **changed}
    if receiver is not None:
        told["receiver"] = str(receiver.uid)
    return open_matter("handover", Actor.of(by or giver), "begin", told)


def line(matter: Matter, kind: str, about: Matter | None = None) -> HandoverLine:
    """The one line of a kind (about a matter)."""
    narrowed = {"matter": about} if about is not None else {}
    return HandoverLine.objects.get(handover=matter, kind=kind, **narrowed)


def numbers(matter: Matter, **narrowed: Any) -> list[str]:
    """Numbers of open lines, as a form sends them."""
    rows = HandoverLine.objects.filter(handover=matter, outcome="", stays=False, **narrowed)
    return [str(no) for no in rows.values_list("no", flat=True)]


def checked(matter: Matter, *receivers: Any) -> Matter:
    """Handed in, and every line confirmed by its receiver."""
    if matter.state == "preparing":
        item = WorkItem.objects.get(matter=matter, closed_at=None)
        act(matter, item.person, "hand_in")
    for one in receivers:
        mine = numbers(matter, receiver=one)
        if mine:
            act(matter, one, "judge", lines=mine, verdict="confirmed")
        act(matter, one, "finish_check")
    return matter


def signed(matter: Matter) -> Matter:
    """Everybody signs in their order, the heads last."""
    while matter.state in ("signing", "endorsing"):
        item = (
            WorkItem.objects.filter(matter=matter, closed_at=None).select_related("person").order_by("pk")[0]
        )
        act(matter, item.person, "sign" if matter.state == "signing" else "endorse")
    return matter


def owed(matter: Matter) -> set[tuple[str, str]]:
    """(step, name) of what is open."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None).select_related("person", "department")
    return {(one.step, one.person.name if one.person else one.department.code) for one in items}


def later(days: float) -> datetime:
    """So many days after the Monday."""
    return MONDAY + timedelta(days=days)
