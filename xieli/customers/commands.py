"""Everything that changes a customer's data. Each command is one transaction."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from xieli.core import pinyin
from xieli.core.clock import now
from xieli.customers import limits
from xieli.customers.models import Contact, Customer, CustomerTrace, Plate
from xieli.customers.shapes import member_number, phone_number, plate_number
from xieli.organisation.models import Person

REVEALS_PER_HOUR = 30


def typed_phone(holder: Customer | Contact, text: str) -> str:
    """The phone that was typed into a form which showed the one on file masked: the mask left standing means that."""
    return holder.phone if holder.phone and text.strip() == holder.masked_phone else text


def save(customer: Customer) -> Customer:
    """Store a new or changed customer in normal form.

    Raises ValidationError (field → sentence) where a phone is wrong, or it or a member id is somebody else's.
    """
    try:
        customer.phone = phone_number(customer.phone)
    except ValueError as error:
        raise ValidationError({"phone": str(error)}) from error
    customer.member_id = member_number(customer.member_id)
    customer.name = customer.name.strip()
    if not customer.name:
        raise ValidationError({"name": _("请填写姓名或名称。")})
    customer.pinyin, customer.initials = pinyin.keys(customer.name)
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:
        raise _already_taken(error) from error
    return customer


def _already_taken(error: IntegrityError) -> ValidationError:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint == "customer_one_person_per_phone":
        return ValidationError({"phone": _("这个电话已属于另一位客户，请查找后使用，或合并两份档案。")})
    if constraint == "customer_one_per_member_id":
        return ValidationError({"member_id": _("这个会员号已属于另一位客户，请查找后使用，或合并两份档案。")})
    raise error


@transaction.atomic
def file(customer: Customer, plates: Iterable[str]) -> Customer:
    """Store a customer with exactly these plates. Raises ValidationError (field → sentence)."""
    save(customer)
    try:
        set_plates(customer, plates)
    except ValueError as error:
        raise ValidationError({"plates": str(error)}) from error
    return customer


@transaction.atomic
def meet(phone: str, *, name: str = "", member_id: str = "", plate: str = "", language: str = "") -> Customer:
    """The person who calls from `phone` (any notation; may be empty): found, or put on file; seen now.

    `language`: in which they read our pages, where they came by these. A member id that is on file wins over the
    phone. Raises ValidationError or ValueError on wrong notation.
    """
    phone, member_id = phone_number(phone), member_number(member_id)
    customer = _on_file(phone, member_id)
    if customer is None:
        customer = Customer(name=name.strip() or _unnamed(phone), phone=phone)
    customer.member_id = customer.member_id or member_id
    customer.language = language or customer.language
    customer.last_contact_at = now()
    save(customer)
    if plate:
        add_plate(customer, plate)
    return customer


@override("zh-hans")  # what is written down is Chinese, whoever writes it
def _unnamed(phone: str) -> str:
    return _("客户（尾号 %(tail)s）") % {"tail": phone[-4:]} if phone else _("未留姓名的客户")


def _on_file(phone: str, member_id: str) -> Customer | None:
    present = Customer.objects.filter(erased_at=None).order_by(F("merged_into").asc(nulls_first=True), "pk")
    found = present.filter(member_id=member_id).first() if member_id else None
    if found is None and phone:
        found = present.filter(phone=phone, kind=Customer.Kind.PERSON).first()
    if found is None:
        return None
    # A file that was merged leads to the one that was kept.
    return Customer.objects.select_for_update().get(pk=found.merged_into_id or found.pk)


def add_plate(customer: Customer, number: str) -> Plate:
    """One more car of the customer's; the same twice is one. Raises ValueError on a wrong number."""
    plate, _new = Plate.objects.get_or_create(customer=customer, number=plate_number(number))
    return plate


def set_plates(customer: Customer, numbers: Iterable[str]) -> None:
    """Make the customer's plates exactly these. Raises ValueError on a wrong number."""
    wanted = {plate_number(number) for number in numbers if number.strip()}
    with transaction.atomic():
        customer.plates.exclude(number__in=wanted).delete()
        for number in sorted(wanted):
            add_plate(customer, number)


def save_contact(contact: Contact) -> Contact:
    """Store somebody who speaks for an organisation; the links of one put out of use open nothing any more.

    ValidationError for a person, or a phone used twice.
    """
    if contact.customer.kind != Customer.Kind.ORGANISATION:
        raise ValidationError(_("只有单位客户有联系人。"))
    try:
        contact.phone = phone_number(contact.phone)
    except ValueError as error:
        raise ValidationError({"phone": str(error)}) from error
    try:
        with transaction.atomic():
            contact.save()
            if not contact.active:
                contact.tokens.filter(revoked_at=None).update(revoked_at=now())
    except IntegrityError as error:
        raise ValidationError({"phone": _("这个单位已有使用该电话的联系人。")}) from error
    return contact


def reveal(holder: Customer | Contact, by: Person, reason: str) -> str:
    """The whole phone of a customer or contact, for somebody who must call; logged, limited per hour.

    Raises ValidationError without a reason and limits.TooOften beyond the hour's number.
    """
    if not reason.strip():
        raise ValidationError(_("请写明为什么需要完整号码。"))
    limits.spend("reveal", str(by.pk), REVEALS_PER_HOUR, timedelta(hours=1))
    customer = holder if isinstance(holder, Customer) else holder.customer
    facts = {} if isinstance(holder, Customer) else {"contact": holder.pk}
    trace(customer, CustomerTrace.Act.REVEAL, by, reason, facts)
    return holder.phone


def trace(
    customer: Customer, act: str, by: Person | None, reason: str, facts: Mapping[str, object]
) -> CustomerTrace:
    """Append one line to what was done with the customer's data."""
    return CustomerTrace.objects.create(
        customer=customer, act=act, person=by, reason=reason.strip()[:200], facts=dict(facts), at=now()
    )
