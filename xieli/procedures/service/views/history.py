"""What a customer asked for before, and what happened at a station: a few rows on their own pages, all on one here."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.customers.models import Customer
from xieli.customers.queries import files_of
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.procedures.service.queries import cases
from xieli.procedures.service.views.access import agents
from xieli.stations.models import Station

PAGE, LATEST = 30, 6


@agents
@require_GET
def of_customer(request: EmployeeRequest, uid: str) -> HttpResponse:
    """All cases of one customer, the newest first, also of files merged into this one."""
    customer = get_object_or_404(Customer, uid=uid, merged_into=None, erased_at=None)
    rows = cases(request.person).filter(customer__in=files_of(customer))
    return _show(request, rows, customer=customer)


@employee
@require_GET
def of_station(request: EmployeeRequest, uid: str) -> HttpResponse:
    """The cases of one station that the reader may know of, the newest first; `?charger=` only that machine's."""
    station = get_object_or_404(Station, uid=uid)
    rows, code = cases(request.person).filter(case__station=station), request.GET.get("charger", "")
    if code:
        rows = rows.filter(case__charger__code=code)
    return _show(request, rows, station=station, chargers=station.chargers.all(), charger=code)


def _show(request: EmployeeRequest, rows: "QuerySet[Matter]", **of: Any) -> HttpResponse:
    few = html.wants_fragment(request)
    page = Paginator(rows, LATEST if few else PAGE).get_page(request.GET.get("page"))
    states = registry.get("service").states
    context = {
        "page": page,
        "fragment": few,
        "rows": [(case, states[case.state].label) for case in page],
        **of,
    }
    return html.render(request, "service/history.html", context, fragment="rows")
