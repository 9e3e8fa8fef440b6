"""The end of the period: what was reached, and what becomes of what was not."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core.marks import listed
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from ..models import Fate, PlanLine
from ..periods import Period
from .drawing import UNDONE
from .running import hold_items


def sum_up(act: Act) -> None:
    """Each unfinished item is carried over or given up, with a reason; its work item ends with the plan."""
    details = act.details
    hold_items(act)
    said = {str(row["line"]): row for row in act.data.get("fates", ())}
    open_ones = list(PlanLine.objects.filter(plan=act.matter, fate=Fate.OPEN).select_related("matter"))
    missing = [one.content for one in open_ones if str(one.uid) not in said]
    if missing:
        raise ActionError(_("请说明未完成事项的处理：%(items)s") % {"items": listed(missing)})
    coming = details.period.next()
    for line in open_ones:
        _settle(act, line, said[str(line.uid)], coming)
    act.set_details(proposed=None)
    every = PlanLine.objects.filter(plan=act.matter).values_list("fate", flat=True)
    act.journal["result"] = {fate or "open": list(every).count(fate) for fate in set(every)}
    if any(row["fate"] == Fate.CARRIED for row in said.values()):
        assert act.matter.lead_department_id is not None
        transaction.on_commit(
            partial(carry_now, act.matter.lead_department_id, details.cadence, coming), robust=True
        )


def _settle(act: Act, line: PlanLine, row: dict[str, Any], coming: Period) -> None:
    due = row["next_due"]
    if row["fate"] == Fate.CARRIED and due is not None and not coming.first <= due <= coming.last:
        raise ActionError(_("「%(item)s」的下期完成日期不在下一计划期内。") % {"item": line.content})
    line.fate, line.why, line.next_due = row["fate"], row["why"], due
    line.save(update_fields=["fate", "why", "next_due"])
    if line.matter is not None and line.matter.closed_at is None:
        perform(line.matter, "withdraw", SYSTEM, {"reason": row["why"]}, now=act.now)


def carry_now(department: int, cadence: str, coming: Period) -> bool:
    """Into the next plan, where there is one; else the next plan begins with it."""
    rows = Matter.objects.filter(
        procedure="work_plan", lead_department=department, work_plan__cadence=cadence,
        work_plan__starts_on__gte=coming.first,
    )  # fmt: skip
    following = rows.exclude(outcome__in=UNDONE).order_by("work_plan__starts_on").first()
    # While it waits to be confirmed its items stay as they were submitted: they come in when it is in force.
    if following is None or following.state not in ("drawing_up", "running"):
        return False
    perform(following, "carry_in", SYSTEM)
    return True
