"""Reading matters: lists by filters and cursor, one matter, its ledger, the procedures there are."""

import base64
import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.matters import registry
from xieli.matters.models import Event, Matter
from xieli.matters.queries import blind
from xieli.matters.scene import Scene
from xieli.search import find

from . import showing
from .callers import Bearer, actor_of, visible
from .shapes import CommentOut, EventOut, MatterOut, Page, Problem

router = Router(auth=Bearer(Scope.READ_MATTERS), tags=["matters"])
MOST = 100


# A key of a declaration; anything else could not be asked of the database (a NUL, say).
Name = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class Filter(Schema):
    """What to list. Moments are ISO 8601; `cursor` comes from the page before."""

    procedure: Name | None = None
    state: Name | None = None
    department: UUID | None = None
    open: bool | None = None
    due_before: datetime | None = None
    opened_after: datetime | None = None
    q: str | None = None
    limit: int = 50
    cursor: str | None = None


@router.get("/procedures", response=list[dict[str, Any]], summary="流程 The procedures")
def procedures(request: Any) -> list[dict[str, Any]]:
    """Every procedure with its states and acts, from the declarations."""
    return [
        {
            "key": one.key,
            "name": str(one.name),
            "clause": one.clause,
            "version": one.version,
            "start": one.start,
            "states": {
                name: {"label": str(state.label), "final": state.final} for name, state in one.states.items()
            },
            "actions": {
                name: {
                    "label": str(action.label),
                    "from": [state.name for state in action.move.sources],
                    "to": one.targets(action),
                    "by": action.by.name,
                }
                for name, action in one.actions.items()
            },
        }
        for one in registry.all_procedures()
    ]


@router.get("/matters", response={200: Page, 404: Problem, 422: Problem}, summary="事项 Matters")
def matters(request: Any, filters: Query[Filter]) -> Any:
    """The matters the caller may see, newest first, a page at a time."""
    limit = max(1, min(filters.limit, MOST))
    rows = _filtered(visible(request), filters).order_by("-opened_at", "-id")
    if filters.cursor:
        opened, pk = _position(filters.cursor)
        rows = rows.filter(Q(opened_at__lt=opened) | Q(opened_at=opened, pk__lt=pk))
    found = list(rows[: limit + 1])
    following = _cursor(found[limit - 1]) if len(found) > limit else None
    return {"rows": found[:limit], "next": following}


def _filtered(rows: Any, filters: Filter) -> Any:
    if filters.q:
        rows = find.found(rows, filters.q, ["number", "title", "summary"], vector="words")
    given: dict[str, Any] = {
        "procedure": filters.procedure,
        "state": filters.state,
        "lead_department__uid": filters.department,
        "due_at__lt": filters.due_before,
        "opened_at__gt": filters.opened_after,
    }
    rows = rows.filter(head_seq__gt=0, **{name: value for name, value in given.items() if value is not None})
    return rows if filters.open is None else rows.filter(closed_at__isnull=filters.open)


def _cursor(row: Matter) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.opened_at.isoformat(), row.pk]).encode()).decode()


def _position(cursor: str) -> tuple[datetime, int]:
    try:
        opened, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(opened), int(pk)
    except (ValueError, TypeError) as wrong:
        raise Http404 from wrong


def one(request: Any, uid: UUID) -> Matter:
    """The matter of this uid, if the caller may see it. Hidden and missing are the same 404."""
    row = visible(request).select_related("lead_department", "initiator").filter(uid=uid).first()
    if row is None:
        raise Http404
    found: Matter = row
    return found


@router.get("/matters/{uid}", response={200: MatterOut, 404: Problem}, summary="事项 One matter")
def matter(request: Any, uid: UUID) -> Any:
    """One matter: details, who holds it, what the caller may do now."""
    row = one(request, uid)
    return showing.matter(row, actor_of(request), Scene.load(row, clock.now()))


@router.get("/matters/{uid}/events", response={200: list[EventOut], 404: Problem}, summary="流水 The ledger")
def events(request: Any, uid: UUID, after: int = 0) -> Any:
    """The lines of a matter's ledger after a sequence number, oldest first, at most 500."""
    row, caller = one(request, uid), actor_of(request).person_id
    hidden = blind.rounds(Scene.load(row, clock.now()))
    rows = Event.objects.filter(matter=row, seq__gt=after)
    return [
        showing.event(row, veiled=blind.hides(row, hidden, caller))
        for row in rows.select_related("actor").prefetch_related("texts").order_by("seq")[:500]
    ]


@router.get(
    "/matters/{uid}/comments", response={200: list[CommentOut], 404: Problem}, summary="讨论 The discussion"
)
def comments(request: Any, uid: UUID) -> Any:
    """What was said on a matter, oldest first. Saying something is the act `comment`."""
    return showing.comments(one(request, uid))
