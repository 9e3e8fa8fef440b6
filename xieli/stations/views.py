"""Pages about stations and chargers: every employee reads, those who dispatch or run the service write."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty, employee
from xieli.core import html
from xieli.core.clock import now
from xieli.core.imports import download, import_page
from xieli.organisation.queries import duties_of
from xieli.stations import commands, queries, stickers
from xieli.stations.forms import BannerForm, ChargerForm, StationForm, StickerForm
from xieli.stations.imports import CHARGER_IMPORT, STATION_IMPORT
from xieli.stations.models import Charger, Station

PAGE = 30
WRITERS = ("dispatcher", "shift_leader", "service_manager", "resource_custodian")
writing = duty(*WRITERS)


def _may_write(request: EmployeeRequest) -> bool:
    return not duties_of(request.person).isdisjoint(WRITERS)


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Stations by name, pinyin, address, code or a charger's code; by zone and status."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "zone", "status")}
    rows = queries.listed(asked["q"], asked["zone"], asked["status"])
    context = {
        **asked,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "zones": Station.Zone.choices,
        "statuses": Station.Status.choices,
        "may_write": _may_write(request),
    }
    return html.render(request, "stations/index.html", context, fragment="rows")


@employee
@require_GET
def detail(request: EmployeeRequest, uid: str) -> HttpResponse:
    """One station with its chargers, its notice and its stickers."""
    return _show(request, _station(uid))


def _station(uid: str) -> Station:
    return get_object_or_404(Station.objects.select_related("operator"), uid=uid)


def _show(request: EmployeeRequest, station: Station, status: int = 200, **extra: Any) -> HttpResponse:
    banner = {"text": station.banner, "until": station.banner_until}
    context = {
        "station": station,
        "chargers": station.chargers.prefetch_related("connectors"),
        "notices": queries.notices(station),
        "banner": station.banner_at(now()),
        "banner_form": BannerForm(initial=banner),
        "layouts": stickers.LAYOUTS,
        "may_write": _may_write(request),
        **extra,
    }
    return html.render(request, "stations/detail.html", context, status=status, fragment="station")


@writing
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest, uid: str | None = None) -> HttpResponse:
    """A new station, or changes to one."""
    station = _station(uid) if uid else Station()
    form = StationForm(request.POST) if request.method == "POST" else StationForm.of(station)
    if request.method == "POST" and form.is_valid() and form.save(station):
        return html.redirect(request, reverse("stations:detail", args=[station.uid]))
    context = {"form": form, "station": station}
    return html.render(
        request, "stations/edit.html", context, status=422 if form.errors else 200, fragment="form"
    )


@writing
@require_http_methods(["GET", "POST"])
def charger(request: EmployeeRequest, uid: str, charger_uid: str | None = None) -> HttpResponse:
    """A new charger of a station, or changes to one."""
    station = _station(uid)
    one = get_object_or_404(station.chargers, uid=charger_uid) if charger_uid else Charger(station=station)
    blank = (
        ChargerForm.of(one)
        if charger_uid
        else ChargerForm(initial={"code": f"{station.code}-", "connectors": 2})
    )
    form = ChargerForm(request.POST) if request.method == "POST" else blank
    if request.method == "POST" and form.is_valid() and form.save(one):
        return html.redirect(request, reverse("stations:detail", args=[uid]))
    context = {"form": form, "station": station, "charger": one}
    return html.render(
        request, "stations/charger.html", context, status=422 if form.errors else 200, fragment="form"
    )


@writing
@require_POST
def banner(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Show a notice to the station's customers, or take it away."""
    station, form = _station(uid), BannerForm(request.POST)
    if not form.is_valid():
        return _show(request, station, 422, banner_form=form)
    commands.set_banner(station, form.cleaned_data["text"], form.cleaned_data["until"])
    return html.redirect(request, reverse("stations:detail", args=[uid]))


@employee
@require_GET
def sticker_sheet(request: EmployeeRequest, uid: str) -> HttpResponse:
    """The PDF of QR stickers of the chosen chargers, or of all in use."""
    station, form = _station(uid), StickerForm(request.GET)
    field = form.fields["charger"]
    assert isinstance(field, ModelMultipleChoiceField)
    field.queryset = station.chargers.select_related("station").exclude(status=Charger.Status.RETIRED)
    if not form.is_valid():
        return _show(request, station, 422, sticker_form=form)
    chosen: QuerySet[Charger] = form.cleaned_data["charger"] or field.queryset
    pdf = stickers.sheet(list(chosen[: stickers.MOST]), form.cleaned_data["per_page"])
    return download(pdf, f"{station.code}.pdf", "application/pdf")


@writing
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest) -> HttpResponse:
    """Import stations from Excel."""
    return import_page(request, STATION_IMPORT, by=request.person, back=reverse("stations:list"))


@writing
@require_http_methods(["GET", "POST"])
def bring_in_chargers(request: EmployeeRequest) -> HttpResponse:
    """Import chargers from Excel."""
    return import_page(request, CHARGER_IMPORT, by=request.person, back=reverse("stations:list"))
