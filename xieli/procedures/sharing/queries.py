"""Finding resources, and what keeps them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from .models import BookingDetails, Resource


def listed(
    text: str = "", kind: str = "", department: str = "", *, retired: bool = False
) -> QuerySet[Resource]:
    """Resources by name, pinyin, code or place; every word of `text` must match."""
    rows = Resource.objects.select_related("department", "custodian").filter(active=not retired)
    if kind:
        rows = rows.filter(kind=kind)
    if department:
        rows = rows.filter(department__code=department)
    for word in text.split():
        letters = word.lower()
        named = Q(name__contains=word) | Q(pinyin__contains=letters) | Q(initials__contains=letters)
        rows = rows.filter(named | Q(code__contains=word.upper()) | Q(location__contains=word))
    return rows.order_by("code")


def busy(resource: Resource, begins: datetime, ends: datetime) -> QuerySet[BookingDetails]:
    """The bookings that keep a resource in a time, in order, with their matters."""
    rows = BookingDetails.objects.filter(resource=resource, holding=True, held__overlap=(begins, ends))
    return rows.select_related("matter", "responsible").order_by("begins_at")


def photos() -> Iterable[str]:
    """The pictures that are kept (core.store)."""
    return Resource.objects.exclude(photo="").values_list("photo", flat=True)
