"""What a customer does on the portal, each through the engine: report, act, rate, complain; a lost link found again."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from xieli.core import clock
from xieli.customers import commands as customers
from xieli.customers import tokens
from xieli.customers.models import Contact, Customer, CustomerToken
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Link, Matter
from xieli.notifications import sms
from xieli.portal import photos
from xieli.portal.access import Visit
from xieli.portal.models import Rating

LINK_LASTS = timedelta(days=180)
INVITATION_LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=5)
SESSION_LASTS = timedelta(minutes=30)
CASES_LISTED = 20
DISSATISFIED = 2


def report(data: Mapping[str, Any], pictures: Sequence[Any], *, key: str) -> tuple[Matter, str]:
    """Record a demand from the web or a QR code; (case, secret of its link). The same key records once.

    `data`: as `RecordForm` of the service case wants it. Raises ActionError.
    """
    with transaction.atomic():
        customer = customers.meet(
            data["phone"], name=data.get("caller_name", ""), language=get_language() or ""
        )
        matter = _open(customer, data, key)
        if not matter.attachments.exists():
            photos.keep(pictures, matter)
        return matter, link(customer, matter)


def _open(customer: Customer, data: Mapping[str, Any], key: str) -> Matter:
    actor = Actor.customer(customer.pk)
    return open_matter("service", actor, "record", data, key=key, customer_id=customer.pk)


def link(customer: Customer, matter: Matter) -> str:
    """A new secret that opens this case only."""
    return tokens.issue(CustomerToken.Purpose.TRACKING, customer, lasting=LINK_LASTS, matter=matter.pk)


def act(
    visit: Visit, action: str, data: Mapping[str, Any], pictures: Sequence[Any] = (), *, key: str
) -> None:
    """Carry out one of the customer's acts, with pictures if any. Raises ActionError."""
    with transaction.atomic():
        perform(visit.matter.pk, action, visit.actor, data, key=key)
        photos.keep(pictures, visit.matter)


def rate(visit: Visit, overall: int, sides: Mapping[str, int | None], text: str, *, key: str) -> None:
    """Keep the rating; the satisfied confirm the case by it, the dissatisfied send it back. Raises ActionError."""
    matter, answered = visit.matter, visit.matter.state == "answered"
    if overall > DISSATISFIED:
        name, data = ("confirmed" if answered else "satisfied"), {"rating": overall, "rating_text": text}
    elif answered:  # the answer goes on being worked at: its round is not over, and has no rating yet
        perform(matter.pk, "not_helped", visit.actor, {"reason": text}, key=key)
        return
    else:
        name, data = "reopen", {"text": text, "rating": overall}
    with transaction.atomic():
        Rating.objects.update_or_create(
            matter=matter,
            round=matter.case.reopenings + 1,
            defaults={"overall": overall, "at": clock.now(), **sides},
        )
        perform(matter.pk, name, visit.actor, data, key=key)


def complain(visit: Visit, text: str, *, key: str) -> tuple[Matter, str]:
    """A complaint about how a case was handled, as a case of its own kind, linked to the first."""
    case = visit.matter.case
    data = {
        "kind": "complaint",
        "demand": case.demand,
        "urgency": "ordinary",
        "text": text,
        "phone": case.phone,
        "caller_name": case.caller_name,
        "order_no": case.order_no,
        "station": case.station.code if case.station else "",
        "charger": case.charger.code if case.charger else "",
    }
    with transaction.atomic():
        matter = _open(visit.customer, data, key)
        Link.objects.get_or_create(
            source=matter, target=visit.matter, kind="complaint", defaults={"at": clock.now()}
        )
        return matter, link(visit.customer, matter)


def send_code(phone: str, language: str) -> None:
    """Send a code to a telephone that a customer of ours has; silent for any other, so that nobody can ask who is."""
    customer = _customer(phone)
    if customer is None:
        return
    code = f"{secrets.randbelow(1_000_000):06}"
    minutes = int(CODE_LASTS.total_seconds() // 60)
    with transaction.atomic():
        message = sms.send(phone, "code", {"code": code, "minutes": minutes}, language)
        if message.state != "dropped":  # over the telephone's limit the earlier code stays good
            tokens.issue_code(customer, code, phone, lasting=CODE_LASTS)


def redeem(phone: str, code: str) -> str | None:
    """A short session's secret for the right code, else None."""
    customer = _customer(phone)
    if customer is None or not tokens.redeem_code(customer, code, phone):
        return None
    return tokens.issue(CustomerToken.Purpose.PORTAL, customer, lasting=SESSION_LASTS)


def _customer(phone: str) -> Customer | None:
    return Customer.objects.filter(
        phone=phone, kind=Customer.Kind.PERSON, merged_into=None, erased_at=None
    ).first()


def cases_of(customer: Customer) -> list[Matter]:
    """The customer's latest cases."""
    rows = Matter.objects.filter(customer=customer, procedure="service", number__isnull=False)
    return list(rows.select_related("case__station", "case__charger").order_by("-opened_at")[:CASES_LISTED])


def invite(contact: Contact, matter: Matter) -> str:
    """A secret by which one contact of a business customer may follow one matter and write to it."""
    return tokens.issue(
        CustomerToken.Purpose.INVITATION,
        contact.customer,
        lasting=INVITATION_LASTS,
        matter=matter.pk,
        contact=contact,
    )


def invitations(matter: Matter) -> list[CustomerToken]:
    """Invitations to this matter that still open it, latest first."""
    living = CustomerToken.objects.filter(
        purpose=CustomerToken.Purpose.INVITATION,
        matter=matter.pk,
        revoked_at=None,
        expires_at__gt=clock.now(),
    )
    return list(living.select_related("contact").order_by("-created_at"))


def revoke_invitation(matter: Matter, pk: int) -> bool:
    """Take an invitation back; False when there is none."""
    mine = CustomerToken.objects.filter(
        pk=pk, purpose=CustomerToken.Purpose.INVITATION, matter=matter.pk, revoked_at=None
    )
    return bool(mine.update(revoked_at=clock.now()))
