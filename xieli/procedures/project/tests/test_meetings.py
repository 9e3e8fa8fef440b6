"""A project meets regularly from its notice to its closing (4.1.c)."""

from typing import Any

import pytest

from xieli.matters.models import Matter
from xieli.procedures.meeting.models import SeriesDetails

from .play import act, executing
from .play_acceptance import NOVEMBER, accepted

pytestmark = pytest.mark.django_db


def series_of(project: Matter) -> Matter:
    return Matter.objects.get(parent=project, procedure="meeting_series")


def test_a_series_begins_with_the_notice_weekly_for_a_key_project(cast: Any) -> None:
    series = series_of(executing(cast))
    details = SeriesDetails.objects.get(matter=series)
    assert (series.state, details.weeks, details.convener) == ("running", 1, cast.dingjian)
    assert set(details.attendees) == {cast.dingjian.pk, cast.guchangchuan.pk, cast.bailu.pk}


def test_it_ends_with_the_project(cast: Any) -> None:
    project = accepted(cast).parent
    act(project, cast.dingjian, "close_project", NOVEMBER)
    assert series_of(project).state == "ended"
