"""Shared rooms as places of a meeting: booked, moved and given back with it. See xieli/matters/places.py."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.places import Place

from .calendar import typed
from .models import Blackout, BookingDetails, Resource

LABEL = "room"
CALLED_OFF = gettext_noop("会议已改地点或取消")
GIVEN_BACK = ("waiting", "offered", "applied", "countered", "agreed", "reserved")


class Rooms:
    """What sharing does for whoever needs a place."""

    def places(self) -> list[Place]:
        """The rooms in use, by name."""
        return [_place(one) for one in _rooms()]

    def free(self, begins: datetime, ends: datetime, but: int | None = None) -> list[Place]:
        """Those nobody has then, and that are not out of use. Three queries."""
        rooms = list(_rooms())
        held = BookingDetails.objects.filter(resource__in=rooms, holding=True, held__overlap=(begins, ends))
        if but is not None:
            held = held.exclude(matter__parent=but)
        off = Blackout.objects.filter(resource__in=rooms, begins_at__lt=ends, ends_at__gt=begins)
        taken = {*held.values_list("resource", flat=True), *off.values_list("resource", flat=True)}
        return [_place(one) for one in rooms if one.pk not in taken]

    def had(self, matter: int) -> str:
        """The room a meeting has."""
        booking = _booking(matter)
        return str(booking.resource.uid) if booking is not None else ""

    def keep(self, act: Act, key: str, begins: datetime, ends: datetime, by: Actor) -> None:
        """Booked as a child of the meeting, in the name of who calls it; moved or given back with it."""
        mine = _booking(act.matter.pk)
        if mine is not None and str(mine.resource.uid) == key:
            if (mine.begins_at, mine.ends_at) != (begins, ends):
                times = {"begins_at": typed(begins), "ends_at": typed(ends)}
                perform(mine.matter, "move", SYSTEM, times, now=act.now)
            return
        if mine is not None:
            perform(mine.matter, "cancel", SYSTEM, {"reason": str(CALLED_OFF)}, now=act.now)
        if key and by.person is not None:
            room = Resource.objects.get(uid=key)
            data = {
                "resource": key, "quantity": 1, "begins_at": typed(begins), "ends_at": typed(ends),
                "purpose": act.matter.title, "place": room.location or room.name,
                "responsible": str(by.person.uid), "accepted": True,
            }  # fmt: skip
            open_under(act, LABEL, data, by=by)


def _rooms() -> list[Resource]:
    return list(Resource.objects.filter(kind=Resource.Kind.VENUE, quantity=1, active=True).order_by("code"))


def _booking(matter: int) -> BookingDetails | None:
    rows = BookingDetails.objects.filter(
        matter__parent=matter, matter__parent_label=LABEL, matter__state__in=GIVEN_BACK
    )
    return rows.select_related("matter", "resource").order_by("pk").last()


def _place(room: Resource) -> Place:
    return Place(room.name, reverse("sharing:detail", args=[room.uid]), str(room.uid))


ROOMS = Rooms()
