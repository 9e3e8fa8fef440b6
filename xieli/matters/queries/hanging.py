"""Whether anything hangs on a matter, asked with the matter itself: its page reads nothing where there is nothing.

Most matters have no discussion, no files, no links, no warning and no pause; each was a statement of its own.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from xieli.documents.models import Document
from xieli.matters.models import Alert, Attachment, ClockChange, Comment, Follow, Link, Matter
from xieli.matters.policy import MatterQuerySet


def noted(rows: MatterQuerySet, person: Any) -> MatterQuerySet:
    """Matters with `any_…` for each kind of thing; of those who follow it, whether `person` (id) does."""
    own = OuterRef("pk")
    return rows.annotate(
        any_comments=Exists(Comment.objects.filter(matter=own)),
        any_files=Exists(Attachment.objects.filter(matter=own, deleted_at=None)),
        any_links=Exists(Link.objects.filter(Q(source=own) | Q(target=own))),
        any_follow=Exists(Follow.objects.filter(matter=own, person=person)),
        any_alerts=Exists(Alert.objects.filter(matter=own)),
        any_pauses=Exists(ClockChange.objects.filter(clock__matter=own, kind="pause")),
        any_documents=Exists(Document.objects.filter(matter=own)),
    )


def any_of(matter: Matter, kind: str) -> bool:
    """Whether the matter may have such things: known where it was asked for, else yes."""
    return bool(getattr(matter, f"any_{kind}", True))
