"""A meeting books its room through sharing; it is moved, changed and given back with the meeting (3.2.b, 4.2.c)."""

from datetime import timedelta
from typing import Any

import pytest

from xieli.matters import places
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from ..models import BookingDetails, Resource
from .play import HOUR, MONDAY, TUESDAY, act, booked, resource, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def room(cast: Any, code: str = "HY-01", **values: Any) -> Resource:
    given = {
        "kind": "venue",
        "department": cast.ad,
        "auto_agree": True,
        "handed_over": False,
        "custodian": None,
    }
    return resource(cast, code, **{"name": f"{code} 会议室", **given, **values})


def told(cast: Any, where: Resource | None, begins: Any = TUESDAY, **more: Any) -> dict[str, Any]:
    return {
        "begins_at": typed(begins), "duration": "60", "attendees": [str(cast.linwan.uid)],
        "room": str(where.uid) if where else "", "place": "", **more,
    }  # fmt: skip


def called(cast: Any, where: Resource, begins: Any = TUESDAY) -> Matter:
    data = told(cast, where, begins, title="方案评审", kind="ad_hoc", agenda=[])
    return open_matter("meeting", Actor.of(cast.fangqiming), "call", data)


def bookings(meeting: Matter) -> list[tuple[str, str, Any]]:
    rows = BookingDetails.objects.filter(matter__parent=meeting).order_by("pk")
    return [(one.resource.code, one.matter.state, one.begins_at) for one in rows.select_related("matter")]


def test_calling_a_meeting_books_its_room_and_names_it_as_the_place(cast: Any) -> None:
    meeting = called(cast, room(cast))
    assert bookings(meeting) == [("HY-01", "reserved", TUESDAY)]
    assert meeting.meeting.place == "HY-01 会议室"


def test_a_room_somebody_has_is_not_given_to_a_meeting_nor_offered(cast: Any) -> None:
    one, other = room(cast), room(cast, "HY-02")
    booked(one, cast.bailu)
    with pytest.raises(ActionError, match="白露"):
        called(cast, one)
    assert not Matter.objects.filter(procedure="meeting").exists()
    assert [place.key for place in places.offered(TUESDAY, TUESDAY + HOUR)] == [str(other.uid)]


def test_the_room_moves_changes_and_ends_with_its_meeting(cast: Any) -> None:
    one, other = room(cast), room(cast, "HY-02")
    meeting = called(cast, one)
    later = TUESDAY + 3 * HOUR
    act(meeting, cast.fangqiming, "reschedule", **told(cast, one, later))
    assert bookings(meeting) == [("HY-01", "reserved", later)]
    act(meeting, cast.fangqiming, "reschedule", **told(cast, other, later))
    assert bookings(meeting) == [("HY-01", "cancelled", later), ("HY-02", "reserved", later)]
    assert booked(one, cast.bailu, later).state == "reserved"
    act(meeting, cast.fangqiming, "cancel", reason="改为书面征求意见")
    assert bookings(meeting)[1] == ("HY-02", "cancelled", later)


def test_where_the_owner_is_asked_each_time_a_moved_meeting_asks_again(cast: Any) -> None:
    one = room(cast, auto_agree=False)
    meeting = called(cast, one)
    assert bookings(meeting)[0][1] == "applied"
    booking = Matter.objects.get(parent=meeting)
    act(booking, cast.lianghui, "agree")
    act(meeting, cast.fangqiming, "reschedule", **told(cast, one, TUESDAY + timedelta(days=1)))
    assert bookings(meeting)[0][1] == "applied"


def test_a_place_in_words_needs_no_room(cast: Any) -> None:
    data = told(cast, None, title="方案评审", kind="ad_hoc", agenda=[], place="线上")
    meeting = open_matter("meeting", Actor.of(cast.fangqiming), "call", data)
    assert bookings(meeting) == [] and meeting.meeting.place == "线上"
