"""A meeting is called, held, its minutes confirmed by those who were there, its resolutions carried out."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.documents.models import Document
from xieli.documents.paper import Facts
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError, Blocked, Invalid, NotAllowed
from xieli.matters.models import Clock, Matter
from xieli.matters.scene import Scene
from xieli.matters.web.page import Page
from xieli.notifications.models import Notification

from ..chores import close_settled
from ..models import Attendee
from .play import MONDAY, act, called, held, owed, resolution, uids, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def late(turn_clock: Any, day: int, hour: int = 10) -> None:
    turn_clock(clock.at(2026, 9, day, hour, 0))


def test_who_calls_it_with_a_time_invites_at_once(cast: Any) -> None:
    matter = called(cast)
    assert (matter.number, matter.state, owed(matter)) == (
        "HY-2026-0001", "invited", [("record_held", "马国强")],
    )  # fmt: skip
    told = Notification.objects.filter(recipient=cast.zhoumin).get()
    assert told.params["at"] == "2026-09-08 14:00"


def test_without_a_time_the_convener_invites_later(cast: Any) -> None:
    matter = called(cast, begins_at="")
    assert owed(matter) == [("invite", "马国强")]
    act(
        matter, cast.maguoqiang, "invite", begins_at="2026-09-09T10:00", place="线上",
        attendees=uids(cast.zhoumin),
    )  # fmt: skip
    assert set(matter.attendees.values_list("person__name", flat=True)) == {"马国强", "周敏"}


def test_it_lies_ahead_and_is_not_for_the_chair_alone(cast: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        called(cast, begins_at="2026-09-07T08:00")
    assert set(wrong.value.errors) == {"begins_at"}
    with pytest.raises(ActionError, match="至少还要有一位"):
        called(cast, attendees=uids(cast.maguoqiang))


def test_only_those_concerned_know_of_it(cast: Any) -> None:
    matter = called(cast)
    assert matter in Matter.objects.visible_to(cast.zhoumin)
    assert matter not in Matter.objects.visible_to(cast.wujia)


def test_an_ad_hoc_one_is_held_within_three_working_days_of_being_called(cast: Any) -> None:
    running = Clock.objects.get(matter=called(cast), name="held_in_time")
    assert f"{clock.local(running.due_at):%m-%d}" == "09-10"


def test_attendees_propose_points_and_others_can_not(cast: Any) -> None:
    matter = act(called(cast), cast.tangyue, "propose", subject="接口升级", minutes="10")
    assert [row["subject"] for row in matter.meeting.agenda] == ["停电窗口", "接口升级"]
    with pytest.raises(NotAllowed):
        act(matter, cast.guchangchuan, "propose", subject="别的", minutes="")


def test_a_change_is_a_newer_version_and_drops_who_is_not_needed(cast: Any) -> None:
    matter = act(
        called(cast), cast.maguoqiang, "reschedule", begins_at="2026-09-09T10:00", duration="30",
        place="二楼", attendees=uids(cast.zhoumin),
    )  # fmt: skip
    details = Matter.objects.get(pk=matter.pk).meeting
    assert (details.sequence, (details.ends_at - details.begins_at).seconds) == (1, 1800)
    assert not Attendee.objects.filter(matter=matter, person=cast.tangyue).exists()
    assert owed(matter) == [("record_held", "马国强")]


def test_the_convener_cancels_it_and_everybody_hears(cast: Any) -> None:
    matter = called(cast)
    with pytest.raises(NotAllowed):
        act(matter, cast.zhoumin, "cancel", reason="改期")
    act(matter, cast.maguoqiang, "cancel", reason="改期")
    assert (matter.state, matter.outcome) == ("cancelled", "withdrawn")
    assert Notification.objects.filter(recipient=cast.tangyue, text__contains="已取消").exists()


def test_nobody_is_absent_on_paper_before_the_meeting(cast: Any) -> None:
    scene = Scene.load(called(cast), MONDAY)
    (facts,) = [
        one for one in scene.procedure.documents["minutes"].build(scene).blocks if isinstance(one, Facts)
    ]
    said = {one.label: one.value for one in facts.facts}
    assert "周敏" in said["邀请人员"] and said["到会人员"] == "" and "缺席人员" not in said


def test_attendance_says_who_was_there_invited_or_not(cast: Any, turn_clock: Any) -> None:
    matter = called(cast)
    with pytest.raises(NotAllowed):
        act(matter, cast.maguoqiang, "hold", held_at="2026-09-08T14:00", present=uids(cast.zhoumin))
    late(turn_clock, 8, 16)
    with pytest.raises(ActionError, match="没有人到会"):
        act(matter, cast.maguoqiang, "hold", held_at="2026-09-08T14:00", present=uids(cast.maguoqiang))
    present = uids(cast.maguoqiang, cast.zhoumin, cast.linwan)
    act(matter, cast.maguoqiang, "hold", held_at="2026-09-08T14:00", present=present)
    found = {one.person.name: (one.invited, one.present) for one in matter.attendees.all()}
    assert found == {
        "马国强": (True, True), "周敏": (True, True), "唐越": (True, False), "林晚": (False, True),
    }  # fmt: skip
    assert Clock.objects.get(matter=matter, name="held_in_time").outcome == "met"


def test_minutes_are_due_in_two_working_days(cast: Any, turn_clock: Any) -> None:
    matter = held(cast, turn_clock)
    assert owed(matter) == [("write_minutes", "马国强")]
    step = Clock.objects.get(matter=matter, name="write_minutes")
    assert f"{clock.local(step.due_at):%m-%d}" == "09-10"


class TestConfirming:
    def test_those_who_were_there_are_asked_and_the_chair_signs(self, cast: Any, turn_clock: Any) -> None:
        matter = written(cast, turn_clock, resolution(cast.om))
        assert sorted(owed(matter)) == [
            ("confirm_minutes", "周敏"), ("confirm_minutes", "唐越"), ("sign_minutes", "马国强"),
        ]  # fmt: skip

    def test_the_chair_waits_for_those_who_still_have_time(self, cast: Any, turn_clock: Any) -> None:
        matter = written(cast, turn_clock)
        act(matter, cast.zhoumin, "acknowledge", answer="confirmed")
        with pytest.raises(NotAllowed):
            act(matter, cast.maguoqiang, "sign")
        act(matter, cast.tangyue, "acknowledge", answer="confirmed")
        act(matter, cast.maguoqiang, "sign", opinion="同意印发")
        assert matter.state == "closed"  # nothing was resolved
        signed = [one for block in Document.objects.get(matter=matter.pk).paper["blocks"]
                  for one in block.get("opinions", ())]  # fmt: skip
        assert [(one["text"], one["name"]) for one in signed] == [("同意印发", "马国强")]

    def test_silence_is_shown_and_blocks_nothing(self, cast: Any, turn_clock: Any, client_of: Any) -> None:
        matter = written(cast, turn_clock)
        act(matter, cast.zhoumin, "acknowledge", answer="confirmed")
        late(turn_clock, 10, 9)  # the working day they had is over
        act(matter, cast.maguoqiang, "sign")
        assert matter.state == "closed"
        assert matter.attendees.get(person=cast.tangyue).answer == ""
        assert "未确认" in client_of(cast.zhoumin).get(matter.get_absolute_url()).content.decode()

    def test_an_objection_says_what_is_wrong_and_reaches_the_chair(self, cast: Any, turn_clock: Any) -> None:
        matter = written(cast, turn_clock)
        with pytest.raises(Invalid):
            act(matter, cast.tangyue, "acknowledge", answer="objected")
        act(matter, cast.tangyue, "acknowledge", answer="objected", words="窗口应为周六")
        assert Notification.objects.filter(recipient=cast.maguoqiang, text__contains="有异议").exists()
        act(matter, cast.zhoumin, "acknowledge", answer="confirmed")
        lines, _folded = Page(matter, cast.maguoqiang).timeline
        said = {one.who: one.notes for one in lines if one.who in ("周敏", "唐越")}
        assert said == {"周敏": ["确认"], "唐越": ["有异议"]}  # what happened says who answered what
        act(matter, cast.maguoqiang, "send_back", reason="按唐越意见修改")
        act(matter, cast.maguoqiang, "write", minutes="窗口定为周六", resolutions=[])
        assert matter.attendees.get(person=cast.tangyue).answer == ""  # asked anew
        assert ("confirm_minutes", "唐越") in owed(matter)


class TestResolutions:
    def test_the_one_it_names_is_asked_to_confirm_it_in_writing(
        self, cast: Any, turn_clock: Any, client_of: Any
    ) -> None:
        matter = written(cast, turn_clock, resolution(cast.rd, owner=cast.tangyue))
        page = client_of(cast.zhoumin).get(matter.get_absolute_url()).content.decode()
        assert f"&amp;talked_at=2026-09-08T14:05&amp;counterpart={cast.tangyue.uid}" in page

    def confirmed(self, cast: Any, turn_clock: Any, *rows: dict[str, Any]) -> Matter:
        matter = written(cast, turn_clock, *rows)
        for person in (cast.zhoumin, cast.tangyue):
            act(matter, person, "acknowledge", answer="confirmed")
        return act(matter, cast.maguoqiang, "sign")

    def test_each_is_work_by_department_or_person_five_working_days_unless_said(
        self, cast: Any, turn_clock: Any
    ) -> None:
        matter = self.confirmed(
            cast, turn_clock, resolution(cast.fi),
            resolution(cast.rd, "升级接口", cast.fangqiming, "2026-09-30T17:00"),
        )  # fmt: skip
        first, second = Matter.objects.filter(parent=matter).order_by("pk")
        assert matter.state == "minutes_confirmed"
        assert (owed(first), owed(second)) == (
            [("carry_out_resolution", "FI")], [("carry_out_resolution", "方启明")],
        )  # fmt: skip
        assert [f"{clock.local(one.due_at):%m-%d}" for one in (first, second)] == ["09-15", "09-30"]

    def test_the_meeting_closes_by_itself_when_all_are_carried_out(self, cast: Any, turn_clock: Any) -> None:
        matter = self.confirmed(cast, turn_clock, resolution(cast.rd, owner=cast.fangqiming))
        child = Matter.objects.get(parent=matter)
        with pytest.raises(Blocked):
            act(matter, cast.maguoqiang, "close")
        assert close_settled() == 0
        act(child, cast.fangqiming, "carry_out", result="已提交")
        act(child, cast.maguoqiang, "close")
        assert close_settled() == 1
        assert Matter.objects.get(pk=matter.pk).state == "closed"
        assert close_settled() == 0

    def test_it_closes_with_the_last_of_them_not_an_hour_later(
        self, cast: Any, turn_clock: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        rows = (resolution(cast.rd, owner=cast.fangqiming), resolution(cast.om, owner=cast.guchangchuan))
        matter = self.confirmed(cast, turn_clock, *rows)
        for child, who in zip(
            Matter.objects.filter(parent=matter).order_by("pk"),
            (cast.fangqiming, cast.guchangchuan),
            strict=True,
        ):
            assert Matter.objects.get(pk=matter.pk).state == "minutes_confirmed"
            act(child, who, "carry_out", result="已提交")
            with django_capture_on_commit_callbacks(execute=True):
                act(child, cast.maguoqiang, "close")
        assert Matter.objects.get(pk=matter.pk).state == "closed"

    def test_one_in_the_past_is_refused_before_anybody_is_asked(self, cast: Any, turn_clock: Any) -> None:
        with pytest.raises(ActionError, match="晚于现在"):
            written(cast, turn_clock, resolution(cast.om, due="2026-09-01T10:00"))


class TestFromAnyMatter:
    def request(self, cast: Any) -> Matter:
        told = {"content": "请核对电表", "severity": "minor", "solver": str(cast.maguoqiang.uid)}
        return open_matter("problem", Actor.of(cast.linwan), "report", told)

    def test_whoever_it_concerns_calls_a_meeting_on_it(self, cast: Any) -> None:
        request = self.request(cast)
        told = {"title": "协调会", "kind": "ad_hoc", "attendees": uids(cast.zhoumin)}
        perform(request, "call_meeting", Actor.of(cast.maguoqiang), told)
        meeting = Matter.objects.get(parent=request)
        assert (meeting.procedure, meeting.state) == ("meeting", "planned")
        assert meeting.meeting.agenda[0]["subject"] == f"{request.number} 请核对电表"
        with pytest.raises(NotAllowed):
            perform(request, "call_meeting", Actor.of(cast.wujia), told)


def test_its_page_costs_the_same_however_many_attend(
    cast: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    matter = called(cast, attendees=uids(*cast.people.values()))
    client = client_of(cast.maguoqiang)
    client.get(matter.get_absolute_url())
    with django_assert_max_num_queries(45):
        client.get(matter.get_absolute_url())
