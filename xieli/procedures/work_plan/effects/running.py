"""While a plan runs: its items are handed out when their time comes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.worktime import calendars

from ..forms import typed
from ..models import Fate, PlanDetails, PlanLine

OFFICE = "office"
NOTICE = timedelta(days=30)  # where no beginning is planned, so long before it is due


def begins_on(line: PlanLine, details: PlanDetails) -> date:
    """The day on which an item is handed out."""
    return line.starts_on or max(details.starts_on, line.due_on - NOTICE)


def come_into_force(act: Act, bring_over: Callable[[Act], int]) -> None:
    """What was left over meanwhile comes in, owners may know of it whatever its classification, work begins."""
    bring_over(act)
    owners = PlanLine.objects.filter(plan=act.matter).values_list("owner_id", flat=True)
    act.joins(people=dict.fromkeys(owners))
    hand_out_due(act)


def hold_items(act: Act) -> None:
    """Lock the open work items before their lines are written: who reports on one takes the locks in this order."""
    rows = Matter.objects.filter(plan_line__plan=act.matter, closed_at=None).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def waiting(plan: Any) -> Any:
    """The open items of a plan that were not handed out."""
    return PlanLine.objects.filter(plan=plan, matter=None, fate=Fate.OPEN).select_related("owner", "goal")


def hand_out_due(act: Act) -> None:
    """Every item whose day has come."""
    today = clock.local(act.now).date()
    for line in waiting(act.matter):
        if begins_on(line, act.details) <= today:
            give(act, line)


def start_early(act: Act) -> None:
    """One item before its day."""
    give(act, act.data["line"])


def give(act: Act, line: PlanLine) -> None:
    """The item as its owner's work."""
    lead = organisation.department_by_id(act.matter.lead_department_id or 0)
    assert lead is not None
    data = {
        "title": line.content,
        "standard": line.standard,
        "lead_department": str(lead.uid),
        "owner": str(line.owner.uid),
        "due_at": typed(close_of(line.due_on)),
        "goal": str(line.goal.uid) if line.goal else "",
    }
    line.matter = open_under(act, "item", data)
    line.save(update_fields=["matter"])


def close_of(day: date) -> datetime:
    """Close of business of a day, or of the last working day before it: plans are reckoned in the office's days."""
    calendar = calendars.get(OFFICE)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return calendar.nth_close(clock.at(day.year, day.month, day.day), 1)
