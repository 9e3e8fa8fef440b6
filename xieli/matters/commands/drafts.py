"""Drafts: saved as typed with the files chosen so far, for their author alone; cleared when long untouched (3.1).

Of a draft `opened_at` is when it was last saved; submitting makes it the moment the matter begins.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Attachment, Matter

from .attachments import free, unclaimed


def save_draft(
    matter: Matter,
    actor: Actor,
    data: Mapping[str, Any],
    *,
    title: str = "",
    files: Iterable[str] = (),
    now: datetime | None = None,
) -> None:
    """Keep what was typed, unchecked, for its author alone. `files`: uids of all uploads it has from now on."""
    with transaction.atomic():
        changed = Matter.objects.filter(pk=matter.pk, number=None, rev=0, initiator=actor.person).update(
            draft=dict(data), title=title[:200], opened_at=(now or clock.now()).replace(microsecond=0)
        )
        if not changed or actor.person is None:
            raise NotAllowed(_("草稿已经提交或已删除。"))
        kept = [one.pk for one in free(files, actor.person, matter)]
        files_of(matter).exclude(pk__in=kept).update(matter=None)  # swept like whatever nobody uses
        still = Attachment.objects.filter(unclaimed(matter), pk__in=kept)
        still.update(matter=matter)  # an act may have taken one meanwhile


def files_of(draft: Matter) -> Any:
    """The files a draft has so far, in the order they came."""
    return Attachment.objects.filter(matter=draft, seq=None, deleted_at=None).order_by("pk")


def discard_draft(matter: Matter, actor: Actor) -> None:
    """Delete a draft: nothing has happened yet, so nothing is lost from the record."""
    with transaction.atomic():  # under its lock: it may be submitted at this very moment
        row = Matter.objects.select_for_update().filter(pk=matter.pk, head_seq=0).first()
        if row is None or actor.person is None or row.initiator_id != actor.person.pk:
            raise NotAllowed(_("只能删除自己的草稿。"))
        row.delete()


def cleared_on(draft: Matter) -> datetime:
    """When a draft is cleared if nobody touches it again."""
    return draft.opened_at + timedelta(days=settings.DRAFTS_KEPT_DAYS)


def sweep_drafts(now: datetime | None = None) -> int:
    """Clear drafts that nobody touched for `DRAFTS_KEPT_DAYS`, with their files; what is being submitted is left, and
    what somebody is on record to have read (of drafts that was written down once), since evidence holds it."""
    before = (now or clock.now()) - timedelta(days=settings.DRAFTS_KEPT_DAYS)
    with transaction.atomic():
        old = Matter.objects.select_for_update(skip_locked=True).filter(head_seq=0, opened_at__lt=before)
        return sum(1 for draft in old.exclude(readings__isnull=False)[:500] if draft.delete())
