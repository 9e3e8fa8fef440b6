"""When lines fall: by the office's calendar and by their links."""

from datetime import date

import pytest

from xieli.procedures.project.plan import Dependency, Link, Plan, Task
from xieli.procedures.project.schedule import PlanError

from .schedules import chain, scheduled, spans


def test_work_runs_over_working_days_and_lets_the_holiday_pass() -> None:
    # 25 to 27 September 2026 is the Mid-Autumn holiday, 1 to 7 October the National Day holiday.
    result = scheduled(chain(Dependency("A", "B"), Dependency("B", "C"), days=(3, 4, 2)))

    assert spans(result) == {"A": ("09-21", "09-23"), "B": ("09-24", "09-30"), "C": ("10-08", "10-09")}
    assert result.length == 9


def test_a_shifted_sunday_is_a_day_of_work_like_any_other() -> None:
    result = scheduled(chain(start=date(2026, 9, 18), days=(2,)))

    assert spans(result) == {"A": ("09-18", "09-20")}


@pytest.mark.parametrize(
    ("kind", "lag", "span"),
    [
        ("FS", 0, ("09-10", "09-11")),
        ("FS", 2, ("09-14", "09-15")),
        ("FS", -1, ("09-09", "09-10")),
        ("SS", 0, ("09-07", "09-08")),
        ("SS", 2, ("09-09", "09-10")),
        ("FF", 0, ("09-08", "09-09")),
        ("FF", 3, ("09-11", "09-14")),
    ],
)
def test_each_kind_of_link_holds_with_its_lag(kind: Link, lag: int, span: tuple[str, str]) -> None:
    plan = chain(Dependency("A", "B", kind, lag), start=date(2026, 9, 7), days=(3, 2))

    assert spans(scheduled(plan))["B"] == span


def test_nothing_begins_before_the_project_or_its_own_day_or_its_phases_day() -> None:
    plan = Plan(
        date(2026, 9, 7),
        (
            Task("P", "阶段", kind="phase", not_before=date(2026, 9, 12)),
            Task("A", "甲", "P", days=1),
            Task("B", "乙", "P", days=1, not_before=date(2026, 9, 16)),
            Task("C", "丙", days=2),
        ),
        (Dependency("C", "A", "SS", -5),),
    )

    result = scheduled(plan)

    assert spans(result) == {
        "A": ("09-14", "09-14"),
        "B": ("09-16", "09-16"),
        "C": ("09-07", "09-08"),
        "P": ("09-14", "09-16"),
    }


def test_a_milestone_falls_on_the_day_what_it_waits_for_ends_and_lets_the_next_begin_the_day_after() -> None:
    plan = chain(Dependency("A", "B"), Dependency("B", "C"), start=date(2026, 9, 7), days=(5, 0, 1))

    assert spans(scheduled(plan)) == {
        "A": ("09-07", "09-11"),
        "B": ("09-11", "09-11"),
        "C": ("09-14", "09-14"),
    }


def test_a_milestone_that_waits_for_nothing_falls_on_its_own_day_and_work_begins_with_it() -> None:
    plan = chain(Dependency("A", "B"), start=date(2026, 9, 7), days=(0, 1))

    assert spans(scheduled(plan)) == {"A": ("09-07", "09-07"), "B": ("09-07", "09-07")}


def test_slack_is_what_a_line_may_slip_and_the_rest_is_critical() -> None:
    plan = chain(Dependency("A", "C"), Dependency("B", "C"), days=(3, 1, 4, 2))

    result = scheduled(plan)

    assert {code: result[code].slack for code in "ABCD"} == {"A": 0, "B": 2, "C": 0, "D": 5}
    assert result.critical == ("A", "C")
    assert set(result.ends) == {"C", "D"}


def test_every_end_that_finishes_last_is_critical() -> None:
    assert scheduled(chain(days=(4, 4, 1))).critical == ("A", "B")


def test_a_circle_is_named_instead_of_scheduled() -> None:
    with pytest.raises(PlanError, match="前后关系绕成了圈：第 1 行“A” → 第 2 行“B” → 第 1 行“A”。"):
        scheduled(chain(Dependency("A", "B"), Dependency("B", "A")))


def test_a_plan_without_end_is_refused_in_words() -> None:
    long = [Task(f"T{n}", "远", days=2_500) for n in range(30)]
    links = tuple(Dependency(f"T{n}", f"T{n + 1}") for n in range(29))

    with pytest.raises(PlanError, match="2200"):
        scheduled(Plan(date(2026, 1, 5), tuple(long), links))
