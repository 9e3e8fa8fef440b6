"""What a person has to do: three index scans (mine, as deputy, my departments' queues), each cut to its top N."""

from django.db.models import Q, QuerySet

from xieli.matters.models import Follow, Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

COUNTED_TO = 1000
_WITH = ("matter", "round", "seat")  # people and departments are held in memory


def _branches(person: Person) -> list[Q]:
    departments = organisation.departments_of(person)
    return [
        Q(person=person),
        Q(deputy=person),
        Q(person=None, department__in=departments),
    ]


def owed_by(person: Person, limit: int = 50) -> list[WorkItem]:
    """Open items of a person, nearest due first: own, as a deputy, and unclaimed ones of their departments.

    Each branch is its own top-N over a partial index; a single OR would read them all.
    """
    first, *others = (
        WorkItem.objects.filter(branch, closed_at=None).order_by("due_at", "id").values_list("id")[:limit]
        for branch in _branches(person)
    )
    wanted = {pk for (pk,) in first.union(*others, all=True)}
    items = list(WorkItem.objects.filter(pk__in=wanted).select_related(*_WITH))
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at, item.pk))[:limit]


def count_owed(person: Person) -> int:
    """How many, counted to 1,000 in one statement."""
    branch = Q()
    for one in _branches(person):
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
