"""What a meeting's agenda begins with: named by its kind, made from what stands open."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xieli.matters.models import Matter

from .kinds import KINDS

Row = dict[str, Any]


def open_before(matter: Matter) -> "QuerySet[Matter]":
    """Resolutions of earlier meetings of the same series (or on the same matter) that are not carried out yet."""
    if matter.parent_id is None:
        return Matter.objects.none()
    earlier = Matter.objects.filter(procedure="meeting", parent=matter.parent_id).exclude(pk=matter.pk)
    rows = Matter.objects.filter(Q(parent__in=earlier), procedure="resolution", closed_at=None)
    return rows.select_related("lead_department").order_by("next_due_at", "pk")


def _still_open(matter: Matter) -> list[Row]:
    return [
        _row(_("跟进决议 %(number)s：%(title)s") % {"number": one.number, "title": one.title})
        for one in open_before(matter)
    ]


def _concern(matter: Matter) -> list[Row]:
    """The matter the meeting was called on."""
    on = matter.parent
    if on is None or on.procedure == "meeting_series":
        return []
    return [_row(f"{on.number or ''} {on.title}".strip())]


def _row(subject: str) -> Row:
    return {"subject": subject[:200], "minutes": None}


SOURCES: Mapping[str, Callable[[Matter], list[Row]]] = {"still_open": _still_open, "concern": _concern}


def opened_with(matter: Matter, kind: str, rows: list[Row]) -> list[Row]:
    """The rows of an agenda after those its kind begins with; none twice."""
    first = [row for name in KINDS[kind].agenda for row in SOURCES[name](matter)]
    have = {row["subject"] for row in rows}
    return [*(row for row in first if row["subject"] not in have), *rows]
