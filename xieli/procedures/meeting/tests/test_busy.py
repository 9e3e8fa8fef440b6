"""Who is free: other meetings, absence with a deputy and working hours count; why says nothing others may not know."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters import places
from xieli.organisation.commands import delegation

from ..busy import free_slots, spans, why_not
from .play import MONDAY, act, called, uids

pytestmark = pytest.mark.django_db
TWO, THREE = clock.at(2026, 9, 8, 14), clock.at(2026, 9, 8, 15)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def why(person: Any, begins: Any = TWO, ends: Any = THREE, but: int | None = None) -> str:
    return why_not(person, spans([person], begins, ends, but=but)[person.pk], begins, ends)


def test_another_meeting_keeps_one_away_but_not_from_itself(cast: Any) -> None:
    matter = called(cast)
    assert why(cast.zhoumin) == "已有会议 09-08 14:00–15:00"
    assert why(cast.zhoumin, but=matter.pk) == ""
    assert why(cast.zhoumin, THREE, clock.at(2026, 9, 8, 16)) == ""
    act(matter, cast.zhoumin, "reply", reply="declined")
    assert why(cast.zhoumin) == ""
    act(matter, cast.maguoqiang, "cancel", reason="改期")
    assert why(cast.tangyue) == ""


def test_who_is_away_or_off_is_not_free(cast: Any) -> None:
    delegation.delegate(cast.zhoumin, cast.tangyue, clock.at(2026, 9, 8, 8), clock.at(2026, 9, 9, 8), "休假")
    assert why(cast.zhoumin).startswith("外出")
    late = clock.at(2026, 9, 8, 22), clock.at(2026, 9, 8, 23)
    assert why(cast.tangyue, *late) == "不在工作时间"


def test_the_next_common_times_lie_in_working_time_and_are_free(cast: Any) -> None:
    called(cast)
    people = [cast.zhoumin, cast.tangyue]
    found = free_slots(people, clock.at(2026, 9, 8, 13, 30), 60)
    assert found[0] == THREE and len(found) == 3
    assert all(not why(one, at, at + (THREE - TWO)) for at in found for one in people)


def test_the_form_says_so_in_few_queries(
    cast: Any, client_of: Any, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    called(cast)
    monkeypatch.setattr(places, "offered", lambda begins, ends, but=None: [places.Place("三楼会议室")])
    client = client_of(cast.wujia)
    asked = {"begins_at": "2026-09-08T14:30", "duration": "60", "attendees": uids(cast.zhoumin, cast.linwan)}
    client.get("/meetings/availability/", asked)
    with django_assert_max_num_queries(14):
        page = client.get("/meetings/availability/", asked).content.decode()
    assert (
        "周敏" in page and "已有会议" in page and "三号站" not in page and "空闲的会议室：三楼会议室" in page
    )
    day = client.get(f"/meetings/people/{cast.zhoumin.uid}/", {"on": "2026-09-08"}).content.decode()
    assert "已有会议" in day and "三号站" not in day
    own = client_of(cast.zhoumin)
    own.get("/meetings/")
    with django_assert_max_num_queries(12):
        own.get("/meetings/")
