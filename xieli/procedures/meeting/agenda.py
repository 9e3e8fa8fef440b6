"""What a meeting's agenda begins with: named by its kind, made from what stands open.

Everybody invited reads an agenda, so matters that not all of the company may see stand in it only as a number.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.models import Matter, Round

from .kinds import KINDS

Row = dict[str, Any]
MOST = 8  # of one source: the rest stands in the lists
MOST_OPEN = 40  # of what was resolved before
RECENT = timedelta(days=14)


def open_before(matter: Matter) -> "QuerySet[Matter]":
    """Resolutions of earlier meetings of the same series (or on the same matter) that are not carried out yet."""
    if matter.parent_id is None:
        return Matter.objects.none()
    earlier = Matter.objects.filter(procedure="meeting", parent=matter.parent_id).exclude(pk=matter.pk)
    rows = Matter.objects.filter(Q(parent__in=earlier), procedure="resolution", closed_at=None)
    return rows.select_related("lead_department").order_by("next_due_at", "pk")


def _still_open(matter: Matter) -> list[Row]:
    return [
        _row(_("跟进决议 %(number)s：%(title)s") % {"number": one.number, "title": one.title}, one)
        for one in open_before(matter)[:MOST_OPEN]
    ]


def _concern(matter: Matter) -> list[Row]:
    """The matter the meeting was called on."""
    on = matter.parent
    if on is None or on.procedure == "meeting_series":
        return []
    return [_row(f"{on.number or ''} {on.title}".strip(), on)]


def _overdue(matter: Matter) -> list[Row]:
    """A point for each department with overdue matters, the most first; then the worst by name, problems left out,
    which stand among the problems."""
    late = Matter.objects.filter(closed_at=None, next_due_at__lt=clock.now()).exclude(lead_department=None)
    many = (
        late.values("lead_department__name").annotate(n=Count("pk")).order_by("-n", "lead_department__name")
    )
    rows = [
        _row(
            _("%(department)s：逾期事项 %(n)s 项")
            % {"department": one["lead_department__name"], "n": one["n"]}
        )
        for one in many
    ]
    worst = late.filter(classification="company").exclude(procedure="problem")
    worst = worst.select_related("lead_department").order_by("next_due_at")
    return [
        *rows,
        *(_row(_("逾期：%(title)s（%(department)s）") % _named(one), one) for one in worst[:MOST]),
    ]


def _problems(matter: Matter) -> list[Row]:
    """Problems that were reported and not solved, the grave ones first."""
    found = Matter.objects.filter(procedure="problem", closed_at=None, classification="company")
    found = found.exclude(number=None).select_related("lead_department").order_by("-priority", "opened_at")
    return [_row(_("未解决的问题：%(title)s（%(department)s）") % _named(one), one) for one in found[:MOST]]


def _notices(matter: Matter) -> list[Row]:
    """Matters somebody said in good time will be late."""
    told = Round.objects.filter(
        purpose="extension", payload__early=True, opened_at__gte=clock.now() - RECENT, matter__closed_at=None,
        matter__classification="company",
    )  # fmt: skip
    ids = told.values("matter")
    found = Matter.objects.filter(pk__in=ids).select_related("lead_department").order_by("next_due_at")
    return [
        _row(_("提前说明可能延期：%(title)s（%(department)s）") % _named(one), one) for one in found[:MOST]
    ]


def _named(one: Matter) -> dict[str, str]:
    department = one.lead_department.name if one.lead_department else "—"
    return {"title": f"{one.number or ''} {one.title}".strip()[:120], "department": department}


def _row(subject: str, about: Matter | None = None) -> Row:
    return {"subject": subject[:200], "about": str(about.uid) if about is not None else ""}


SOURCES: Mapping[str, Callable[[Matter], list[Row]]] = {
    "still_open": _still_open,
    "concern": _concern,
    "overdue": _overdue,
    "problems": _problems,
    "notices": _notices,
}


def opened_with(matter: Matter, kind: str, rows: Iterable[Row]) -> list[Row]:
    """What its kind begins with, as it is now, then the rows of people. Drawn up again, what was made before is made
    anew (with the minutes given to it): nothing stands twice, nothing stays that is settled."""
    rows = list(rows)
    minutes = {row["subject"]: row.get("minutes") for row in rows}
    first: dict[str, Row] = {}
    for name in KINDS[kind].agenda:
        for row in SOURCES[name](matter):
            first.setdefault(row["subject"], {**row, "minutes": minutes.get(row["subject"]), "made": name})
    own = [row for row in rows if not row.get("made") and row["subject"] not in first]
    return [*first.values(), *own]
