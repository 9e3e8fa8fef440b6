"""A work plan on its way, for tests: customer service plans the third quarter of 2026."""

from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Matter, WorkItem
from xieli.procedures.work_plan.models import PlanLine

MONDAY = clock.at(2026, 7, 6, 9, 0)


def row(owner: Any, content: str = "修订话术手册", due: str = "2026-08-14", **more: Any) -> dict[str, Any]:
    """An item as the form takes it."""
    return {"content": content, "standard": "全员通过抽测", "owner": str(owner.uid), "due_on": due, **more}


def act(matter: Matter, who: Any, action: str, /, item: int | None = None, **data: Any) -> Matter:
    """One act; returns the matter as it is afterwards."""
    perform(matter, action, Actor.of(who), data, item=item)
    return matter


def begun(cast: Any, cadence: str = "quarter", day: str = "2026-07-06", **more: Any) -> Matter:
    """周敏, head of customer service, has begun the plan."""
    data = {"cadence": cadence, "starts_on": day, **more}
    return open_matter("work_plan", Actor.of(cast.zhoumin), "begin", data)


def written(cast: Any, **more: Any) -> Matter:
    """…and written two items: one that begins at once, one in September."""
    rows = [
        row(cast.linwan, starts_on="2026-07-06"),
        row(cast.hejing, "国庆保障预案", "2026-09-25", starts_on="2026-09-01"),
    ]
    return act(begun(cast, **more), cast.zhoumin, "write_lines", focus="一次解决率", lines=rows)


def submitted(cast: Any) -> Matter:
    """…and submitted it."""
    return act(written(cast), cast.zhoumin, "submit")


def running(cast: Any) -> Matter:
    """…and 苏婉清, the executive in charge, confirmed it."""
    return act(submitted(cast), cast.suwanqing, "confirm", opinion="同意")


def lines_of(plan: Matter) -> list[PlanLine]:
    """The items of a plan in order."""
    return list(PlanLine.objects.filter(plan=plan).select_related("matter"))


def as_row(line: PlanLine, **changes: Any) -> dict[str, Any]:
    """An item as the form sends it back."""
    return {
        "line": str(line.uid), "content": line.content, "standard": line.standard,
        "owner": str(line.owner.uid), "due_on": line.due_on.isoformat(),
        **({"starts_on": line.starts_on.isoformat()} if line.starts_on else {}), **changes,
    }  # fmt: skip


def owed(matter: Matter) -> list[tuple[str, str]]:
    """(step, name of who holds it) of the open items."""
    items = WorkItem.objects.filter(matter=matter, closed_at=None).order_by("id")
    return [(one.step, one.person.name if one.person else one.department.code) for one in items]


def due(matter: Matter) -> str:
    """When the first open item is due, by the wall clock."""
    item = WorkItem.objects.filter(matter=matter, closed_at=None).earliest("id")
    assert item.due_at is not None
    return f"{clock.local(item.due_at):%m-%d %H:%M}"
