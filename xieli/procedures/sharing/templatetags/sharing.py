"""What the page of a booking asks for: the others of its series."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.procedures.sharing.models import BookingDetails

register = template.Library()


@dataclass(frozen=True)
class Occurrence:
    """One booking of a series as the reader may see it."""

    begins: datetime
    ends: datetime
    number: str
    url: str
    state: str
    here: bool


@register.simple_tag
def series_of(page: Any) -> list[Occurrence]:
    """The bookings made together with this one, in order; none for one that stands alone."""
    series = getattr(page.scene.details, "series", None)
    if series is None:
        return []
    seen = Matter.objects.visible_to(page.person)
    rows = BookingDetails.objects.filter(series=series, matter__in=seen).select_related("matter")
    states = registry.get("sharing").states
    return [
        Occurrence(
            one.begins_at, one.ends_at, one.matter.reference, one.matter.get_absolute_url(),
            str(states[one.matter.state].label), one.pk == page.matter.pk,
        )
        for one in rows.order_by("begins_at", "pk")
    ]  # fmt: skip
