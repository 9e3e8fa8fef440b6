"""What the tests of announcements begin with."""

from typing import Any

from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter, WorkItem


def uids(*rows: Any) -> list[str]:
    return [str(one.uid) for one in rows]


def announced(cast: Any, by: Any = None, **changes: Any) -> Matter:
    """周敏, head of customer service, tells her own department something it is to confirm."""
    told = {
        "title": "夜班交接时间调整", "content": "自下周一起夜班 20:00 交接。", "departments": uids(cast.cs),
        "must_confirm": "on",
    }  # fmt: skip
    return open_matter("announcement", Actor.of(by or cast.zhoumin), "submit", {**told, **changes})


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    matter.refresh_from_db()
    return matter


def owed(matter: Matter) -> set[str]:
    """Who is still to confirm."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None, step="confirm_reading")
    return {one.person.name for one in items if one.person}
