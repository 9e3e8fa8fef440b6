"""Reporting a demand: from the web, or at a charger by its QR code (4.3.a)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.policy import public
from xieli.core import html
from xieli.customers.privacy import KEPT
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.models import Matter
from xieli.portal import access, commands
from xieli.portal.forms import ReportForm
from xieli.portal.views.frame import new_key, render
from xieli.procedures.service.queries import to_arrive
from xieli.stations.models import Charger, Station
from xieli.stations.queries import by_public_token, notices


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where a customer begins: report, or look up what was reported."""
    return render(request, "home")


@public
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data are kept, what for and how long."""
    return render(request, "privacy", {"kept": KEPT})


@public
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """From the web; `?station=<code>` chooses the station beforehand."""
    station = Station.objects.filter(code=request.GET.get("station", "").upper()).first()
    initial = {"station": station.code} if station else {}
    return _report(request, None, initial, station)


@public
@require_http_methods(["GET", "POST"])
def at_charger(request: HttpRequest, token: str) -> HttpResponse:
    """From the sticker on a charger: the machine is known already."""
    charger = by_public_token(token)
    if charger is None:
        raise Http404
    return _report(request, charger, {}, charger.station)


def _expected(request: HttpRequest, charger: Charger | None) -> list[Matter]:
    """A colleague who scans the sticker has come to mend something: their own cases here."""
    person = getattr(request, "person", None)
    return to_arrive(person, charger.station) if charger and person else []


def _report(
    request: HttpRequest, charger: Charger | None, initial: dict[str, str], station: Station | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "charger": charger,
        "station": station,
        "place": charger.code if charger else station.code if station else "web",
        "notices": notices(station) if station else [],
        "expected": _expected(request, charger),
    }
    if request.method != "POST":
        context["form"] = ReportForm(initial={"key": new_key(), **initial}, charger=charger)
        return render(request, "report", context, fragment="page")
    access.limit(request, "report")
    form = ReportForm(request.POST, request.FILES, charger=charger)
    if form.is_valid():
        access.limit(request, "report_phone", form.cleaned_data["phone"])
        try:
            _matter, secret = commands.report(
                form.demand_data(), form.cleaned_data["photos"], key=form.cleaned_data["key"]
            )
        except Invalid as error:
            for name, sentences in error.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            return html.redirect(request, f"/p/t/{secret}?new=1")
    return render(request, "report", {**context, "form": form}, status=422, fragment="page")
