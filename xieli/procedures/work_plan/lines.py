"""The items of a plan as rows: checked, written, signed, compared."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xieli.matters import ledger
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation

from .models import Fate, PlanLine
from .periods import Period

Row = Mapping[str, Any]
FIELDS = ("content", "standard", "owner", "starts_on", "due_on", "goal")


def check(rows: Iterable[Row], period: Period, department: int) -> None:
    """Due in the period, owned by somebody of the department. Raises ActionError naming the item."""
    for row in rows:
        if not period.first <= row["due_on"] <= period.last:
            raise ActionError(
                _("「%(item)s」的完成日期不在计划期内（%(first)s 至 %(last)s）。")
                % {"item": row["content"], "first": period.first, "last": period.last}
            )
        owner = row["owner"]
        if department not in (*organisation.departments_of(owner), *organisation.headed_by(owner)):
            raise ActionError(
                _("%(person)s不是本部门人员；需要其他部门配合的，请由负责人发起协作请求。")
                % {"person": owner.name}
            )


def write(plan: Matter, rows: Iterable[Row]) -> None:
    """The items of a plan that is drawn up, in the order of the table. What was carried over stays: it ends by the
    summary of the plan, with a reason."""
    kept = {str(one.uid): one for one in PlanLine.objects.filter(plan=plan)}
    for no, row in enumerate(rows, start=1):
        line = kept.pop(str(row["line"]), None) or PlanLine(plan=plan)
        line.no = no
        put(line, row)
    for line in kept.values():
        if line.origin_id is not None:
            raise ActionError(
                _("「%(item)s」是上期结转的事项，不能删除；确实不再进行的，在期末总结时说明原因。")
                % {"item": line.content}
            )
        line.delete()


def put(line: PlanLine, row: Row) -> None:
    """What a row says of an item."""
    for name in FIELDS:
        setattr(line, name, row[name])
    line.save()


def hash_of(plan: Matter) -> str:
    """Digest of what the items say: signed with the plan."""
    rows = PlanLine.objects.filter(plan=plan).order_by("no", "pk")
    return ledger.sha256(ledger.canonical([said(one) for one in rows]))


def said(line: PlanLine) -> dict[str, Any]:
    """What an item says, as plain values."""
    return {
        "line": str(line.uid),
        "content": line.content,
        "standard": line.standard,
        "owner": line.owner_id,
        "starts_on": line.starts_on.isoformat() if line.starts_on else None,
        "due_on": line.due_on.isoformat(),
        "goal": line.goal_id,
    }


def plain(row: Row) -> dict[str, Any]:
    """A row of a form as plain values, to be kept until it is confirmed."""
    return {
        "line": str(row["line"] or ""),
        "content": row["content"],
        "standard": row["standard"],
        "owner": row["owner"].pk,
        "starts_on": row["starts_on"].isoformat() if row["starts_on"] else None,
        "due_on": row["due_on"].isoformat(),
        "goal": row["goal"].pk if row["goal"] else None,
    }


def row_of(kept: Row) -> dict[str, Any]:
    """A kept row with its days and people again."""
    from xieli.goals.models import Goal

    return {
        **kept,
        "owner": organisation.person_by_id(kept["owner"]),
        "starts_on": date.fromisoformat(kept["starts_on"]) if kept["starts_on"] else None,
        "due_on": date.fromisoformat(kept["due_on"]),
        "goal": Goal.objects.filter(pk=kept["goal"]).first() if kept["goal"] else None,
    }


def differences(plan: Matter, proposed: Iterable[Row]) -> list[dict[str, Any]]:
    """What a change does to the unfinished items: each row with `kind` new | gone | changed, before and after."""
    kept = {str(one.uid): said(one) for one in PlanLine.objects.filter(plan=plan, fate=Fate.OPEN)}
    found = []
    for row in proposed:
        before = kept.pop(row["line"], None) if row["line"] else None
        if before is None:
            found.append({"kind": "new", "after": dict(row)})
        elif any(before[name] != row[name] for name in FIELDS):
            found.append({"kind": "changed", "before": before, "after": dict(row)})
    return found + [{"kind": "gone", "before": one} for one in kept.values()]
