"""Which meeting a page is about; strangers get 404 exactly as for one that isn't there."""

from uuid import UUID

from django.http import Http404

from xieli.matters.models import Matter
from xieli.organisation.models import Person

from ..models import MeetingDetails


def meeting_for(person: Person, uid: UUID) -> tuple[Matter, MeetingDetails]:
    """A meeting this person may see. Http404."""
    seen = Matter.objects.visible_to(person).filter(uid=uid, procedure="meeting").exclude(state="draft")
    matter = seen.first()
    people = ("convener__department", "chair__department", "secretary__department")
    details = MeetingDetails.objects.select_related(*people).filter(matter=matter).first()
    if matter is None or details is None:
        raise Http404
    details.matter = matter
    return matter, details
