"""Goals form trees, year by year."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.cast import Cast
from xieli.core import clock
from xieli.goals import commands, queries
from xieli.goals.models import Goal


def goal(cast: Cast, code: str = "MB-1", existing: Goal | None = None, **facts: Any) -> Goal:
    told = {"code": code, "title": f"目标{code}", "kind": "customer", "year": 2026, "department": cast.cs}
    return commands.save_goal(existing, **(told | facts))


def test_a_goal_is_set_with_what_was_said_of_it(cast: Cast) -> None:
    saved = goal(cast, " MB-1 ", title=" 满意度 95% ", description=" 全年 ")
    kept = Goal.objects.get()
    assert (kept.code, kept.title, kept.description) == ("MB-1", "满意度 95%", "全年")
    assert kept.uid == saved.uid


def test_a_code_is_used_once(cast: Cast) -> None:
    goal(cast)
    with pytest.raises(ValidationError) as refused:
        goal(cast)
    assert list(refused.value.message_dict) == ["code"]
    assert Goal.objects.count() == 1


def test_a_goal_keeps_its_code_when_it_is_changed(cast: Cast) -> None:
    first = goal(cast)
    goal(cast, existing=first, title="改了")
    assert Goal.objects.get().title == "改了"


def test_a_goal_can_not_stand_under_itself_or_under_its_own_children(cast: Cast) -> None:
    top = goal(cast, "A")
    middle = goal(cast, "B", parent=top)
    low = goal(cast, "C", parent=middle)
    for wrong in (top, low):
        with pytest.raises(ValidationError) as refused:
            goal(cast, "A", existing=top, parent=wrong)
        assert list(refused.value.message_dict) == ["parent"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=top.pk).update(parent=top.pk)


def test_a_goal_stands_under_one_of_the_same_or_an_earlier_year(cast: Cast) -> None:
    later = goal(cast, "A", year=2027)
    goal(cast, "B", year=2027, parent=goal(cast, "C", year=2026))
    with pytest.raises(ValidationError):
        goal(cast, "D", year=2026, parent=later)


@pytest.mark.parametrize("facts", [{"kind": "fun"}, {"year": 1999}])
def test_the_database_refuses_unknown_kinds_and_impossible_years(cast: Cast, facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        goal(cast, **facts)


def test_closing_twice_keeps_the_first_moment_and_reopening_takes_it_away(cast: Cast) -> None:
    one = goal(cast)
    for hour in (9, 10):
        with clock.turned_to(clock.at(2026, 11, 23, hour)):
            commands.close_goal(one)
    assert Goal.objects.get().closed_at == clock.at(2026, 11, 23, 9)
    assert not queries.open_goals().exists()
    commands.reopen_goal(one)
    assert queries.open_goals().get() == one


def test_a_years_goals_are_written_down_as_a_tree(cast: Cast) -> None:
    top = goal(cast, "B")
    goal(cast, "A", parent=top)
    goal(cast, "C", parent=goal(cast, "Z", year=2025))
    goal(cast, "A1", parent=Goal.objects.get(code="A"))
    assert [(one.code, depth) for one, depth in queries.goals_of(2026)] == [
        ("B", 0),
        ("A", 1),
        ("A1", 2),
        ("C", 0),
    ]
    assert queries.years() == [2026, 2025]


def test_a_goal_whose_parent_is_of_another_year_stands_at_the_top_of_its_own(cast: Cast) -> None:
    above = goal(cast, "A", year=2026)
    below = goal(cast, "B", year=2027, parent=above)
    assert queries.goals_of(2027) == [(below, 0)] and queries.years() == [2027, 2026]


def test_a_closed_goal_still_shows_in_its_year_and_takes_no_new_work(cast: Cast) -> None:
    one = goal(cast)
    commands.close_goal(one)
    assert queries.goals_of(2026) == [(one, 0)] and not queries.open_goals().exists()
