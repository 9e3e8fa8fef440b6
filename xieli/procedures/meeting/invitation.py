"""A meeting as an iCalendar invitation (RFC 5545, 5546): the same identity for ever, a newer version each time."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from xieli.matters.models import Matter
from xieli.organisation.models import Person

from .models import Attendee, MeetingDetails


def invitation(matter: Matter, details: MeetingDetails, stamp: datetime) -> bytes:
    """REQUEST for a meeting that is to be, CANCEL for one that was cancelled or declared void.

    Calendars tell meetings apart by UID and take the higher SEQUENCE; `stamp` (aware) is when this version was made.
    """
    cancelled = matter.closed_at is not None and matter.state in ("cancelled", "void")
    calendar = Calendar()
    calendar.add("prodid", "-//Xieli//Meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(_event(matter, details, stamp, cancelled=cancelled))
    return bytes(calendar.to_ical())


def _event(matter: Matter, details: MeetingDetails, stamp: datetime, *, cancelled: bool) -> Event:
    assert details.begins_at is not None and details.ends_at is not None
    site = urlsplit(settings.BASE_URL).hostname or "xieli"
    event = Event()
    event.add("uid", f"{matter.uid}@{site}")
    event.add("sequence", details.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", details.begins_at.astimezone(UTC))
    event.add("dtend", details.ends_at.astimezone(UTC))
    event.add("summary", matter.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if details.place:
        event.add("location", details.place)
    if details.agenda:
        lines = [f"{at}. {row['subject']}" for at, row in enumerate(details.agenda, 1)]
        event.add("description", "\n".join(lines))
    event.add("url", settings.BASE_URL + matter.get_absolute_url())
    event.add("organizer", _address(details.convener, site), encode=False)
    for one in Attendee.objects.filter(matter=matter, invited=True).select_related("person"):
        address = _address(one.person, site)
        address.params["ROLE"] = vText("CHAIR" if one.person_id == details.chair_id else "REQ-PARTICIPANT")
        address.params["PARTSTAT"] = vText("NEEDS-ACTION")
        address.params["RSVP"] = vText("TRUE")
        event.add("attendee", address, encode=False)
    return event


def _address(person: Person, site: str) -> vCalAddress:
    """By e-mail where there is one; who has none is still named."""
    address = vCalAddress(f"mailto:{person.email or f'{person.number}@{site}'}")
    address.params["CN"] = vText(person.name)
    return address
