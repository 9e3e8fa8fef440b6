"""What the acts on a decision do besides moving it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.ending import end_children
from xieli.matters.commands.under import open_under
from xieli.matters.errors import ActionError
from xieli.matters.models import Link, Matter
from xieli.organisation import queries as organisation

LEADERS = {"executive", "general_manager"}
SIGN = gettext_noop("%(matter)s：请您签字确认")
REVOKED = gettext_noop("%(matter)s 已撤销，不再执行")


def record(act: Act) -> None:
    """Decisions are leaders'; it counts for the decider's department; what follows from it becomes work.

    The product records what a leading group decided: its chair was set in by a leader (3.1.b). Who knows of the
    matter it was decided in knows of it.
    """
    decider = act.data["decided_by"]
    if act.actor.kind == "system" and act.matter.parent is not None:
        act.joins(departments=act.matter.parent.departments, people=act.matter.parent.people)
    elif organisation.duties_of(decider).isdisjoint(LEADERS):
        raise ActionError(_("%(person)s不是公司领导，不能作为决策人。") % {"person": decider.name})
    signers = [one.pk for one in act.data["signers"]]
    act.set_details(lead_department=decider.department, summary=act.details.content, signers=signers)
    act.joins(people=[decider.pk, *signers])
    act.notice(signers, "message", SIGN)
    _link(act, act.data.get("concerns"), "concerns")
    _follow(act, act.data["follow_ups"])


def add_follow_ups(act: Act) -> None:
    """More that follows from it."""
    _follow(act, act.data["follow_ups"])


def _follow(act: Act, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        if row["needed_by"] is not None and row["needed_by"] <= act.now:
            raise ActionError(_("落实事项的完成期限要晚于现在。"))
        owner, due = row["owner"], row["needed_by"]
        data = {
            "title": row["content"].splitlines()[0][:100],
            "content": row["content"],
            "lead_department": str(row["department"].uid),
            "owner": str(owner.uid) if owner else None,
            "judge": str(act.details.decided_by.uid),
            "needed_by": clock.local(due).strftime("%Y-%m-%dT%H:%M") if due else None,
        }
        open_under(act, "follow_up", data)


def revoke(act: Act) -> None:
    """It no longer holds: what followed from it ends with it, and who still works on that hears why."""
    other = act.data.get("replaced_by")
    act.set_details(replaced_by=other)
    _link(act, other, "replaced_by")
    open_ones = Matter.objects.filter(parent=act.matter, closed_at=None)
    people = [one for child in open_ones for one in child.people]
    act.notice(people, "decided", REVOKED)
    end_children(act)


def _link(act: Act, other: Matter | None, kind: str) -> None:
    if other is not None:
        Link.objects.get_or_create(source=act.matter, target=other, kind=kind, defaults={"at": act.now})
