"""Links and sessions of customers: 192 random bits, only the digest kept, one purpose, an end."""

from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from xieli.core.clock import now
from xieli.core.ids import digest_of, new_token
from xieli.customers.models import Contact, Customer, CustomerToken


def issue(
    purpose: str,
    customer: Customer,
    *,
    lasting: timedelta,
    matter: int | None = None,
    contact: Contact | None = None,
) -> str:
    """A new secret for this customer and purpose, good for `lasting`. Told once: only its digest stays."""
    token, digest = new_token()
    _keep(purpose, digest, customer, lasting, matter=matter, contact=contact)
    return token


def issue_code(customer: Customer, code: str, phone: str, *, lasting: timedelta) -> None:
    """Remember a short code sent to `phone`; the phone is in the digest, so a code fits its phone only."""
    revoke(CustomerToken.Purpose.CODE, customer)
    moment = now()
    digest = _code_digest(customer, phone, code, moment)
    _keep(CustomerToken.Purpose.CODE, digest, customer, lasting, moment=moment)


def redeem_code(customer: Customer, code: str, phone: str) -> bool:
    """Whether `code` is the one last sent to this phone; a right code works once."""
    living = CustomerToken.objects.filter(
        purpose=CustomerToken.Purpose.CODE, customer=customer, revoked_at=None, expires_at__gt=now()
    )
    sent = living.first()
    if sent is None or not constant_time_compare(
        sent.digest, _code_digest(customer, phone, code, sent.created_at)
    ):
        return False
    return living.filter(pk=sent.pk).update(revoked_at=now()) == 1


def find(purpose: str, token: str) -> CustomerToken | None:
    """The living token of this purpose, with its customer and contact; None for anything else."""
    return (
        CustomerToken.objects.filter(
            purpose=purpose, digest=digest_of(token), revoked_at=None, expires_at__gt=now()
        )
        .select_related("customer", "contact")
        .first()
    )


def revoke(purpose: str, customer: Customer, *, matter: int | None = None) -> int:
    """End the customer's living tokens of this purpose (of one matter, where given); returns how many."""
    rows = CustomerToken.objects.filter(purpose=purpose, customer=customer, revoked_at=None)
    if matter is not None:
        rows = rows.filter(matter=matter)
    return rows.update(revoked_at=now())


def _keep(
    purpose: str,
    digest: str,
    customer: Customer,
    lasting: timedelta,
    *,
    matter: int | None = None,
    contact: Contact | None = None,
    moment: datetime | None = None,
) -> None:
    moment = moment or now()
    CustomerToken.objects.create(
        purpose=purpose,
        digest=digest,
        customer=customer,
        contact=contact,
        matter=matter,
        created_at=moment,
        expires_at=moment + lasting,
    )


def _code_digest(customer: Customer, phone: str, code: str, at: datetime) -> str:
    # Six digits can be tried against a plain digest; the installation's key makes a stolen table worthless.
    value = f"{customer.uid}:{phone}:{code}:{at.isoformat()}"
    return salted_hmac("customers.code", value, algorithm="sha256").hexdigest()
