"""What a person has to do: three index scans (mine, as deputy, my departments' queues), each cut to its top N."""

from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from xieli.core.composed import Composed, composed
from xieli.matters.models import Follow, Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

COUNTED_TO = 1000
_WITH = ("matter",)  # people and departments are held in memory, seats and rounds come for all rows at once


def _branches(person: Any, departments: Any) -> list[Q]:
    """The three ways in which something is owed, for a person's key and the keys of their departments."""
    return [
        Q(person_id=person),
        Q(deputy_id=person),
        Q(person=None, department_id__among=departments),
    ]


def owed_by(person: Person, limit: int = 50) -> list[WorkItem]:
    """Open items of a person, nearest due first: own, as a deputy, and unclaimed ones of their departments.

    Each branch is its own top-N over a partial index; a single OR would read them all.
    """
    departments = organisation.departments_of(person)
    items = _owed(limit)(person.pk, departments)
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at, item.pk))[:limit]


@cache
def _owed(limit: int) -> Composed[WorkItem]:
    def build(person: Any, departments: Any) -> QuerySet[WorkItem]:
        first, *others = (
            WorkItem.objects.filter(branch, closed_at=None).order_by("due_at", "id").values("id")[:limit]
            for branch in _branches(person, departments)
        )
        return WorkItem.objects.filter(pk__in=first.union(*others, all=True)).select_related(*_WITH)

    return composed(build)


def count_owed(person: Person) -> int:
    """How many, counted to 1,000 in one statement."""
    branch = Q()
    for one in _branches(person.pk, organisation.departments_of(person)):
        branch |= one
    return WorkItem.objects.filter(branch, closed_at=None)[:COUNTED_TO].count()


def to_read(person: Person) -> "QuerySet[Follow]":
    """待阅: matters somebody copied to this person and which they have not opened since."""
    return (
        Follow.objects.filter(person=person, copied_by__isnull=False, read_at=None)
        .select_related("matter", "copied_by")
        .order_by("-at")
    )


def done_by(person: Person) -> "QuerySet[WorkItem]":
    """已办: items this person ended, newest first."""
    return (
        WorkItem.objects.filter(closed_by=person, closed_at__isnull=False)
        .select_related("matter", "department")
        .order_by("-closed_at")
    )


def started_by(person: Person) -> "QuerySet[Matter]":
    """我发起: submitted matters of this person, newest first."""
    return Matter.objects.filter(initiator=person, head_seq__gt=0).order_by("-opened_at")


def followed_by(person: Person) -> "QuerySet[Matter]":
    """关注: matters this person follows and may still see."""
    return (
        Matter.objects.visible_to(person)
        .filter(follows__person=person, follows__active=True)
        .order_by("-follows__at")
    )


def drafts_of(person: Person) -> "QuerySet[Matter]":
    """草稿: what this person began and has not submitted."""
    return Matter.objects.filter(initiator=person, head_seq=0).order_by("-opened_at")
