"""How far a project is against its plan, by weight and by money, and the light that follows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.outline import leaves
from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.progress import Cost, expected, light, progress
from xieli.procedures.project.schedule import schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import plans

OFFICE = shipped().calendars["office"]


def office() -> WorkingDays:
    return WorkingDays(OFFICE.is_working_day)


# Monday 7 to Friday 11 September 2026, then Monday 14 to Friday 18.
PLAN = Plan(
    date(2026, 9, 7),
    (
        Task("P", "设计", kind="phase"),
        Task("A", "初设", "P", days=5, weight=30),
        Task("M", "评审", "P", "milestone", weight=10),
        Task("B", "施工", days=5, weight=60),
    ),
    (Dependency("A", "M"), Dependency("M", "B")),
)


@pytest.mark.parametrize(
    ("today", "planned"),
    [
        (date(2026, 9, 6), 0),
        (date(2026, 9, 7), 6),  # one of five days of a weight of 30
        (date(2026, 9, 10), 24),
        (date(2026, 9, 12), 40),  # the milestone too
        (date(2026, 9, 16), 76),
        (date(2026, 9, 30), 100),
    ],
)
def test_planned_progress_grows_with_working_days_by_weight(today: date, planned: int) -> None:
    assert progress(PLAN, schedule(PLAN, office()), {}, today).planned == planned


def test_done_is_percent_by_weight_and_a_milestone_counts_when_reached() -> None:
    figures = progress(PLAN, schedule(PLAN, office()), {"A": 100, "M": 99, "B": 50}, date(2026, 9, 16))

    assert (figures.done, figures.behind) == (60, 16)


def test_a_phase_has_a_progress_of_its_own() -> None:
    figures = progress(PLAN, schedule(PLAN, office()), {"A": 100, "B": 50}, date(2026, 9, 16), under="P")

    assert (figures.planned, figures.done) == (100, 75)


def test_without_weights_lines_count_by_their_days() -> None:
    plan = Plan(date(2026, 9, 7), (Task("A", "甲", days=9), Task("B", "乙", days=1)))

    assert progress(plan, schedule(plan, office()), {"B": 100}, date(2026, 9, 7)).done == 10


@pytest.mark.parametrize(
    ("finish", "behind", "level"),
    [
        (date(2026, 9, 16), 0, "ok"),  # six working days left after Tuesday 8
        (date(2026, 9, 15), 0, "amber"),
        (date(2026, 9, 8), 0, "amber"),
        (date(2026, 9, 7), 0, "red"),
        (date(2026, 12, 31), 9, "ok"),
        (date(2026, 12, 31), 10, "amber"),
        (date(2026, 12, 31), 20, "red"),
    ],
)
def test_the_light_is_amber_five_days_before_or_ten_points_behind_and_red_when_late_or_twenty(
    finish: date, behind: int, level: str
) -> None:
    assert light(finish, Decimal(behind), office(), date(2026, 9, 8)) == level


def test_what_is_done_has_no_light_to_fear() -> None:
    assert light(date(2026, 9, 1), Decimal(50), office(), date(2026, 9, 8), done=True) == "ok"


def test_spending_is_told_against_the_budget_and_against_what_is_done() -> None:
    cost = Cost(Decimal(4_800_000), Decimal(3_600_000))

    assert (cost.left, cost.percent, cost.ahead(Decimal(60))) == (Decimal(1_200_000), 75, 15)
    assert Cost(Decimal(0), Decimal(5)).percent is None
    assert Cost(Decimal(0), Decimal(5)).ahead(Decimal(1)) is None


@given(plans(), st.dates(date(2025, 9, 1), date(2026, 6, 1)), st.data())
def test_progress_lies_between_nothing_and_all_and_never_falls_with_time(
    plan: Plan, today: date, data: st.DataObject
) -> None:
    planned = schedule(plan, office())
    percents = {task.code: data.draw(st.integers(0, 100)) for task in leaves(plan)}

    figures = progress(plan, planned, percents, today)
    later = progress(plan, planned, percents, date(2026, 6, 2))

    assert 0 <= figures.planned <= later.planned <= 100
    assert 0 <= figures.done <= 100
    assert progress(plan, planned, percents, planned.finish).planned == 100
    assert progress(plan, planned, dict.fromkeys(percents, 100), today).done == 100
    for line in planned.lines.values():
        assert 0 <= expected(line, planned.days, today) <= 100


@pytest.mark.parametrize(("b", "m", "shown"), [(99, 100, 99), (100, 0, 99), (100, 100, 100), (0, 0, 30)])
def test_a_hundred_is_shown_only_when_everything_is_done(b: int, m: int, shown: int) -> None:
    """99.6 is no 100, and a milestone without weight counts as well."""
    tasks = tuple(replace(one, weight={"A": 30, "M": 0}.get(one.code, 70)) for one in PLAN.tasks)
    plan = replace(PLAN, tasks=tuple(replace(one, weight=0) if one.kind == "phase" else one for one in tasks))
    found = progress(plan, schedule(plan, office()), {"A": 100, "B": b, "M": m}, date(2026, 9, 18))
    assert found.shown == shown
