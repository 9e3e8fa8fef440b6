"""Pages of the catalogue: every employee reads and books, the custodian of shared resources keeps it."""

import io
from datetime import timedelta

import segno
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty, employee
from xieli.core import clock, html, sheets
from xieli.core.imports import XLSX, download, import_page
from xieli.matters.models import Matter
from xieli.organisation.queries import departments, duties_of

from . import queries, week
from .catalogue import IMPORT, BlackoutForm, ResourceForm
from .models import Blackout, BookingDetails, Resource

PAGE = 20
KEEPER = "resource_custodian"
keeping = duty(KEEPER)
DUE_NOW = ("agreed", "collected", "overdue", "returned")


def _one(uid: str) -> Resource:
    return get_object_or_404(Resource.objects.select_related("department", "custodian"), uid=uid)


def _keeps(request: EmployeeRequest) -> bool:
    return KEEPER in duties_of(request.person)


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """The catalogue with the week of each resource; by words, kind and owner."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "kind", "department", "retired")}
    found = queries.listed(asked["q"], asked["kind"], asked["department"], retired=bool(asked["retired"]))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    monday = week.monday_of(request.GET.get("week", ""), clock.now())
    context = {
        **asked,
        "page": page,
        "rows": week.rows(page.object_list, monday, request.person),
        **_weeks(monday),
        "kinds": Resource.Kind.choices,
        "departments": departments(),
        "keeps": _keeps(request),
    }
    return html.render(request, "sharing/index.html", context, fragment="rows")


def _weeks(monday: object) -> dict[str, object]:
    days = [monday + timedelta(days=n) for n in range(7)]  # type: ignore[operator]
    return {"days": days, "before": days[0] - timedelta(days=7), "after": days[0] + timedelta(days=7)}


@employee
@require_GET
def detail(request: EmployeeRequest, uid: str) -> HttpResponse:
    """One resource: its sheet, its week, when it can't be had."""
    return _show(request, _one(uid), BlackoutForm())


def _show(request: EmployeeRequest, one: Resource, form: BlackoutForm, status: int = 200) -> HttpResponse:
    monday = week.monday_of(request.GET.get("week", ""), clock.now())
    context = {
        "resource": one,
        "rows": week.rows([one], monday, request.person),
        **_weeks(monday),
        "blackouts": one.blackouts.filter(ends_at__gt=clock.now()),
        "blackout_form": form,
        "expired": one.certified_until is not None and one.certified_until < clock.local(clock.now()).date(),
        "keeps": _keeps(request),
    }
    return html.render(request, "sharing/detail.html", context, status=status, fragment="resource")


@keeping
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest, uid: str | None = None) -> HttpResponse:
    """A new resource, or changes to one."""
    one = _one(uid) if uid else Resource()
    blank = ResourceForm.of(one) if uid else ResourceForm()
    form = ResourceForm(request.POST) if request.method == "POST" else blank
    if request.method == "POST" and form.is_valid() and form.save(one):
        return html.redirect(request, reverse("sharing:detail", args=[one.uid]))
    context = {"form": form, "resource": one}
    status = 422 if form.errors else 200
    return html.render(request, "sharing/edit.html", context, status=status, fragment="form")


@keeping
@require_POST
def black_out(request: EmployeeRequest, uid: str) -> HttpResponse:
    """A time in which nobody can have it."""
    one, form = _one(uid), BlackoutForm(request.POST)
    if not form.is_valid():
        return _show(request, one, form, 422)
    Blackout.objects.create(resource=one, **form.cleaned_data)
    return html.redirect(request, reverse("sharing:detail", args=[uid]))


@keeping
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest) -> HttpResponse:
    """Import the catalogue from Excel."""
    return import_page(request, IMPORT, by=request.person, back=reverse("sharing:list"))


@employee
@require_GET
def label(request: EmployeeRequest, uid: str) -> HttpResponse:
    """The QR code of a resource's label as a picture to print; it leads to what is due now."""
    one, picture = _one(uid), io.BytesIO()
    address = settings.BASE_URL + reverse("sharing:scanned", args=[one.token])
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=2, scale=8)
    return download(picture.getvalue(), f"{one.code}.svg", "image/svg+xml")


@employee
@require_GET
def scanned(request: EmployeeRequest, token: str) -> HttpResponse:
    """From the label: to the booking to be collected or returned now that the reader may see, else to the resource."""
    one = get_object_or_404(Resource, token=token)
    visible = Matter.objects.visible_to(request.person)
    due = BookingDetails.objects.filter(resource=one, matter__state__in=DUE_NOW, matter__in=visible)
    soon = clock.now() + timedelta(hours=2)
    booking = due.filter(begins_at__lte=soon).select_related("matter").order_by("begins_at").first()
    where = booking.matter.get_absolute_url() if booking else reverse("sharing:detail", args=[one.uid])
    return html.redirect(request, where)


@employee
@require_GET
def statistics(request: EmployeeRequest) -> HttpResponse:
    """How much each resource was used in the last so many days; as Excel too."""
    days = int(request.GET["days"]) if request.GET.get("days") in ("7", "30", "90", "365") else 30
    lines = queries.usage(clock.now() - timedelta(days=days), clock.now())
    if "xlsx" in request.GET:
        return download(_sheet(lines), f"{_('资源使用统计')}.xlsx", XLSX)
    context = {"lines": lines, "days": days, "periods": (7, 30, 90, 365)}
    return html.render(request, "sharing/statistics.html", context)


def _sheet(lines: list[dict[str, object]]) -> bytes:
    titles = [
        _("资源"),
        _("归口部门"),
        _("借用次数"),
        _("借出小时"),
        _("空闲比例（%）"),
        _("未同意"),
        _("未领用"),
        _("逾期未还"),
    ]
    cells = [
        [str(one["resource"]), str(one["resource"].department), *(one[key] for key in KEYS)]  # type: ignore[attr-defined]
        for one in lines
    ]
    return sheets.write(_("资源使用统计"), titles, cells)


KEYS = ("count", "hours", "idle", "refused", "missed", "late")
