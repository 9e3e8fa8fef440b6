"""A plan in force is changed, with trace: by the head, or with the word of the executive who confirmed it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.organisation import queries as organisation

from .. import lines
from ..forms import typed
from ..models import Fate, PlanLine
from .running import close_of, hand_out_due, hold_items

CHANGED = gettext_noop("%(matter)s：计划调整已确认")
NOT_CHANGED = gettext_noop("%(matter)s：计划调整未获同意")


def _rows(act: Act) -> list[dict[str, Any]]:
    assert act.matter.lead_department_id is not None
    lines.check(act.data["lines"], act.details.period, act.matter.lead_department_id)
    rows = [lines.plain(row) for row in act.data["lines"]]
    act.journal.get("data", {}).pop("lines", None)
    found = lines.differences(act.matter, rows)
    if not found:
        raise ActionError(_("计划没有改动。"))
    _check_days(act, found)
    act.journal["changes"] = found
    return rows


def _check_days(act: Act, found: list[dict[str, Any]]) -> None:
    """Nothing is planned back into the past."""
    today = clock.local(act.now).date().isoformat()
    for one in found:
        after, before = one.get("after"), one.get("before", {})
        if after and after["due_on"] < today and after["due_on"] != before.get("due_on"):
            raise ActionError(_("「%(item)s」的完成日期不能早于今天。") % {"item": after["content"]})


def change(act: Act) -> None:
    """At once; those above the department read what was changed in the timeline."""
    rows = _rows(act)
    act.set_details(reason=act.data["reason"])
    _apply(act, rows)


def propose(act: Act) -> None:
    """Kept until it is confirmed; until then the plan stands as it is."""
    act.set_details(proposed=_rows(act), reason=act.data["reason"], submitted_by=act.actor.person)


def ruled(act: Act) -> None:
    """Confirmed, it takes effect; else the plan stays as it was."""
    proposed, agreed = act.details.proposed, act.data["verdict"] == "agree"
    act.set_details(proposed=None)
    if agreed and proposed is not None:
        act.journal["changes"] = lines.differences(act.matter, proposed)
        _apply(act, proposed)
    head = organisation.head_of(act.matter.lead_department_id) if act.matter.lead_department_id else None
    told = [act.details.submitted_by_id, head.pk if head else None]
    act.notice(told, "decided", CHANGED if agreed else NOT_CHANGED)


def _apply(act: Act, rows: list[dict[str, Any]]) -> None:
    """Lines follow the rows; work that was given out follows its line. What is finished meanwhile stays."""
    hold_items(act)
    every = PlanLine.objects.filter(plan=act.matter).select_related("matter", "owner")
    kept = {str(one.uid): one for one in every}
    last = max((one.no for one in kept.values()), default=0)
    open_ones = {uid for uid, one in kept.items() if one.fate == Fate.OPEN}
    for row in rows:
        uid = row["line"]
        if uid and uid not in open_ones:
            continue  # finished since the change was written
        line = kept.get(uid) if uid else None
        if line is None:
            last += 1
            line = PlanLine(plan=act.matter, no=last)
        former = line.owner_id
        lines.put(line, lines.row_of(row))
        open_ones.discard(uid)
        _follow(act, line, former)
    for uid in open_ones:
        _drop(act, kept[uid])
    act.set_details(changes=act.details.changes + 1, lines_hash=lines.hash_of(act.matter))
    hand_out_due(act)


def _follow(act: Act, line: PlanLine, former: int | None) -> None:
    """The work item of a changed line: given to another it ends where it was, to be handed out anew."""
    if line.matter is None:
        return
    if line.matter.closed_at is not None:  # declared void on its own: handed out anew
        line.matter = None
        line.save(update_fields=["matter"])
        return
    if former != line.owner_id:
        matter, line.matter = line.matter, None
        line.save(update_fields=["matter"])
        perform(matter, "void", SYSTEM, {"reason": str(_("计划调整"))}, now=act.now)
        return
    data = {
        "title": line.content,
        "standard": line.standard,
        "due_at": typed(close_of(line.due_on)),
    }
    perform(line.matter, "shift", SYSTEM, data, now=act.now)


def _drop(act: Act, line: PlanLine) -> None:
    line.fate, line.why = Fate.DROPPED, act.details.reason
    line.save(update_fields=["fate", "why"])
    if line.matter is not None and line.matter.closed_at is None:
        perform(line.matter, "withdraw", SYSTEM, {"reason": act.details.reason}, now=act.now)
