"""Everybody reads goals; executives and the project management office set them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.goals import commands
from xieli.goals.models import Goal

Clients = Callable[[Any], Client]


@pytest.fixture
def goal(cast: Cast) -> Goal:
    return commands.save_goal(
        None, code="MB-2026-01", title="客户满意度达到 95%", kind="customer", year=2026, department=cast.cs
    )


def form(cast: Cast, **facts: Any) -> dict[str, Any]:
    told = {"code": "MB-2", "title": "缩短抢修时间", "kind": "efficiency", "year": 2026}
    return told | {"department": str(cast.om.uid)} | facts


@pytest.mark.parametrize("name", ["hanliren", "luchengyuan", "shenruozhou"])
def test_executives_and_the_pmo_may_set_goals(cast: Cast, client_of: Clients, name: str) -> None:
    answer = client_of(getattr(cast, name)).post("/goals/new/", form(cast))
    saved = Goal.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == saved.get_absolute_url()
    assert saved.department == cast.om


@pytest.mark.parametrize("path", ["/goals/new/", "/goals/{uid}/edit/", "/goals/{uid}/close/"])
def test_others_find_nothing_where_goals_are_set(
    cast: Cast, client_of: Clients, goal: Goal, path: str
) -> None:
    answer = client_of(cast.linwan).post(path.format(uid=goal.uid), form(cast))
    assert answer.status_code == 404
    assert Goal.objects.count() == 1


def test_everybody_reads_them_without_the_buttons(cast: Cast, client_of: Clients, goal: Goal) -> None:
    client = client_of(cast.linwan)
    for path in ("/goals/?year=2026", goal.get_absolute_url()):
        page = client.get(path).content.decode()
        assert goal.title in page
        assert "/goals/new/" not in page
        assert "/close/" not in page


def test_a_goal_below_another_is_shown_under_it(cast: Cast, client_of: Clients, goal: Goal) -> None:
    client_of(cast.hanliren).post("/goals/new/", form(cast, parent=str(goal.uid)))
    low = Goal.objects.get(code="MB-2")
    assert low.parent == goal
    assert low.get_absolute_url() in client_of(cast.linwan).get(goal.get_absolute_url()).content.decode()


def test_a_wrong_form_comes_back_with_what_is_wrong(cast: Cast, client_of: Clients, goal: Goal) -> None:
    answer = client_of(cast.hanliren).post("/goals/new/", form(cast, code=goal.code))
    assert answer.status_code == 422
    assert "已被别的目标使用" in answer.content.decode()
    assert client_of(cast.hanliren).post("/goals/new/", {}).status_code == 422


def test_changing_a_goal_starts_from_what_it_says(cast: Cast, client_of: Clients, goal: Goal) -> None:
    client = client_of(cast.shenruozhou)
    path = f"/goals/{goal.uid}/edit/"
    page = client.get(path).content.decode()
    assert f'value="{goal.title}"' in page
    assert f'value="{cast.cs.uid}" selected' in page
    assert client.post(path, form(cast, code=goal.code)).status_code == 303
    assert Goal.objects.get().title == "缩短抢修时间"


def test_a_goal_is_closed_and_opened_again(cast: Cast, client_of: Clients, goal: Goal) -> None:
    client = client_of(cast.hanliren)
    client.post(f"/goals/{goal.uid}/close/")
    assert Goal.objects.get().closed_at is not None
    client.post(f"/goals/{goal.uid}/close/", {"reopen": "1"})
    assert Goal.objects.get().closed_at is None


def test_what_was_saved_is_confirmed_in_words(cast: Cast, client_of: Clients, goal: Goal) -> None:
    client = client_of(cast.hanliren)
    for path, facts, said in (
        ("/goals/new/", form(cast), "目标已保存。"),
        (f"/goals/{goal.uid}/edit/", form(cast, code=goal.code), "目标已保存。"),
        (f"/goals/{goal.uid}/close/", {}, "目标已关闭。"),
        (f"/goals/{goal.uid}/close/", {"reopen": "1"}, "目标已重新打开。"),
    ):
        assert said in client.post(path, facts, follow=True).content.decode()


def test_a_year_without_goals_says_what_to_do(cast: Cast, client_of: Clients) -> None:
    assert "/goals/new/" in client_of(cast.hanliren).get("/goals/?year=2031").content.decode()
    assert client_of(cast.linwan).get("/goals/?year=abcd").status_code == 200


def test_the_list_costs_the_same_however_many_goals_there_are(
    cast: Cast, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        commands.save_goal(None, code=f"G{n}", title="目标", kind="strategy", year=2026, department=cast.rd)
    client = client_of(cast.linwan)
    client.get("/goals/")
    with django_assert_max_num_queries(10):
        client.get("/goals/?year=2026")
