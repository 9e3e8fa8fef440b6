"""Files of a matter: stored by the digest of their bytes, served only to those who may see the matter."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.core.errors import Refused
from xieli.matters.commands import attachments
from xieli.matters.commands.sealing import refuse_sealed
from xieli.matters.errors import Invalid, NotAllowed
from xieli.matters.models import Attachment, Matter
from xieli.organisation.models import Person

from . import reading
from .acting import new_key
from .views import matter_for

# Shown in the page by the browser itself; everything else is only ever downloaded.
SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "text/plain"}


def store(file: "UploadedFile[Any]", matter: Matter, person: Person | None) -> Attachment:
    """Keep a file of a matter. Raises Refused for what is empty, too large, or not what its name says."""
    try:
        return attachments.store(file, by=person, matter=matter, by_customer=person is None)
    except Invalid as wrong:
        raise Refused(wrong.status, wrong.errors["file"][0]) from wrong


@employee
@require_POST
def upload(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Add files to a matter one may see."""
    matter = matter_for(request.person, uid)
    try:
        refuse_sealed(matter)
    except NotAllowed as refused:
        raise Refused(refused.status, refused.message) from refused
    files = request.FILES.getlist("files")
    if not files:
        raise Refused(422, _("没有收到文件，请重新选择。"))
    for file in files:
        store(file, matter, request.person)
    messages.success(request, _("已上传 %(n)s 个文件") % {"n": len(files)})
    return html.redirect(request, f"{matter.get_absolute_url()}#files")


@employee
@require_POST
def keep(request: EmployeeRequest, uid: UUID, name: str) -> JsonResponse:
    """Files chosen in the panel of an act are kept with it until it is sent: which it has now, what was wrong."""
    matter, uids, wrong = matter_for(request.person, uid), request.POST.getlist("attachments"), ""
    for file in request.FILES.getlist("files"):
        try:
            uids += attachments.brought([file], request.POST.get("key") or new_key(), request.person)
        except Invalid as refused:
            wrong = " ".join((wrong, *refused.errors["file"])).strip()
    kept = attachments.keep_with(matter, name[:60], request.person, uids)
    return JsonResponse({"files": render_to_string("matters/kept.html", {"kept": kept}), "wrong": wrong})


@employee
@require_GET
def download(request: EmployeeRequest, uid: UUID, file: UUID) -> FileResponse:
    """The bytes, in the browser for pictures and PDF, else as a download; sandboxed either way."""
    matter = matter_for(request.person, uid)
    found = Attachment.objects.filter(matter=matter, uid=file, deleted_at=None).first()
    place = Path(settings.MEDIA_ROOT) / found.path if found else None
    if found is None or place is None or not place.exists():
        raise Http404
    reading.log(matter, request.person, clock.now(), found)
    inline = found.media_type in SHOWN and "download" not in request.GET
    kind = found.media_type if inline else "application/octet-stream"
    response = FileResponse(
        place.open("rb"), as_attachment=not inline, filename=found.name, content_type=kind
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
    )
    response["Cache-Control"] = "private, max-age=300"
    return response
