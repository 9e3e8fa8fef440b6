"""The sheet of a handover for its page."""

from typing import Any

from django import template

from xieli.procedures.handover import shown
from xieli.procedures.handover.models import HandoverLine

register = template.Library()


@register.simple_tag
def handover_sheet(page: Any) -> dict[str, Any]:
    """The lines kind by kind as the reader may see them, how many are checked, and which the reader may judge here."""
    groups = shown.groups(page.scene, page.person)
    lines = [row.line for group in groups for row in group.rows]
    open_lines = [one for one in lines if not one.stays and one.outcome != HandoverLine.Outcome.LAPSED]
    judge = next((one for one in page.actions if one.name == "judge"), None)
    return {
        "groups": groups,
        "total": len(open_lines),
        "checked": sum(bool(one.verdict) for one in open_lines),
        "disputed": sum(
            one.verdict == HandoverLine.Verdict.DISPUTED and not one.ruling for one in open_lines
        ),
        "moved": sum(one.outcome == HandoverLine.Outcome.MOVED for one in open_lines),
        "back": sum(one.outcome == HandoverLine.Outcome.BACK for one in open_lines),
        "judges": judge is not None,
        "item": judge.item.pk if judge is not None and judge.item is not None else "",
    }
