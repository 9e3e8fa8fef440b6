"""通话记录: the calls as the telephone system counted them, bound to customers and cases."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.core import html
from xieli.core.imports import import_page
from xieli.customers.shapes import mask_phone
from xieli.organisation import queries as organisation
from xieli.procedures.service.calls import CALL_IMPORT
from xieli.procedures.service.models import CallRecord
from xieli.procedures.service.views.access import LEADERS, agents, leaders

PAGE = 30


@agents
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Calls, newest first; `?unbound=1` only those without a case: somebody called and nothing was recorded."""
    rows = CallRecord.objects.select_related("agent", "customer", "matter")
    unbound = "unbound" in request.GET
    if unbound:
        rows = rows.filter(matter=None)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unbound": unbound,
        "rows": [(call, mask_phone(call.number)) for call in page],
        "leads": not organisation.duties_of(request.person).isdisjoint(LEADERS),
    }
    return html.render(request, "service/calls.html", context)


@leaders
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest) -> HttpResponse:
    """Import from the telephone system's Excel or CSV."""
    return import_page(request, CALL_IMPORT, by=request.person, back=reverse("service:calls"))
