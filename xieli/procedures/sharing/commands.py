"""Everything that changes the catalogue, and what follows for bookings that no act moves."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock, pinyin, store
from xieli.matters.models import Matter
from xieli.notifications.commands import Notice, notify
from xieli.organisation.models import Person

from .models import Blackout, BookingDetails, Resource

OUT_OF_USE = gettext_noop("%(resource)s 在 %(from)s 至 %(to)s 停用（%(reason)s），请改时间或取消您的预约")


def save_resource(resource: Resource) -> Resource:
    """Store a new or changed resource, its name spelled for the search.

    Raises ValidationError where what is promised to others would no longer be there.
    """
    resource.code = resource.code.strip().upper()
    resource.pinyin, resource.initials = pinyin.keys(resource.name)
    resource.full_clean()
    try:
        with transaction.atomic():
            resource.save()
    except IntegrityError as error:
        raise ValidationError(_("已有预约用到这么多或这段时间，请先与借用部门改期再修改。")) from error
    freed(resource)
    return resource


def set_photo(resource: Resource, picture: bytes) -> None:
    """Another photo; the picture is checked and drawn anew before (documents.pictures)."""
    resource.photo = store.keep(picture)
    Resource.objects.filter(pk=resource.pk).update(photo=resource.photo)


def black_out(
    resource: Resource, begins: datetime, ends: datetime, reason: str, by: Person | None,
    matter: Matter | None = None,
) -> Blackout:  # fmt: skip
    """A time in which nobody gets it. Who has booked it then hears so: the booking stays theirs to move or cancel.
    `matter`: the booking whose damage is the reason."""
    with transaction.atomic():
        made = Blackout.objects.create(
            resource=resource, begins_at=begins, ends_at=ends, reason=reason, matter=matter
        )
        hit = BookingDetails.objects.filter(resource=resource, holding=True, held__overlap=(begins, ends))
        params = {
            "resource": resource.name, "reason": reason, "from": _said(begins), "to": _said(ends),
        }  # fmt: skip
        notify(
            [
                Notice(person, "message", "normal", OUT_OF_USE, params, one.matter.get_absolute_url(), one.pk)
                for one in hit.select_related("matter")
                for person in {one.responsible_id, one.matter.initiator_id} - {by.pk if by else None, None}
                if person is not None
            ]
        )
    return made


def back_in_use(blackout: Blackout) -> None:
    """It can be had again before the time that was entered; who waits is told."""
    resource = blackout.resource
    blackout.delete()
    freed(resource)


def freed(resource: Resource) -> None:
    """Something of it may have become free: those who wait are looked at."""
    Resource.objects.filter(pk=resource.pk, freed_at=None).update(freed_at=clock.now())


def _said(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
