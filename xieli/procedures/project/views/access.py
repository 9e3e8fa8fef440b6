"""Which project a page is about, and which part of its chart; strangers get 404 as for one that isn't there."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from xieli.matters.models import Matter
from xieli.organisation.models import Person

from ..models import Baseline


def project_for(person: Person, uid: UUID) -> Matter:
    """A project with its details. Http404."""
    rows = Matter.objects.visible_to(person).filter(procedure="project", head_seq__gt=0)
    found = rows.select_related("project", "goal").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def planned_for(person: Person, uid: UUID) -> tuple[Matter, Baseline]:
    """A project whose plan is in force, and the plan. Http404."""
    project = project_for(person, uid)
    baseline = Baseline.objects.filter(project=project).order_by("-no").first()
    if baseline is None:
        raise Http404
    return project, baseline


def with_plan(person: Person, uid: UUID) -> Matter:
    """A project or a change of one: whatever has a plan, or a draft of one. Http404."""
    rows = Matter.objects.visible_to(person).filter(procedure__in=["project", "plan_change"], head_seq__gt=0)
    found = rows.select_related("plan_draft", "parent").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def seen(request: HttpRequest) -> dict[str, Any]:
    """The part of the chart a reader has before them: its scale, the phases folded, the page."""
    scale, page = request.GET.get("scale", "week"), request.GET.get("page", "1")
    return {
        "scale": scale if scale in ("day", "week", "month") else "week",
        "folded": [code for code in request.GET.get("fold", "").split(",") if code],
        "page": int(page) if page.isdecimal() and len(page) < 6 else 1,
    }
