"""Reading matters: lists by filters and cursor, one matter, its ledger, the procedures there are."""

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.core.snapshot import one_moment
from xieli.matters import registry
from xieli.matters.models import Attachment, Event, Matter
from xieli.matters.queries import blind
from xieli.matters.scene import Scene
from xieli.matters.web import reading
from xieli.search import find

from . import showing
from .callers import Bearer, actor_of, person_of, visible
from .errors import Malformed
from .shapes import CommentOut, EventOut, MatterOut, Moment, Page, Problem

router = Router(auth=Bearer(Scope.READ_MATTERS), tags=["matters"])
MOST = 100
BYTES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


# A key of a declaration; anything else could not be asked of the database (a NUL, say).
Name = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class Filter(Schema):
    """What to list. Moments are ISO 8601; `cursor` comes from the page before."""

    procedure: Name | None = None
    state: Name | None = None
    department: UUID | None = None
    open: bool | None = None
    due_before: Moment | None = None
    opened_after: Moment | None = None
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
    except (ValueError, TypeError, OverflowError) as wrong:
        raise Malformed("cursor", _("请原样使用上一页 next 的值。")) from wrong


def one(request: Any, uid: UUID) -> Matter:
    """The matter of this uid, if the caller may see it. Hidden and missing are the same 404."""
    row = visible(request).select_related("lead_department", "initiator").filter(uid=uid).first()
    if row is None:
        raise Http404
    found: Matter = row
    return found


def note_reading(request: Any, matter: Matter, attachment: Attachment | None = None) -> None:
    """Write down who read what is classified 秘密 or above, as the pages do (5.2.a)."""
    person = person_of(request)
    if person is not None:
        reading.log(matter, person, clock.now(), attachment)


@router.get("/matters/{uid}", response={200: MatterOut, 404: Problem}, summary="事项 One matter")
def matter(request: Any, uid: UUID) -> Any:
    """One matter: details, who holds it, what the caller may do now."""
    actor = actor_of(request)
    with one_moment():
        row = one(request, uid)
        scene = Scene.load(row, clock.now(), alone=actor.person_id or 0)
    note_reading(request, row)
    return showing.matter(row, actor, scene)


@router.get("/matters/{uid}/events", response={200: list[EventOut], 404: Problem}, summary="流水 The ledger")
def events(request: Any, uid: UUID, after: int = 0) -> Any:
    """The lines of a matter's ledger after a sequence number, oldest first, at most 500."""
    row, caller = one(request, uid), actor_of(request).person_id
    note_reading(request, row)
    hidden = blind.rounds(Scene.load(row, clock.now()))
    rows = Event.objects.filter(matter=row, seq__gt=after)
    return [
        showing.event(row, secret=blind.hides(row, hidden, caller))
        for row in rows.select_related("actor").prefetch_related("texts").order_by("seq")[:500]
    ]


@router.get(
    "/matters/{uid}/comments", response={200: list[CommentOut], 404: Problem}, summary="讨论 The discussion"
)
def comments(request: Any, uid: UUID) -> Any:
    """What was said on a matter, oldest first. Saying something is the act `comment`."""
    row = one(request, uid)
    note_reading(request, row)
    return showing.comments(row)


@router.get(
    "/matters/{uid}/attachments/{attachment}", response={404: Problem}, openapi_extra=BYTES,
    summary="附件 The bytes of a file",
)  # fmt: skip
def attachment(request: Any, uid: UUID, attachment: UUID) -> Any:
    """A file of a matter, as it was kept; its `sha256` is told with the matter."""
    row = one(request, uid)
    found = Attachment.objects.filter(matter=row, uid=attachment, deleted_at=None).first()
    place = Path(settings.MEDIA_ROOT) / found.path if found else None
    if found is None or place is None or not place.exists():
        raise Http404
    note_reading(request, row, found)
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
