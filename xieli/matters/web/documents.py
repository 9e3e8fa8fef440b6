"""Documents of a matter: forms printed as they stand, issued ones from the archive; only for who may see the matter."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock
from xieli.documents import archive
from xieli.documents.models import Document
from xieli.matters import official, registry
from xieli.matters.scene import Scene

from . import reading
from .views import matter_for

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@employee
@require_GET
def print_form(request: EmployeeRequest, uid: UUID, form: str, extension: str) -> HttpResponse:
    """打印: the form as the matter stands now, without a number."""
    matter = matter_for(request.person, uid)
    declared = registry.get(matter.procedure).documents.get(form)
    if declared is None or extension not in KINDS:
        raise Http404
    now = clock.now()
    reading.log(matter, request.person, now)
    content = official.printed(Scene.load(matter, now), form, request.person, extension)
    return answer(request, content, f"{declared.label} {matter.reference}", extension)


@employee
@require_GET
def download(request: EmployeeRequest, uid: UUID, document: UUID, extension: str) -> HttpResponse:
    """An issued document as it is archived, with its seal where it has one."""
    matter = matter_for(request.person, uid)
    found = Document.objects.filter(matter=matter.pk, uid=document).first()
    if found is None or extension not in KINDS:
        raise Http404
    reading.log(matter, request.person, clock.now())
    content = archive.final_pdf_of(found) if extension == "pdf" else archive.word_of(found)
    return answer(request, content, f"{found.number} {found.title}", extension)


def answer(request: HttpRequest, content: bytes, name: str, extension: str) -> HttpResponse:
    """The file: PDF in the browser's own viewer unless a download is asked for, Word always as a download."""
    response = HttpResponse(content, content_type=KINDS[extension])
    inline = extension == "pdf" and "download" not in request.GET
    response.headers["Content-Disposition"] = disposition(f"{name}.{extension}", inline=inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def disposition(name: str, *, inline: bool) -> str:
    """The header that names a file."""
    return content_disposition_header(not inline, name.replace("/", "_")) or "inline"
