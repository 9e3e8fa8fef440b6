"""Finding resources, what somebody has in custody, and how much is used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import ExpressionWrapper, F
from django.db.models.fields import DurationField
from django.db.models.functions import Greatest, Least

from xieli.organisation.models import Person

from .models import BookingDetails, Resource

LENT = ("agreed", "collected", "overdue", "returned", "damage", "closed")


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


@dataclass(frozen=True)
class Holdings:
    """What somebody has to hand over: their bookings that are not over, and resources in their custody."""

    bookings: list[BookingDetails]
    custody: list[Resource]


def holdings(person: Person) -> Holdings:
    """What a person answers for in sharing (4.2.b): bookings as user or applicant, resources as custodian."""
    mine = Q(responsible=person) | Q(matter__initiator=person)
    bookings = BookingDetails.objects.filter(mine, matter__closed_at=None, matter__head_seq__gt=0)
    return Holdings(
        list(bookings.select_related("matter", "resource").order_by("begins_at")),
        list(Resource.objects.filter(custodian=person, active=True)),
    )


def usage(begins: datetime, ends: datetime) -> list[dict[str, Any]]:
    """Each resource between two moments: bookings, lent hours, idle share of the time, refused, not collected, late."""
    lent = Q(bookings__matter__state__in=LENT)
    within = Q(bookings__begins_at__lt=ends, bookings__ends_at__gt=begins)
    hours = ExpressionWrapper(
        Least(F("bookings__ends_at"), ends) - Greatest(F("bookings__begins_at"), begins),
        output_field=DurationField(),
    )
    rows = Resource.objects.select_related("department").annotate(
        count=Count("bookings", filter=within & lent),
        lent=Sum(F("bookings__quantity") * hours, filter=within & lent, output_field=DurationField()),
        refused=Count("bookings", filter=within & Q(bookings__matter__state="refused")),
        missed=Count("bookings", filter=within & Q(bookings__matter__state="no_show")),
        late=Count("bookings", filter=within & Q(bookings__matter__state="overdue")),
    )
    return [_line(row, ends - begins) for row in rows.order_by("department__order", "code")]


def _line(row: Any, period: timedelta) -> dict[str, Any]:
    lent = row.lent or timedelta()
    share = 1 - lent / (period * row.quantity) if period else 1.0
    return {
        "resource": row, "count": row.count, "hours": round(lent.total_seconds() / 3600, 1),
        "idle": max(0, round(100 * share)), "refused": row.refused, "missed": row.missed, "late": row.late,
    }  # fmt: skip
