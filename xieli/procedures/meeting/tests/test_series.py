"""A regular series has one meeting in each period; a period without one is an alert; each opens with what is open."""

from datetime import date, timedelta
from typing import Any

import pytest

from xieli.alerts.raising import raise_due
from xieli.core import clock
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.commands import open_matter
from xieli.matters.commands.start import may_start
from xieli.matters.errors import ActionError
from xieli.matters.models import Alert, Matter
from xieli.matters.registry import get
from xieli.notifications.worker import chores

from ..chores import plan_regular
from ..periods import number_at, on_a_working_day, period, to_plan
from .play import MONDAY, act, owed, resolution, uids

FIRST = clock.at(2026, 9, 9, 15, 0)  # a Wednesday
WEEKLY, EVERY_TWO = "FREQ=WEEKLY;INTERVAL=1", "FREQ=WEEKLY;INTERVAL=2"


class TestPeriods:
    def test_they_begin_on_the_monday_of_the_first_meetings_week(self) -> None:
        first, third = period(FIRST, EVERY_TWO, 0), period(FIRST, EVERY_TWO, 2)
        assert (first.begins, first.ends) == (clock.at(2026, 9, 7), clock.at(2026, 9, 21))
        assert (third.begins, third.meets) == (clock.at(2026, 10, 5), clock.at(2026, 10, 7, 15))

    @pytest.mark.parametrize(
        ("moment", "number"),
        [(clock.at(2026, 9, 6, 23), -1), (clock.at(2026, 9, 7), 0), (clock.at(2026, 9, 21), 1)],
    )
    def test_a_moment_lies_in_one(self, moment: Any, number: int) -> None:
        assert number_at(FIRST, EVERY_TWO, moment) == number

    def test_the_next_is_planned_when_it_is_near_and_none_before_the_series_began(self) -> None:
        week = timedelta(days=7)
        at = [
            one.begins for one in to_plan(FIRST, WEEKLY, clock.at(2026, 9, 5), clock.at(2026, 9, 9, 16), week)
        ]
        assert at == [clock.at(2026, 9, 7), clock.at(2026, 9, 14)]
        late = to_plan(FIRST, WEEKLY, clock.at(2026, 9, 22), clock.at(2026, 9, 22), week)
        assert [one.begins for one in late] == [clock.at(2026, 9, 21)]

    def test_a_holiday_moves_it_within_its_period_or_not_at_all(self) -> None:
        meets, begins, ends = clock.at(2026, 10, 7, 15), clock.at(2026, 9, 28), clock.at(2026, 10, 12)
        after, before = date(2026, 10, 8), date(2026, 9, 30)
        moved = [
            on_a_working_day(meets, begins, ends, works)
            for works in (lambda day: day >= after, lambda day: day <= before, lambda day: False)
        ]
        assert moved == [clock.at(2026, 10, 8, 15), clock.at(2026, 9, 30, 15), meets]


@pytest.fixture
def series(cast: Any, turn_clock: Any) -> Matter:
    """Weekly, convened by 沈若舟 for 马国强 and 唐越."""
    turn_clock(MONDAY)
    told = {
        "title": "超充站建设例会", "kind": "progress", "repeat": "weeks", "weeks": "1", "first_at": "2026-09-09T15:00",
        "place": "项目办", "attendees": uids(cast.maguoqiang, cast.tangyue),
    }  # fmt: skip
    return open_matter("meeting_series", Actor.of(cast.shenruozhou), "begin", told)


def meetings(series: Matter) -> list[Matter]:
    return list(Matter.objects.filter(parent=series).order_by("pk"))


