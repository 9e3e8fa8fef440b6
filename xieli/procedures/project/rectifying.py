"""From a word of an acceptance to a rectification: answered for by the leader, looked at again by who said it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person

from .calendar import close_of
from .models import AcceptanceItem, Judgement, Reason, Verdict


def order(act: Act, found: Judgement | dict[str, Any]) -> Matter:
    """Open the rectification of a judgement that did not pass, or of a loose end of the report."""
    if isinstance(found, Judgement):
        return _of_judgement(act, found)
    return _of_loose_end(act, found)


def _of_judgement(act: Act, found: Judgement) -> Matter:
    criterion = next(one for one in act.details.criteria if one["code"] == found.criterion)
    assert act.matter.parent is not None
    leader = act.matter.parent.project.leader
    assert leader is not None and leader.department is not None
    wanted = criterion["standard"] or criterion["text"]
    child = _open(
        act, "item", title=_title(found, criterion["text"]), finding=found.remark,
        requirement=_("达到验收标准：%(standard)s") % {"standard": wanted},
        department=leader.department, owner=leader, checker=found.person,
        clause=_("%(matter)s 第 %(round)s 次验收，%(department)s")
        % {"matter": act.matter.reference, "round": found.round, "department": found.department},
    )  # fmt: skip
    reason = Reason.FAILED if found.verdict == Verdict.FAIL else Reason.CONDITION
    AcceptanceItem.objects.create(
        matter=child, acceptance=act.matter, round=found.round, reason=reason,
        criterion=found.criterion, department=found.department,
    )  # fmt: skip
    return child


def _title(found: Judgement, text: str) -> str:
    """Criterion, and whose word it was: several departments judge one, some in several rounds."""
    who = found.department.short_name or found.department.name
    if found.round > 1:
        who = _("%(department)s，第 %(round)s 次验收") % {"department": who, "round": found.round}
    ending = f"（{who}）"
    return f"{found.criterion} {text}"[: 120 - len(ending)] + ending


def _of_loose_end(act: Act, row: dict[str, Any]) -> Matter:
    """Looked at again by who issued the report; where they are to do it themselves, by their superior."""
    assert act.actor.person is not None
    checker: Person | None = act.actor.person
    if checker == row["person"]:
        checker = organisation.superior_of(act.actor.person)
    child = _open(
        act, "loose_end", title=row["text"], finding=row["text"], requirement=_("按期完成遗留问题。"),
        department=row["department"], owner=row["person"], checker=checker, due=row["due"],
        clause=_("%(matter)s 验收报告") % {"matter": act.matter.reference},
    )  # fmt: skip
    AcceptanceItem.objects.create(
        matter=child, acceptance=act.matter, round=act.details.round, reason=Reason.LOOSE_END
    )
    return child


def _open(
    act: Act,
    label: str,
    *,
    title: str,
    finding: str,
    requirement: str,
    department: Department,
    owner: Person,
    checker: Person | None,
    clause: str,
    due: date | None = None,
) -> Matter:
    data = {
        "title": title[:120],
        "grade": "ordinary",
        "finding": finding,
        "requirement": requirement,
        "clause": clause[:100],
        "lead_department": str(department.uid),
        "owner": str(owner.uid),
        "checker": str(checker.uid) if checker is not None else None,
        "due_at": clock.local(close_of(due)).strftime("%Y-%m-%dT%H:%M") if due is not None else None,
    }
    return open_under(act, label, data)
