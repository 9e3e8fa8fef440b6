"""Intake for the charging app (4.3.a): a customer's demand comes in, its progress is asked for."""

from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from xieli.accounts.models.token import Scope
from xieli.matters import registry
from xieli.matters.commands import open_matter
from xieli.matters.commands.attachments import store
from xieli.matters.commands.declared import form_class

from . import showing
from .acting import KEYED, REFUSALS, idempotency_key
from .callers import Bearer, actor_of, person_of, visible
from .shapes import Done, as_form_data, body_of

KEY = "service"


class Progress(Schema):
    """How far a case is, in the words customers read."""

    number: str | None
    state: str
    label: str
    closed: bool


class Stored(Schema):
    """An uploaded file: its uid goes into `attachments` of an act within the hour."""

    uid: UUID
    name: str
    size: int
    sha256: str


def router() -> Router:
    """The endpoints of intake; the body is the form of the first act of a service case."""
    made = Router(auth=Bearer(Scope.INTAKE), tags=["intake"])
    procedure = registry.get(KEY)
    record = form_class(procedure, procedure.actions["record"])
    body_type = body_of("Intake", record)

    def take_in(request: Any, body: Any) -> Any:
        matter = open_matter(
            KEY, actor_of(request), "record", as_form_data(body), key=idempotency_key(request)
        )
        return showing.done(matter.events.get(seq=1))

    take_in.__annotations__["body"] = body_type
    take_in.__doc__ = (
        "A demand from the app. The customer is found by telephone or member id, or put on file."
    )
    made.post(
        "/cases", response={200: Done, **REFUSALS}, summary="受理 Take in a demand", openapi_extra=KEYED
    )(take_in)

    @made.get("/cases/{uid}", response={200: Progress, 404: REFUSALS[404]}, summary="进度 Progress")
    def progress(request: Any, uid: UUID) -> Any:
        """The progress of a case this program brought in."""
        row = visible(request).filter(uid=uid, procedure=KEY).first()
        if row is None:
            raise Http404
        label = str(procedure.states[row.state].label)
        return {"number": row.number, "state": row.state, "label": label, "closed": row.closed_at is not None}

    @made.post(
        "/files",
        response={200: Stored, 413: REFUSALS[422], 422: REFUSALS[422]},
        summary="附件 Upload a file",
        auth=Bearer(Scope.INTAKE, Scope.ACT),
    )
    def upload(request: Any, file: File[UploadedFile]) -> Any:
        """Keep a file for an hour, to be named in `attachments` of an act. At most 20 MB; pictures lose their EXIF."""
        return store(file, by=person_of(request))

    return made