@pytest.mark.django_db
class TestSeries:
    def test_the_worker_plans_the_next_meeting_once(self, series: Matter) -> None:
        assert plan_regular in chores
        assert (plan_regular(), plan_regular()) == (1, 0)
        [meeting] = meetings(series)
        assert (meeting.state, owed(meeting)) == ("planned", [("invite", "沈若舟")])
        assert meeting.meeting.begins_at == FIRST
        assert meeting.initiator is None and meeting.title == "超充站建设例会 09-09"

    def test_heads_and_project_leaders_hold_regular_meetings(self, cast: Any) -> None:
        for name, yes in (("zhoumin", True), ("xiazhiqiu", True), ("hanliren", True), ("linwan", False)):
            assert may_start(get("meeting_series"), Actor.of(getattr(cast, name))) is yes

    def test_a_period_without_its_meeting_is_an_alert(
        self, series: Matter, turn_clock: Any, cast: Any, client_of: Any
    ) -> None:
        plan_regular()
        [meeting] = meetings(series)
        raise_due(clock.at(2026, 9, 11, 17, 0))
        assert not Alert.objects.filter(clock__name="held_in_time", colour="red").exists()
        raise_due(clock.at(2026, 9, 14, 8, 0))
        alert = Alert.objects.get(clock__name="held_in_time", colour="red")
        assert alert.matter == meeting
        turn_clock(clock.at(2026, 9, 14, 8, 0))
        page = client_of(cast.shenruozhou).get(meeting.get_absolute_url()).content.decode()
        assert "按期召开 已超时" in page  # which limit is over, also where no item is

    def test_the_following_period_is_planned_though_this_one_was_not_held(
        self, series: Matter, turn_clock: Any
    ) -> None:
        plan_regular()
        turn_clock(clock.at(2026, 9, 14, 9))
        assert plan_regular() == 1
        assert [one.meeting.period_begins for one in meetings(series)] == [
            clock.at(2026, 9, 7), clock.at(2026, 9, 14),
        ]  # fmt: skip

    def test_cancelling_does_not_get_round_the_period(self, cast: Any, series: Matter) -> None:
        plan_regular()
        act(meetings(series)[0], cast.shenruozhou, "cancel", reason="出差")
        assert plan_regular() == 1
        again = meetings(series)[1]
        assert again.meeting.period_begins == clock.at(2026, 9, 7)

    def test_when_the_period_is_over_the_convener_says_why_there_was_none(
        self, cast: Any, series: Matter, turn_clock: Any
    ) -> None:
        plan_regular()
        turn_clock(clock.at(2026, 9, 14, 9))
        plan_regular()
        act(meetings(series)[0], cast.shenruozhou, "cancel", reason="台风停工，本期未开")
        assert plan_regular() == 0
        assert [one.state for one in meetings(series)] == ["cancelled", "planned"]

    def test_after_a_long_stop_only_the_last_missed_period_is_asked_about(
        self, series: Matter, turn_clock: Any
    ) -> None:
        plan_regular()
        turn_clock(clock.at(2026, 11, 12, 9))
        assert (plan_regular(), plan_regular()) == (1, 0)
        begins = [f"{clock.local(one.meeting.period_begins):%m-%d}" for one in meetings(series)]
        assert begins == ["09-07", "11-02", "11-09", "11-16"]

    def test_the_next_meeting_opens_with_what_is_still_open(
        self, cast: Any, series: Matter, turn_clock: Any, client_of: Any
    ) -> None:
        plan_regular()
        [first] = meetings(series)
        told = {"place": "项目办", "attendees": uids(cast.maguoqiang, cast.tangyue)}
        act(first, cast.shenruozhou, "invite", begins_at="2026-09-09T15:00", **told)
        turn_clock(clock.at(2026, 9, 9, 17))
        act(first, cast.shenruozhou, "hold", held_at="2026-09-09T15:00", present=uids(cast.maguoqiang))
        rows = [resolution(cast.om, "完成基础施工")]
        act(first, cast.shenruozhou, "write", minutes="进度正常", resolutions=rows)
        act(first, cast.maguoqiang, "acknowledge", answer="confirmed")
        act(first, cast.shenruozhou, "sign")
        plan_regular()
        second = meetings(series)[1]
        child = Matter.objects.get(parent=first)
        assert second.meeting.agenda[0]["subject"] == f"跟进决议 {child.number}：完成基础施工"
        assert child.number in client_of(cast.shenruozhou).get(second.get_absolute_url()).content.decode()

    def test_ending_it_cancels_what_was_not_held(self, cast: Any, series: Matter) -> None:
        plan_regular()
        act(series, cast.shenruozhou, "end", reason="项目结束")
        assert [one.state for one in meetings(series)] == ["cancelled"]
        assert plan_regular() == 0

    def test_the_product_begins_one_for_another_matter_and_it_ends_with_that(
        self, cast: Any, turn_clock: Any
    ) -> None:
        turn_clock(MONDAY)
        parent = open_matter(
            "problem", Actor.of(cast.linwan), "report",
            {"content": "充电慢", "severity": "minor", "solver": str(cast.maguoqiang.uid)},
        )  # fmt: skip
        told = {
            "title": "例会", "kind": "progress", "repeat": "weeks", "weeks": "2", "first_at": "2026-09-09T15:00",
            "convener": str(cast.shenruozhou.uid), "attendees": uids(cast.maguoqiang),
        }  # fmt: skip
        own = open_matter("meeting_series", SYSTEM, "begin", told, parent=parent, parent_label="series")
        act(parent, cast.maguoqiang, "propose", solution="已处理")
        act(parent, cast.linwan, "agree")
        assert plan_regular() == 1
        assert Matter.objects.get(pk=own.pk).state == "ended"

    def test_the_first_time_lies_ahead(self, cast: Any, turn_clock: Any) -> None:
        turn_clock(MONDAY)
        told = {
            "title": "例会",
            "kind": "progress",
            "repeat": "weeks",
            "weeks": "1",
            "attendees": uids(cast.maguoqiang),
        }
        with pytest.raises(ActionError, match="首次时间"):
            open_matter(
                "meeting_series", Actor.of(cast.zhoumin), "begin", {**told, "first_at": "2026-09-01T15:00"}
            )
