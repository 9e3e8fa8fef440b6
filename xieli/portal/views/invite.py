"""Customer service invites a business customer's contact to one matter (2.1), and takes the invitation back."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty
from xieli.core import html
from xieli.customers.models import Contact
from xieli.customers.shapes import MOBILE
from xieli.matters.models import Matter
from xieli.notifications import sms
from xieli.portal import commands

service_staff = duty("agent", "shift_leader", "service_manager")


@service_staff
@require_http_methods(["GET", "POST"])
def invite(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The contacts and their invitations; posting a contact makes a link, shown once and sent to their mobile."""
    matter = _matter(request, uid)
    context = {"matter": matter, "contacts": _contacts(matter), "invitations": commands.invitations(matter)}
    if request.method != "POST":
        return html.render(request, "portal/invite.html", context)
    contact = get_object_or_404(_contacts(matter), uid=_uid(request.POST.get("contact", "")))
    link = f"{settings.BASE_URL}/p/i/{commands.invite(contact, matter)}"
    sent = bool(MOBILE.fullmatch(contact.phone))
    if sent:
        company, number = settings.COMPANY_NAME, matter.number
        sms.send(contact.phone, "invited", {"company": company, "number": number, "link": link})
    context |= {"link": link, "invited": contact, "sent": sent, "invitations": commands.invitations(matter)}
    return html.render(request, "portal/invite.html", context)


@service_staff
@require_POST
def revoke(request: EmployeeRequest, uid: UUID, pk: int) -> HttpResponse:
    """The link opens nothing from now on."""
    matter = _matter(request, uid)
    if not commands.revoke_invitation(matter, pk):
        raise Http404
    messages.success(request, _("邀请已收回，链接不能再打开。"))
    return html.redirect(request, request.path.rsplit("/", 2)[0])


def _matter(request: EmployeeRequest, uid: UUID) -> Matter:
    seen = Matter.objects.visible_to(request.person).filter(procedure="service", number__isnull=False)
    return get_object_or_404(seen.select_related("customer"), uid=uid)


def _contacts(matter: Matter) -> QuerySet[Contact]:
    return Contact.objects.filter(customer=matter.customer_id, active=True)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
