"""The sheet of an acceptance for its page."""

from datetime import date
from typing import Any

from django import template

from xieli.procedures.project import accepting
from xieli.procedures.project.models import Judgement, Verdict
from xieli.procedures.project.tables import shown

register = template.Library()


@register.simple_tag
def acceptance_sheet(page: Any) -> dict[str, Any]:
    """How far it is, what was found wanting, who is in the group: what the details hold as ids, as people."""
    details = page.scene.details
    last: dict[accepting.Line, Judgement] = {}
    for one in Judgement.objects.filter(acceptance=page.matter).select_related("department"):
        last[accepting.Line(one.criterion, one.department_id)] = one
    asked = accepting.asked(page.matter, details.criteria, details.round)
    return {
        "lines": len(asked),
        "judged": sum(line in last and last[line].round == details.round for line in asked),
        "wanting": [one for one in last.values() if one.verdict != Verdict.PASS],
        "group": _group(page),
        "figures": _dated(details.figures),
        "loose_ends": [_dated(row) for row in shown(details.loose_ends)],
    }


DAYS = ("planned_end", "first_end", "actual_end", "planned", "actual", "due")


def _dated(kept: dict[str, Any]) -> dict[str, Any]:
    """With the dates that JSON holds as text as dates again, also those of its lines."""
    found = {
        key: date.fromisoformat(str(value)) if key in DAYS and value else value for key, value in kept.items()
    }
    return {**found, "lines": [_dated(line) for line in kept["lines"]]} if "lines" in kept else found


def _group(page: Any) -> list[dict[str, Any]]:
    """Its members, each with when they signed in this round."""
    rows = shown(page.scene.details.group)
    signed = accepting.signed(page.matter) if rows else {}
    return [{**row, "signed": signed.get(row["person"].pk)} for row in rows]
