"""Who comes by which link, and how often a stranger may try."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Never

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from xieli.core.errors import Refused
from xieli.core.readonly import writing
from xieli.core.requests import address_of
from xieli.customers import tokens
from xieli.customers.limits import TooOften, spend
from xieli.customers.models import Contact, Customer, CustomerToken
from xieli.matters.actors import Actor
from xieli.matters.models import Matter

HOUR, MINUTES_10 = timedelta(hours=1), timedelta(minutes=10)

# kind → (how many, in which time): per address of the network unless the kind says otherwise. Carriers put thousands
# of telephones behind one address, and a dark station makes all of them report at once.
LIMITS = {
    "report": (120, HOUR),
    "report_phone": (6, HOUR),
    "act_token": (60, HOUR),
    "code_sent": (60, HOUR),
    "code_tried": (120, HOUR),
    "code_tried_phone": (5, MINUTES_10),
    "bad_link": (60, HOUR),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A customer with a link that opens one case. `guest`: invited to look on and write, not to decide."""

    customer: Customer
    matter: Matter
    token: str
    contact: Contact | None = None
    guest: bool = False

    @property
    def actor(self) -> Actor:
        """Who acts: the customer, by a link for this matter only."""
        return Actor.customer(self.customer.pk, matter_id=self.matter.pk)

    @property
    def path(self) -> str:
        """The address of the case's page."""
        return f"/p/{'i' if self.guest else 't'}/{self.token}"


def visit(request: HttpRequest, token: str, *, guest: bool = False) -> Visit:
    """The case this link opens. 404 for a link that is unknown, ended, or made for something else."""
    purpose = CustomerToken.Purpose.INVITATION if guest else CustomerToken.Purpose.TRACKING
    found = tokens.find(purpose, token)
    if found is None or found.matter is None:
        _bad_link(request)
    matter = (
        Matter.objects.filter(pk=found.matter)
        .select_related("case__station", "case__charger", "lead_department", "case__incident")
        .first()
    )
    if matter is None or not hasattr(matter, "case"):
        raise Http404
    return Visit(found.customer, matter, token, found.contact, guest)


def portal_customer(request: HttpRequest, token: str) -> Customer:
    """Whose short session this is, after a code proved the telephone. 404 else."""
    found = tokens.find(CustomerToken.Purpose.PORTAL, token)
    if found is None:
        _bad_link(request)
    return found.customer


def _bad_link(request: HttpRequest) -> Never:
    with writing():  # counted while reading: the count is about the visitor, not about what is visited
        limit(request, "bad_link")
    raise Http404


def limit(request: HttpRequest, kind: str, key: str = "") -> None:
    """Count one try of this kind by the visitor's address (or by `key`). Refused with 429 beyond the limit."""
    most, per = LIMITS[kind]
    try:
        spend(f"portal:{kind}", key or address_of(request), most, per)
    except TooOften as error:
        raise Refused(429, _("操作太频繁，请稍后再试；紧急情况请直接拨打服务热线。")) from error
