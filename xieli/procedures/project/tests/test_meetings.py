"""A project meets regularly from its notice to its closing (4.1.c)."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.models import Matter
from xieli.procedures.meeting.chores import plan_regular
from xieli.procedures.meeting.models import MeetingDetails, SeriesDetails
from xieli.procedures.project.models import ProjectDetails

from .play import MONDAY, act, executing, noticing
from .play_acceptance import NOVEMBER, accepted

pytestmark = pytest.mark.django_db


def series_of(project: Matter) -> Matter:
    return Matter.objects.get(parent=project, procedure="meeting_series")


def test_a_series_begins_with_the_notice_weekly_for_a_key_project(cast: Any) -> None:
    series = series_of(executing(cast))
    details = SeriesDetails.objects.get(matter=series)
    assert (series.state, details.rule, details.convener) == (
        "running",
        "FREQ=WEEKLY;INTERVAL=1",
        cast.dingjian,
    )
    assert set(details.attendees) == {cast.dingjian.pk, cast.guchangchuan.pk, cast.bailu.pk}


@pytest.mark.parametrize(("level", "gap"), [("ordinary", 14), ("key", 7), ("major", 7)])
def test_meetings_come_every_two_weeks_and_every_week_for_key_and_major_projects(
    cast: Any, turn_clock: Any, level: str, gap: int
) -> None:
    project = noticing(cast)
    ProjectDetails.objects.filter(matter=project).update(level=level)
    act(Matter.objects.get(pk=project.pk), cast.shenruozhou, "issue")
    for days in range(0, 40, 3):
        turn_clock(MONDAY + timedelta(days=days))
        plan_regular()
    held = MeetingDetails.objects.filter(matter__parent=series_of(project)).order_by("begins_at")
    begins = [clock.local(one.begins_at).date() for one in held]
    assert len(begins) >= 3
    assert all(2 < (after - before).days <= gap + 3 for before, after in pairwise(begins))
    assert (begins[-1] - begins[0]).days >= gap * (len(begins) - 1) - 3


def test_it_ends_with_the_project(cast: Any) -> None:
    project = accepted(cast).parent
    act(project, cast.dingjian, "close_project", NOVEMBER)
    assert series_of(project).state == "ended"
