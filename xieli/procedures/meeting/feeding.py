"""日历订阅: one secret address for each person, which shows their meetings to their calendar; kept as a digest."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery

from xieli.accounts.tokens import may_come_in
from xieli.core import clock
from xieli.core.ids import digest_of, new_token
from xieli.matters.models import Event, Matter
from xieli.organisation.models import Person

from .mailing import VERSIONS
from .models import Attendee, Feed, MeetingDetails

BACK = timedelta(days=90)
MOST = 500


def renew(person: Person) -> str:
    """A new secret, shown once; the one before ends."""
    token, digest = new_token()
    Feed.objects.update_or_create(person=person, defaults={"digest": digest, "at": clock.now()})
    return token


def revoke(person: Person) -> None:
    """The address ends now."""
    Feed.objects.filter(person=person).delete()


def owner_of(token: str) -> Person | None:
    """Whose feed this is; nobody's where it was revoked, the person has left or their account was disabled."""
    today = clock.local(clock.now()).date()
    staying = Q(person__left_on=None) | Q(person__left_on__gt=today)
    found = Feed.objects.filter(staying, digest=digest_of(token)).select_related("person__account").first()
    return found.person if found is not None and may_come_in(found.person) else None


def calendar_of(person: Person) -> bytes:
    """All meetings of a person that were announced, from three months back. Three queries."""
    made = Event.objects.filter(matter=OuterRef("matter"), action__in=VERSIONS).order_by("-seq")
    mine = Attendee.objects.filter(person=person, invited=True).values("matter")
    seen = Matter.objects.visible_to(person).exclude(state__in=("draft", "planned")).values("pk")
    rows = MeetingDetails.objects.filter(
        matter__in=mine, begins_at__isnull=False, begins_at__gte=clock.now() - BACK
    ).filter(matter__in=seen)
    rows = rows.select_related("matter", "convener", "chair").annotate(made=Subquery(made.values("at")[:1]))
    found = list(rows.order_by("begins_at")[:MOST])
    stamps = ((one.matter, one, one.made or one.matter.opened_at) for one in found)
    from .invitation import attending, published  # with icalendar, when a calendar is asked for

    return published(stamps, attending([one.matter_id for one in found]))
