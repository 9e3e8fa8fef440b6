"""The sheet of an acceptance for its page."""

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
        "loose_ends": shown(details.loose_ends),
    }


def _group(page: Any) -> list[dict[str, Any]]:
    """Its members, each with when they signed in this round."""
    rows = shown(page.scene.details.group)
    signed = accepting.signed(page.matter) if rows else {}
    return [{**row, "signed": signed.get(row["person"].pk)} for row in rows]
