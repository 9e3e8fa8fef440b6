"""Documents of a matter: those issued, as files from the archive, and its forms as they stand now."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema

from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.documents import archive
from xieli.documents.models import Document
from xieli.matters import official
from xieli.matters.scene import Scene
from xieli.matters.web.documents import KINDS, answer

from .callers import Bearer, person_of
from .matters import note_reading, one
from .shapes import Problem

router = Router(auth=Bearer(Scope.READ_MATTERS), tags=["documents"])
Extension = Literal["pdf", "docx"]
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file",
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS.values()},
        }
    }
}


class DocumentOut(Schema):
    """文书: an issued document; `content_hash` is what the ledger and the public page name."""

    uid: UUID
    number: str
    kind: str
    label: str
    title: str
    status: str
    reason: str
    issued_at: datetime
    ended_at: datetime | None
    content_hash: str


@router.get(
    "/matters/{uid}/documents",
    response={200: list[DocumentOut], 404: Problem},
    summary="文书 Issued documents",
)
def documents(request: Any, uid: UUID) -> Any:
    """What the matter issued, newest first, superseded and void ones too."""
    return list(Document.objects.filter(matter=one(request, uid).pk).order_by("-id"))


@router.get(
    "/matters/{uid}/documents/{document}/{extension}", response={404: Problem}, openapi_extra=FILE,
    summary="文书 The file of a document",
)  # fmt: skip
def file(request: Any, uid: UUID, document: UUID, extension: Extension) -> Any:
    """The archived file, with its seal where it has one."""
    matter = one(request, uid)
    found = Document.objects.filter(matter=matter.pk, uid=document).first()
    if found is None:
        raise Http404
    note_reading(request, matter)
    content = archive.final_pdf_of(found) if extension == "pdf" else archive.word_of(found)
    return answer(request, content, found.number, extension)


@router.get(
    "/matters/{uid}/forms/{name}/{extension}", response={404: Problem}, openapi_extra=FILE,
    summary="打印 A form as it stands",
)  # fmt: skip
def form(request: Any, uid: UUID, name: str, extension: Extension) -> Any:
    """The official form of a matter without a number; tokens of employees only, since it says who printed it."""
    matter, person = one(request, uid), person_of(request)
    scene = Scene.load(matter, clock.now())
    if person is None or name not in scene.procedure.documents:
        raise Http404
    note_reading(request, matter)
    return answer(request, official.printed(scene, name, person, extension), matter.reference, extension)
