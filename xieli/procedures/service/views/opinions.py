"""客户意见汇编: the opinions of a month with what became of them."""

from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.clock import local, now
from xieli.matters.models import Matter
from xieli.procedures.service.models import DigestDetails
from xieli.procedures.service.opinion_effects import opinions_of


@employee
@require_GET
def month(request: EmployeeRequest) -> HttpResponse:
    """The month of `?month=2026-11`, by default this one; only opinions the reader may know of are told."""
    chosen = _month(request.GET.get("month", ""))
    everything = list(opinions_of(chosen))
    known = set(
        Matter.objects.visible_to(request.person)
        .filter(pk__in=[m.pk for m in everything])
        .values_list("pk", flat=True)
    )
    digest = DigestDetails.objects.filter(month=chosen).select_related("matter").first()
    context = {
        "month": chosen,
        "opinions": [matter for matter in everything if matter.pk in known],
        "hidden": len(everything) - len(known),
        "digest": digest,
    }
    return html.render(request, "service/opinions.html", context)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return local(now()).date().replace(day=1)
