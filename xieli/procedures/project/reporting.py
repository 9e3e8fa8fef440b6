"""Plan against what happened, as the acceptance report freezes it."""

from typing import Any

from xieli.matters.models import Matter

from . import week
from .calendar import days
from .execution import plan_of
from .models import Baseline, PlanTask


def figures(project: Matter) -> dict[str, Any]:
    """Dates, deviations in working days and money of a project and its lines. Five queries."""
    plan, counted = plan_of(project), days()
    rows = list(PlanTask.objects.filter(project=project, dropped=False).exclude(kind="phase"))
    first = Baseline.objects.get(project=project, no=0)
    ends = [row.actual_end for row in rows if row.actual_end is not None]
    ended = max(ends) if ends and len(ends) == len(rows) else None
    planned = max((row.planned_end for row in rows), default=first.ends_on)
    cost = week.cost_of(project, plan.total)

    def late(end: Any, due: Any) -> int | None:
        return counted.past(end) - counted.past(due) if end is not None else None

    return {
        "first_end": first.ends_on.isoformat(),
        "planned_end": planned.isoformat(),
        "actual_end": ended.isoformat() if ended else "",
        "days": late(ended, planned),
        "budget": str(cost.budget),
        "spent": str(cost.spent),
        "lines": [
            {
                "code": row.code,
                "name": row.name,
                "planned": row.planned_end.isoformat(),
                "actual": row.actual_end.isoformat() if row.actual_end else "",
                "days": late(row.actual_end, row.planned_end),
            }
            for row in rows
        ],
    }
