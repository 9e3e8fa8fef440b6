"""The customer's whole number, for whoever must call: noted with the case, limited per hour."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.errors import Refused
from xieli.customers import commands, limits
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.procedures.service.views.access import AGENTS, case_for


@employee
@require_POST
def phone(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The number to call, as a link that dials."""
    case = case_for(request.person, uid)
    if case.customer is None or not may_call(case, request.person):
        raise Http404
    reason = _("办理 %(number)s") % {"number": case.number}
    try:
        number = commands.reveal(case.customer, request.person, reason)
    except limits.TooOften as error:
        raise Refused(429, _("一小时内查看的完整号码已达上限，请稍后再看。")) from error
    return html.render(request, "service/phone.html", {"number": case.case.phone or number})


def may_call(case: Matter, person: Person) -> bool:
    """Agents, who handles the case, and whoever holds an open item of it."""
    if not organisation.duties_of(person).isdisjoint(AGENTS) or case.case.handler_id == person.pk:
        return True
    return WorkItem.objects.filter(matter=case, person=person, closed_at=None).exists()
