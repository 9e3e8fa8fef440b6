"""The invitation goes with the mail that tells of it: calendars take it in, change it, take it out (RFC 6047)."""

from datetime import datetime

from xieli.matters.models import Event, Matter
from xieli.notifications.channels.email import Part
from xieli.notifications.models import Notification
from xieli.organisation.models import Person

from .models import MeetingDetails

# Acts that make a new version of the invitation.
VERSIONS = ("call", "invite", "reschedule", "cancel", "void")


def parts_of(notice: Notification, person: Person) -> list[Part]:
    """The calendar part of a notice that invites, changes or cancels; nothing with any other."""
    from . import effects

    if notice.text not in (effects.INVITED, effects.CHANGED, effects.CANCELLED, effects.UNINVITED):
        return []
    matter = Matter.objects.filter(pk=notice.matter or 0, procedure="meeting").first()
    details = MeetingDetails.objects.select_related("convener", "chair").filter(matter=matter).first()
    if matter is None or details is None or details.begins_at is None:
        return []
    from .invitation import attending, invitation, method_of  # with icalendar, when a letter needs it

    method = method_of(matter, attending([matter.pk]), person)
    return [
        Part(
            invitation(matter, details, version_at(matter), person),
            "text/calendar",
            {"method": method},
        )
    ]


def version_at(matter: Matter) -> datetime:
    """When the present version of the invitation was made."""
    made = Event.objects.filter(matter=matter, action__in=VERSIONS).order_by("-seq")
    return made.values_list("at", flat=True).first() or matter.opened_at
