"""A goal's page names the work that serves it, as far as the reader may know of it."""

from typing import Any

import pytest

from xieli.goals import commands
from xieli.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_work_under_a_goal_is_named_to_those_who_may_see_it(cast: Any, client_of: Any) -> None:
    goal = commands.save_goal(None, code="A", title="满意", kind="customer", year=2026, department=cast.cs)
    told: dict[str, Any] = {
        "procedure": "collaboration", "procedure_version": 1, "state": "sent", "goal": goal,
        "opened_at": "2026-01-05T01:00Z",
        "lead_department": cast.om,
    }  # fmt: skip
    Matter.objects.create(**told, number="XZ-1", title="加装充电桩", audience=[0], classification="company")
    Matter.objects.create(**told, number="XZ-2", title="涉密改造", audience=[-1], classification="secret")
    page = client_of(cast.linwan).get(goal.get_absolute_url()).content.decode()
    assert "加装充电桩" in page and "涉密改造" not in page
