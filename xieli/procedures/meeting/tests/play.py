"""A meeting played by the cast."""

from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter, WorkItem

MONDAY = clock.at(2026, 9, 7, 9, 0)
TUESDAY = clock.at(2026, 9, 8, 14, 0)


def uids(*people: Any) -> list[str]:
    return [str(one.uid) for one in people]


def called(cast: Any, by: Any = None, **changes: Any) -> Matter:
    """马国强 calls 周敏 and 唐越 to a meeting on Tuesday at two."""
    told = {
        "title": "三号站改造协调会", "kind": "ad_hoc", "begins_at": "2026-09-08T14:00", "place": "三楼会议室",
        "attendees": uids(cast.zhoumin, cast.tangyue), "agenda": [{"subject": "停电窗口", "minutes": "20"}],
    }  # fmt: skip
    return open_matter("meeting", Actor.of(by or cast.maguoqiang), "call", {**told, **changes})


def act(matter: Matter, who: Any, action: str, /, **data: Any) -> Matter:
    perform(matter, action, Actor.of(who), data)
    return matter


def owed(matter: Matter) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def resolution(
    department: Any, content: str = "提交停电方案", owner: Any = None, due: str = ""
) -> dict[str, Any]:
    return {
        "content": content, "department": str(department.uid), "owner": str(owner.uid) if owner else "",
        "needed_by": due,
    }  # fmt: skip


def held(cast: Any, turn_clock: Any) -> Matter:
    """Held on Tuesday, everybody there."""
    matter = called(cast)
    turn_clock(clock.at(2026, 9, 8, 15, 30))
    present = uids(cast.maguoqiang, cast.zhoumin, cast.tangyue)
    return act(matter, cast.maguoqiang, "hold", held_at="2026-09-08T14:05", present=present)


def written(cast: Any, turn_clock: Any, *rows: dict[str, Any]) -> Matter:
    """Minutes with resolutions, to be confirmed."""
    matter = held(cast, turn_clock)
    return act(matter, cast.maguoqiang, "write", minutes="一、停电窗口定为周五夜间", resolutions=list(rows))
