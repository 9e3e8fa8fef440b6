"""How long somebody held the ball: in working time, or in every hour where the limit runs day and night."""

from datetime import timedelta
from typing import Any

import pytest

from xieli.matters.models import Clock, WorkItem
from xieli.matters.queries import story

from .scenes import MONDAY, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
EVENING = MONDAY + timedelta(hours=12)


@pytest.mark.parametrize(("unit", "seconds"), [("W", 0), ("C", 7200)])
def test_a_night_counts_where_the_limit_runs_through_it(cast: Any, unit: str, seconds: int) -> None:
    matter = submitted(cast, now=EVENING)
    Clock.objects.filter(matter=matter, kind="step").update(unit=unit)
    do(matter, "accept", cast.fangqiming, now=EVENING + timedelta(hours=2))
    item = WorkItem.objects.get(matter=matter, step="accept")
    assert item.used == seconds
    shown = [one.seconds for one in story.ribbon(matter, EVENING + timedelta(hours=2)) if one.item == item]
    assert shown == [seconds]
