"""电子印章: the seals there are and were, their pictures for who keeps them, and the log of their use."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts import audit
from xieli.accounts.http import EmployeeRequest
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.policy import duty
from xieli.core import clock, html, store
from xieli.core.requests import number
from xieli.documents.forms import SealForm
from xieli.documents.models import Imprint, Seal

PER_PAGE = 50
administration = duty("admin")


@administration
@require_http_methods(["GET", "POST"])
def index(request: EmployeeRequest) -> HttpResponse:
    """All seals, those in force first; a new one."""
    form = SealForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        seal = Seal.objects.create(
            name=values["name"],
            scope=values["scope"],
            custodian=values["custodian"],
            image=store.keep(values["image"]),
            from_at=clock.now(),
        )
        audit.note(audit.by(request), AuditAction.CONFIGURED, seal.name, "new")
        messages.success(request, _("已登记印章：%(name)s") % {"name": seal.name})
        return html.redirect(request, reverse("documents:seals"))
    rows = Seal.objects.select_related("custodian").order_by("to_at", "name")
    context = {"form": form, "seals": sorted(rows, key=lambda one: one.to_at is not None)}
    return html.render(
        request, "documents/seals.html", context, status=422 if form.is_bound else 200, fragment="form"
    )


@administration
@require_GET
def seal(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """One seal with the log of its use: by number, without what the documents are about."""
    found = get_object_or_404(Seal.objects.select_related("custodian"), uid=uid)
    after = number(request.GET.get("after"))
    rows = Imprint.objects.filter(seal=found).select_related("document", "stamped_by").order_by("-id")
    page = list((rows if after is None else rows.filter(pk__lt=after))[: PER_PAGE + 1])
    context = {
        "seal": found,
        "rows": page[:PER_PAGE],
        "after": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
    }
    return html.render(request, "documents/seal.html", context)


@administration
@require_GET
def picture(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The seal's picture."""
    found = get_object_or_404(Seal, uid=uid)
    if not store.path_of(found.image).is_file():
        raise Http404
    response = HttpResponse(store.read(found.image), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@administration
@require_POST
def retire(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """停用: from now on it is put on nothing; what it was put on stays."""
    found = get_object_or_404(Seal, uid=uid)
    if Seal.objects.filter(pk=found.pk, to_at=None).update(to_at=clock.now()):
        audit.note(audit.by(request), AuditAction.CONFIGURED, found.name, "retired")
        messages.success(request, _("已停用印章：%(name)s") % {"name": found.name})
    return html.redirect(request, reverse("documents:seals"))
