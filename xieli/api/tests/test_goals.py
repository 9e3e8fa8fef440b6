"""Goals are read with their progress by whoever may read the organisation."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xieli.core import clock
from xieli.goals import commands, measures

pytestmark = pytest.mark.django_db


def test_a_goal_is_read_with_its_measures_and_progress(cast: Any, caller: Any, turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 7, 1, 10))
    row = {"name": "满意度", "unit": "%", "start": Decimal(90), "target": Decimal(95), "weight": 1}
    goal = commands.save_goal(
        None, code="MB-1", title="满意", kind="customer", year=2026, department=cast.cs, measures=[row]
    )
    measures.record(goal.measures.get(), cast.zhoumin, on=date(2026, 6, 30), value=Decimal(94))
    client = caller(cast.linwan)
    [listed] = client.get("/api/v1/goals?year=2026").json()
    assert (listed["code"], listed["percent"], listed["light"]) == ("MB-1", 80, "ok")
    assert client.get("/api/v1/goals?year=2025").json() == []
    one = client.get(f"/api/v1/goals/{goal.uid}").json()
    assert [measure["actual"] for measure in one["measures"]] == ["94.00"]


def test_a_token_without_the_scope_reads_none(cast: Any, caller: Any) -> None:
    assert caller(cast.linwan, scopes=("matters:read",)).get("/api/v1/goals").status_code == 403
