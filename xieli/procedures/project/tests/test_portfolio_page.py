"""The portfolio is narrowed and sorted by what is stored and by how projects stand, and exported as seen."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from xieli.core import clock
from xieli.goals import commands as goals
from xieli.goals.models import Goal
from xieli.matters.models import Matter

from .play import MONDAY, applied, executing

pytestmark = pytest.mark.django_db
LATE = clock.at(2027, 3, 1, 10, 0)


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(MONDAY)


def titled(project: Matter, title: str, **changes: Any) -> Matter:
    Matter.objects.filter(pk=project.pk).update(title=title, **changes)
    return project


def shown(client: Any, query: str = "") -> list[str]:
    answer = client.get(f"/projects/?{query}")
    assert answer.status_code == 200
    return [row[0].title for row in answer.context["rows"]]


@pytest.fixture
def two(cast: Any) -> list[Matter]:
    """One being carried out under a goal, one just applied for without."""
    first, second = titled(executing(cast), "甲站扩容"), titled(applied(cast), "乙站新建")
    goal = goals.save_goal(None, code="MB-1", title="超充", kind="strategy", year=2026, department=cast.rd)
    return [titled(first, "甲站扩容", goal=goal), second]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=乙站", ["乙站新建"]),
        ("stage=running", ["甲站扩容"]),
        ("goal=none", ["乙站新建"]),
        ("light=ok", ["甲站扩容"]),
        ("light=red", []),
        ("sort=-progress", ["甲站扩容", "乙站新建"]),
        ("sort=number", ["甲站扩容", "乙站新建"]),
        ("sort=-number", ["乙站新建", "甲站扩容"]),
        ("sort=nonsense", ["乙站新建", "甲站扩容"]),
    ],
)
def test_it_is_narrowed_and_sorted(
    cast: Any, client_of: Any, two: list[Matter], query: str, names: list[str]
) -> None:
    assert shown(client_of(cast.linwan), query) == names


def test_by_goal_and_department_and_the_goal_names_its_project(
    cast: Any, client_of: Any, two: list[Matter]
) -> None:
    client, first = client_of(cast.linwan), Matter.objects.get(pk=two[0].pk)
    assert first.goal is not None
    assert shown(client, f"goal={first.goal.uid}") == ["甲站扩容"]
    own = first.lead_department or first.initiator_department
    assert own is not None and "甲站扩容" in shown(client, f"department={own.uid}")
    assert shown(client, f"department={cast.au.uid}") == []
    assert "甲站扩容" in client.get(first.goal.get_absolute_url()).content.decode()


def test_a_late_project_is_red(cast: Any, client_of: Any, two: list[Matter], turn_clock: Any) -> None:
    turn_clock(LATE)
    assert shown(client_of(cast.linwan), "light=red") == ["甲站扩容"]


def test_those_without_a_goal_are_counted(cast: Any, client_of: Any, two: list[Matter]) -> None:
    assert "有 1 个项目没有写明服务的目标" in client_of(cast.linwan).get("/projects/").content.decode()


def test_the_file_has_what_is_seen(cast: Any, client_of: Any, two: list[Matter]) -> None:
    answer = client_of(cast.linwan).get("/projects/?stage=running&xlsx=1")
    lines = load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [line[1] for line in lines[1:]] == ["甲站扩容"]
    assert len(lines[0]) == len(lines[1]) == 15


def test_strangers_to_a_secret_project_do_not_find_it_counted_or_exported(
    cast: Any, client_of: Any, two: list[Matter]
) -> None:
    Matter.objects.filter(pk__in=[one.pk for one in two]).update(audience=[-cast.dingjian.pk])
    client = client_of(cast.linwan)
    assert shown(client) == []
    assert "没有写明" not in client.get("/projects/").content.decode()
    answer = client.get("/projects/?xlsx=1")
    assert len(load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()) == 1


def test_looking_at_all_of_them_costs_the_same_queries(cast: Any, client_of: Any, two: list[Matter]) -> None:
    client = client_of(cast.linwan)
    query = "/projects/?view=bubbles&light=ok&sort=-progress"
    client.get(query)
    with CaptureQueriesContext(connection) as few:
        client.get(query)
    goals.close_goal(Goal.objects.get())  # else an application has to name one
    for _n in range(2):
        executing(cast)
    with CaptureQueriesContext(connection) as many:
        client.get(query)
    assert len(many) <= len(few) <= 16
