"""The invitation keeps its identity through changes, and a cancelled meeting leaves people's calendars."""

from typing import Any

import pytest
from icalendar import Calendar

from .play import MONDAY, act, called, uids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def read(client: Any, matter: Any) -> tuple[str, Any]:
    answer = client.get(f"/meetings/{matter.uid}/invitation.ics")
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    assert f"method={calendar['method']}" in answer["Content-Type"]
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def test_it_says_when_where_and_with_whom(cast: Any, client_of: Any) -> None:
    matter = called(cast)
    method, event = read(client_of(cast.zhoumin), matter)
    assert (method, event["sequence"], str(event["location"])) == ("REQUEST", 0, "三楼会议室")
    assert event["dtstart"].dt.isoformat() == "2026-09-08T14:00:00+08:00"
    assert str(event["uid"]).startswith(str(matter.uid))
    assert {one.params["CN"] for one in event["attendee"]} == {"马国强", "周敏", "唐越"}
    assert event["organizer"].params["CN"] == "马国强"


def test_a_change_is_the_same_meeting_in_a_newer_version(cast: Any, client_of: Any) -> None:
    matter = called(cast)
    client = client_of(cast.zhoumin)
    _method, before = read(client, matter)
    act(
        matter, cast.maguoqiang, "reschedule", begins_at="2026-09-09T10:00", place="二楼",
        attendees=uids(cast.zhoumin),
    )  # fmt: skip
    _method, after = read(client, matter)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)


def test_a_cancelled_one_is_taken_out_of_calendars(cast: Any, client_of: Any) -> None:
    matter = called(cast)
    act(matter, cast.maguoqiang, "cancel", reason="改期")
    method, event = read(client_of(cast.zhoumin), matter)
    assert (method, str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_strangers_and_meetings_without_a_time_have_none(cast: Any, client_of: Any) -> None:
    path = f"/meetings/{called(cast).uid}/invitation.ics"
    assert client_of(cast.wujia).get(path).status_code == 404
    planned = called(cast, begins_at="")
    assert client_of(cast.maguoqiang).get(f"/meetings/{planned.uid}/invitation.ics").status_code == 404
