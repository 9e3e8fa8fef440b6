"""What reading leaves behind: that the holder has seen it, that a copy was read, who opened a secret (5.2.a)."""

from collections.abc import Iterable
from datetime import datetime

from xieli.core import readonly
from xieli.matters.models import Attachment, Classification, Follow, Matter, Reading, WorkItem
from xieli.organisation.models import Person

SECRET = (Classification.SECRET, Classification.CONFIDENTIAL)


def opened(
    matter: Matter, person: Person, items: Iterable[WorkItem], follow: Follow | None, now: datetime
) -> None:
    """Note that `person` opened the page, where that matters to anybody."""
    unseen = [
        item.pk
        for item in items
        if item.closed_at is None and item.seen_at is None and person.pk in (item.person_id, item.deputy_id)
    ]
    with readonly.writing():
        if unseen:
            WorkItem.objects.filter(pk__in=unseen, seen_at=None).update(seen_at=now)
        if follow is not None and follow.copied_by_id and follow.read_at is None:
            Follow.objects.filter(pk=follow.pk, read_at=None).update(read_at=now)
        log(matter, person, now)


def log(matter: Matter, person: Person, now: datetime, attachment: Attachment | None = None) -> None:
    """Write down who read what is classified 秘密 or above; a draft is its author's own."""
    if matter.classification in SECRET and matter.head_seq:
        with readonly.writing():
            Reading.objects.create(matter=matter, attachment=attachment, person=person, at=now)
