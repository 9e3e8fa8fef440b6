"""The matrix of an acceptance, and the file of a project that is in the archive."""

from tempfile import TemporaryFile
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.matters.models import Matter
from xieli.matters.web import reading
from xieli.procedures.project import accepting, archive
from xieli.procedures.project.models import ProjectArchive


@employee
@require_GET
def matrix(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """Criterion × department × evidence × rounds of one acceptance."""
    rows = Matter.objects.visible_to(request.person).filter(procedure="project_acceptance", head_seq__gt=0)
    matter = rows.select_related("acceptance", "parent").filter(uid=uid).first()
    if matter is None:
        raise Http404
    reading.log(matter, request.person, clock.now())
    found = accepting.matrix(matter, matter.acceptance, request.person)
    context = {"matter": matter, "details": matter.acceptance, "matrix": found}
    return html.render(request, "project/acceptance.html", context)


@employee
@require_GET
def take_out(request: EmployeeRequest, uid: UUID) -> FileResponse:
    """The archived file as one ZIP: of its matters those the reader may know of."""
    found = Matter.objects.visible_to(request.person).filter(procedure="project", uid=uid).first()
    kept = ProjectArchive.objects.select_related("project").filter(project=found).first() if found else None
    if found is None or kept is None:
        raise Http404
    whole = [one.pk for one in archive.tree(found)]
    visible = list(Matter.objects.visible_to(request.person).filter(pk__in=whole).order_by("opened_at", "pk"))
    for matter in visible:
        reading.log(matter, request.person, clock.now())
    out = TemporaryFile()  # noqa: SIM115 - closed by the response
    archive.write(out, kept, visible)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=f"{found.number}.zip", content_type="application/zip"
    )
