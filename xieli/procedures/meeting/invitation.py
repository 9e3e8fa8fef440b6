"""A meeting in calendars (RFC 5545, 5546): the same identity for ever, a newer version each time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from xieli.core import clock
from xieli.matters.models import Matter
from xieli.notifications.mailbox import addressing
from xieli.organisation.models import Person

from .models import Attendee, MeetingDetails

ZONE = "Asia/Shanghai"
OVER = ("cancelled", "void")


def site() -> str:
    """The host meetings are named after."""
    return urlsplit(settings.BASE_URL).hostname or "xieli"


def method_of(matter: Matter, people: Iterable[Attendee], person: Person | None = None) -> str:
    """CANCEL for a meeting that is off, or for somebody not invited any more; else REQUEST."""
    gone = person is not None and not any(one.person_id == person.pk and one.invited for one in people)
    return "CANCEL" if matter.state in OVER or gone else "REQUEST"


def invitation(
    matter: Matter, details: MeetingDetails, stamp: datetime, person: Person | None = None
) -> bytes:
    """The invitation, its change or its cancellation, in the active language.

    Calendars tell meetings apart by UID and take the higher SEQUENCE; `stamp` (aware) is when this version was made;
    `person`: for whom (somebody who was taken off the list gets a cancellation).
    """
    people = attending([matter.pk])
    method = method_of(matter, people, person)
    calendar = _calendar(method)
    calendar.add_component(event(matter, details, people, stamp, off=method == "CANCEL"))
    return bytes(calendar.to_ical())


def published(rows: Iterable[tuple[Matter, MeetingDetails, datetime]], people: Iterable[Attendee]) -> bytes:
    """Many meetings as one calendar to be subscribed to; those that are off stand in it as such."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("协力会议"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    by_matter: dict[int, list[Attendee]] = {}
    for one in people:
        by_matter.setdefault(one.matter_id, []).append(one)
    for matter, details, stamp in rows:
        own = by_matter.get(matter.pk, [])
        calendar.add_component(event(matter, details, own, stamp, off=matter.state in OVER))
    return bytes(calendar.to_ical())


def attending(matters: Iterable[int]) -> list[Attendee]:
    """Everybody invited to these meetings. One query."""
    rows = Attendee.objects.filter(matter__in=list(matters), invited=True)
    return list(rows.select_related("person").order_by("id"))


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Xieli//Meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1991, 9, 15, 0, 0))  # noqa: DTZ001 – RFC 5545: local time of the zone
    standard.add("tzname", "CST")
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone.add_component(standard)
    calendar.add_component(zone)
    return calendar


def event(
    matter: Matter, details: MeetingDetails, people: Iterable[Attendee], stamp: datetime, *, off: bool
) -> Event:
    """One meeting; its organiser and everybody invited with what they answered."""
    assert details.begins_at is not None and details.ends_at is not None
    found = Event()
    found.add("uid", f"{matter.uid}@{site()}")
    found.add("sequence", details.sequence)
    found.add("dtstamp", stamp.astimezone(UTC))
    found.add("dtstart", clock.local(details.begins_at))
    found.add("dtend", clock.local(details.ends_at))
    found.add("summary", matter.title)
    found.add("status", "CANCELLED" if off else "CONFIRMED")
    if details.place:
        found.add("location", details.place)
    found.add("description", _description(details))
    found.add("url", settings.BASE_URL + matter.get_absolute_url())
    found.add("organizer", _organizer(details.convener), encode=False)
    for one in people:
        address = _address(one.person)
        address.params["ROLE"] = vText("CHAIR" if one.person_id == details.chair_id else "REQ-PARTICIPANT")
        address.params["PARTSTAT"] = vText(one.reply.upper() or "NEEDS-ACTION")
        address.params["RSVP"] = vText("FALSE" if one.reply else "TRUE")
        found.add("attendee", address, encode=False)
    return found


def _description(details: MeetingDetails) -> str:
    lines = [_("%(kind)s，主持人：%(chair)s") % {"kind": details.kind_label, "chair": details.chair.name}]
    if details.agenda:
        lines += [_("议程："), *(f"{at}. {row['subject']}" for at, row in enumerate(details.agenda, 1))]
    return "\n".join(lines)


def _address(person: Person) -> vCalAddress:
    """By e-mail where there is one; who has none is still named."""
    address = vCalAddress(f"mailto:{person.email or f'{person.number}@{site()}'}")
    address.params["CN"] = vText(person.name)
    return address


def _organizer(convener: Person) -> vCalAddress:
    """Whom calendars answer: the mailbox where answers are read, in the convener's name; else the convener."""
    if not addressing.configured():
        return _address(convener)
    address = vCalAddress(f"mailto:{addressing.mailbox()}")
    address.params["CN"] = vText(convener.name)
    return address
