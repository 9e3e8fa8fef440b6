"""Looking customers up: by what a caller says, by what an agent types."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Reverse

from xieli.customers.models import Customer
from xieli.customers.shapes import member_number, phone_number, plate_number

KNOWN = Q(merged_into=None, erased_at=None)


def by_phone(phone: str) -> list[Customer]:
    """Customers reached at `phone` (any notation): the person first, then organisations whose contact it is.

    A file that was merged leads to the one kept. A wrong number finds nobody.
    """
    try:
        phone = phone_number(phone)
    except ValueError:
        return []
    if not phone:
        return []
    hits = Customer.objects.filter(
        Q(phone=phone)
        | Q(pk__in=Customer.objects.filter(contacts__phone=phone, contacts__active=True).values("pk"))
    )
    return _kept(hits)


def by_plate(number: str) -> list[Customer]:
    """Customers who come with this car; a wrong plate finds nobody."""
    try:
        number = plate_number(number)
    except ValueError:
        return []
    return _kept(Customer.objects.filter(plates__number=number)) if number else []


def by_member_id(member_id: str) -> list[Customer]:
    """The customer with this member id."""
    member_id = member_number(member_id)
    return _kept(Customer.objects.filter(member_id=member_id)) if member_id else []


def look_up(text: str) -> list[Customer]:
    """Whoever matches what a caller gave: a whole phone, plate or member id."""
    return by_phone(text) or by_plate(text) or by_member_id(text)


def _kept(hits: QuerySet[Customer]) -> list[Customer]:
    kept = {}
    for hit in hits.select_related("merged_into").prefetch_related("plates")[:20]:
        customer = hit.merged_into or hit
        if customer.erased_at is None:
            kept[customer.pk] = customer
    return sorted(kept.values(), key=lambda c: (c.kind != Customer.Kind.PERSON, c.pk))


def files_of(customer: Customer) -> list[int]:
    """The ids under which records may know this customer: its own and those merged into it."""
    return [customer.pk, *Customer.objects.filter(merged_into=customer).values_list("pk", flat=True)]


def listed(text: str = "", kind: str = "") -> QuerySet[Customer]:
    """Customers on file, last seen first.

    Each word of `text` is a name, its pinyin or initials, a phone's tail, a plate or a member id.
    """
    rows = Customer.objects.filter(KNOWN)
    if kind:
        rows = rows.filter(kind=kind)
    for word in text.split():
        rows = rows.filter(_matching(word))
    return rows.prefetch_related("plates")


def _matching(word: str) -> Q:
    letters = word.lower()
    found = Q(name__contains=word) | Q(pinyin__startswith=letters) | Q(initials__startswith=letters)
    found |= Q(member_id=member_number(word))
    if word.isdigit() and len(word) >= 4:
        reached = Customer.objects.alias(tail=Reverse("phone")).filter(tail__startswith=word[::-1])
        contacts = Customer.objects.alias(tail=Reverse("contacts__phone")).filter(tail__startswith=word[::-1])
        found |= Q(pk__in=reached.values("pk")) | Q(pk__in=contacts.values("pk"))
    plates = Customer.objects.filter(plates__number__startswith=word.upper().replace("·", ""))
    return found | Q(pk__in=plates.values("pk"))


def same_looking(customer: Customer) -> Sequence[Customer]:
    """Other files that may be the same customer: same name, or a car in common; at most five."""
    others = Customer.objects.filter(KNOWN).exclude(pk=customer.pk)
    alike = others.filter(
        Q(name=customer.name) | Q(plates__number__in=list(customer.plates.values_list("number", flat=True)))
    )
    return list(alike.distinct()[:5])
