"""Reading warnings: what is late now, for those who must act on it or answer for it."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xieli.matters.models import Alert, Clock, Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

COLOURS = ("blue", "amber", "red", "escalated")


def answers_for(person: Person) -> list[int]:
    """Ids of the departments whose lateness the person answers for: headed ones and those of an executive's area."""
    return sorted({*organisation.headed_by(person), *organisation.area_of(person)})


def mine(person: Person) -> QuerySet[Alert]:
    """Warnings on the matters the person holds an item of, for themselves or as a deputy."""
    return _of_items(person, WorkItem.objects.filter(Q(person=person) | Q(deputy=person)))


def of_departments(person: Person, departments: list[int]) -> QuerySet[Alert]:
    """Warnings on what these departments hold, as far as the person may see the matters."""
    items = WorkItem.objects.filter(department__in=departments)
    return _of_items(person, items).filter(department__in=departments)


def unraised(now: datetime, tolerance: timedelta = timedelta(seconds=60)) -> list[int]:
    """Invariant I4: clocks whose moment passed longer ago than the tolerance, still not raised. Else empty."""
    return list(Clock.objects.filter(next_at__lt=now - tolerance).values_list("pk", flat=True)[:100])


def doubled() -> list[int]:
    """Invariant I3: clocks with two alerts of one level and due moment; empty when all is well."""
    rows = Alert.objects.values("clock", "level", "due_at").annotate(times=Count("id")).filter(times__gt=1)
    return list(rows.values_list("clock", flat=True)[:100])


def _of_items(person: Person, items: QuerySet[WorkItem]) -> QuerySet[Alert]:
    """The highest warning of each clock that still runs, latest first.

    Found from the open items, whose number the work in hand bounds, and not from all warnings there ever were.
    """
    higher = Alert.objects.filter(clock=OuterRef("clock"), pk__gt=OuterRef("pk"))
    held = Matter.objects.visible_to(person).filter(items__in=items.filter(closed_at=None))
    rows = Alert.objects.filter(~Exists(higher), matter__in=held.values("pk"), clock__stopped_at=None)
    return (
        rows.select_related("clock", "matter", "item__person", "department")
        .defer("matter__words", "matter__summary", "matter__draft")
        .order_by("-raised_at", "-pk")
    )
