"""Minutes while the meeting is held: nobody overwrites another unseen, and the lines become the draft."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from .. import live
from ..forms import HoldForm, MinutesForm
from ..models import MinuteLine
from .play import MONDAY, act, called, uids

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Any, turn_clock: Any) -> Matter:
    turn_clock(MONDAY)
    matter = called(cast)
    turn_clock(clock.at(2026, 9, 8, 14, 0))
    return matter


def path(matter: Matter, line: MinuteLine | None = None) -> str:
    return f"/meetings/{matter.uid}/live/" + (f"{line.uid}/" if line else "")


def wrote(client: Any, matter: Matter, **changes: str) -> MinuteLine:
    answer = client.post(path(matter), {"point": "1", "kind": "decision", "text": "周五停电", **changes})
    assert answer.status_code == 303
    return MinuteLine.objects.order_by("-pk")[0]


def test_the_secretary_writes_and_those_invited_read(cast: Any, meeting: Matter, client_of: Any) -> None:
    wrote(client_of(cast.maguoqiang), meeting)
    page = client_of(cast.zhoumin).get(path(meeting)).content.decode()
    assert "周五停电" in page and 'id="write"' not in page
    answer = client_of(cast.zhoumin).post(path(meeting), {"point": "1", "kind": "decision", "text": "改"})
    assert answer.status_code == 404 and MinuteLine.objects.count() == 1
    assert client_of(cast.wujia).get(path(meeting)).status_code == 404


def test_who_was_overtaken_sees_both_and_loses_nothing(cast: Any, meeting: Matter, client_of: Any) -> None:
    client = client_of(cast.maguoqiang)
    line = wrote(client, meeting)
    told = {"point": "1", "kind": "decision", "rev": "1"}
    assert client.post(path(meeting, line), {**told, "text": "改为周六"}).status_code == 303
    late = client.post(path(meeting, line), {**told, "text": "改为周日"})
    page = late.content.decode()
    assert late.status_code == 409 and "改为周六" in page and "改为周日" in page
    line.refresh_from_db()
    assert (line.text, line.rev) == ("改为周六", 2)
    assert client.post(path(meeting, line), {**told, "rev": "2", "text": "改为周日"}).status_code == 303


def test_striking_out_what_another_changed_is_refused(cast: Any, meeting: Matter, client_of: Any) -> None:
    client = client_of(cast.maguoqiang)
    line = wrote(client, meeting)
    told = {"point": "1", "kind": "decision", "text": "x", "remove": "1"}
    assert client.post(path(meeting, line), {**told, "rev": "9"}).status_code == 409
    assert client.post(path(meeting, line), {**told, "rev": "1"}).status_code == 303
    gone = client.post(path(meeting, line), {**told, "remove": "", "rev": "1"})
    assert gone.status_code == 409 and not MinuteLine.objects.exists()


def test_a_resolution_names_its_department(cast: Any, meeting: Matter, client_of: Any) -> None:
    client = client_of(cast.maguoqiang)
    answer = client.post(path(meeting), {"point": "0", "kind": "resolution", "text": "提交方案"})
    assert answer.status_code == 422 and "责任部门" in answer.content.decode()


def test_the_lines_are_the_draft_of_the_minutes(cast: Any, meeting: Matter, client_of: Any) -> None:
    client = client_of(cast.maguoqiang)
    wrote(client, meeting)
    wrote(client, meeting, kind="resolution", text="提交方案", department=str(cast.om.uid))
    act(meeting, cast.maguoqiang, "hold", held_at="2026-09-08T14:00", present=uids(cast.zhoumin))
    found = MinutesForm().initial_from(Scene.load(meeting, clock.now()))
    assert found["minutes"] == "1. 停电窗口\n〔决定〕周五停电\n〔决议〕提交方案"
    assert found["resolutions"][0]["department"] == str(cast.om.uid)
    rows = [{"content": "提交方案", "department": str(cast.om.uid)}]
    act(meeting, cast.maguoqiang, "write", minutes=found["minutes"], resolutions=rows)
    with pytest.raises(ActionError):
        live.add(meeting, meeting.meeting, cast.maguoqiang, {"text": "太晚"})


def test_who_leads_is_there_and_who_declined_is_not(cast: Any, meeting: Matter) -> None:
    def present() -> set[str]:
        return set(HoldForm().initial_from(Scene.load(meeting, clock.now()))["present"])

    act(meeting, cast.tangyue, "reply", reply="declined")
    assert present() == set(uids(cast.maguoqiang, cast.zhoumin))
    act(meeting, cast.tangyue, "check_in")  # and comes nevertheless
    assert present() == set(uids(cast.maguoqiang, cast.tangyue))


def test_nobody_was_there_before_it_begins(
    cast: Any, meeting: Matter, turn_clock: Any, client_of: Any
) -> None:
    """Not offered until a few minutes before its time, and the page says why; the moment told may lie before it."""
    told = {"held_at": "2026-09-08T13:40", "present": uids(cast.maguoqiang, cast.zhoumin)}
    turn_clock(clock.at(2026, 9, 8, 13, 45))
    with pytest.raises(NotAllowed):
        act(meeting, cast.maguoqiang, "hold", **told)
    page = client_of(cast.maguoqiang).get(meeting.get_absolute_url()).content.decode()
    assert f"{meeting.get_absolute_url()}act/hold/" not in page and "会议开始后可在这里记录" in page
    assert "会议开始后" not in client_of(cast.zhoumin).get(meeting.get_absolute_url()).content.decode()
    turn_clock(clock.at(2026, 9, 8, 13, 51))
    page = client_of(cast.maguoqiang).get(meeting.get_absolute_url()).content.decode()
    assert f"{meeting.get_absolute_url()}act/hold/" in page
    act(meeting, cast.maguoqiang, "hold", **told)
    assert meeting.state == "held"


def test_what_only_a_resolution_needs_stands_in_a_part_of_its_own(
    cast: Any, meeting: Matter, client_of: Any
) -> None:
    """The style shows that part for resolutions alone; what was typed in it stays."""
    page = client_of(cast.maguoqiang).get(path(meeting)).content.decode()
    before, part = page.split('class="when-resolved wide"')
    assert all(f'name="{name}"' in part for name in ("department", "owner", "needed_by"))
    assert all(f'name="{name}"' in before for name in ("point", "kind", "text"))


def test_one_checks_in_when_it_is_near(cast: Any, meeting: Matter, turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 8, 13, 0))
    with pytest.raises(NotAllowed):
        act(meeting, cast.zhoumin, "check_in")
    turn_clock(clock.at(2026, 9, 8, 13, 31))
    act(meeting, cast.zhoumin, "check_in")
    assert meeting.attendees.get(person=cast.zhoumin).present
    with pytest.raises(ActionError):
        act(meeting, cast.wujia, "check_in")


def test_the_page_asks_little(
    cast: Any, meeting: Matter, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_of(cast.maguoqiang)
    for at in range(5):
        wrote(client, meeting, text=f"第 {at} 行")
    client.get(path(meeting))
    with django_assert_max_num_queries(16):
        client.get(path(meeting))
