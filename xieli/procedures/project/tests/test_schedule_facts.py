"""When lines fall by what already happened: lateness moves downstream day for day (clause 4.1)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.schedule import Actual, schedule
from xieli.worktime.working_days import WorkingDays

from .schedules import OFFICE, chain, scheduled, spans


@given(st.integers(1, 10), st.integers(1, 10), st.integers(0, 15))
def test_a_late_finish_moves_what_follows_day_for_day(first: int, second: int, late: int) -> None:
    plan = chain(Dependency("A", "B"), Dependency("B", "C"), Dependency("C", "D"), days=(first, second, 0, 1))
    days = WorkingDays(OFFICE.is_working_day)
    planned = schedule(plan, days)
    ended = days.day(days.first(planned["A"].finish) + late)

    moved = schedule(plan, days, {"A": Actual(planned["A"].start, ended)})

    for code in "BCD":
        assert days.first(moved[code].finish) - days.first(planned[code].finish) == late
    assert moved["A"].finish == ended
    assert moved["A"].done


def test_a_forecast_moves_what_follows_before_it_happens() -> None:
    plan = chain(Dependency("A", "B"), start=date(2026, 9, 7), days=(3, 2))

    result = scheduled(plan, {"A": Actual(date(2026, 9, 7), forecast=date(2026, 9, 11))})

    assert spans(result) == {"A": ("09-07", "09-11"), "B": ("09-14", "09-15")}


def test_a_forecast_given_before_more_lateness_upstream_moves_along() -> None:
    plan = chain(Dependency("A", "B"), start=date(2026, 9, 7), days=(3, 4))

    result = scheduled(plan, {"A": Actual(finish=date(2026, 9, 18)), "B": Actual(forecast=date(2026, 9, 16))})

    assert spans(result)["B"] == ("09-20", "09-23")  # a worked Sunday


def test_what_began_out_of_order_stays_where_it_began() -> None:
    plan = chain(Dependency("A", "B"), start=date(2026, 9, 7), days=(5, 3))

    result = scheduled(plan, {"B": Actual(date(2026, 9, 8))})

    assert spans(result) == {"A": ("09-07", "09-11"), "B": ("09-08", "09-10")}


def test_what_is_under_way_still_ends_no_earlier_than_its_finish_link_allows() -> None:
    plan = chain(Dependency("A", "B", "FF", 1), start=date(2026, 9, 7), days=(5, 3))

    result = scheduled(plan, {"B": Actual(date(2026, 9, 8))})

    assert spans(result)["B"] == ("09-08", "09-14")
    assert result.critical == ("A", "B")


def test_what_nobody_finished_by_today_ends_today_at_the_earliest() -> None:
    plan = chain(Dependency("A", "B"), Dependency("B", "C"), start=date(2026, 9, 7), days=(2, 0, 1))

    result = scheduled(plan, {"A": Actual(date(2026, 9, 7))}, today=date(2026, 9, 16))

    assert spans(result) == {"A": ("09-07", "09-16"), "B": ("09-16", "09-16"), "C": ("09-17", "09-17")}


def test_what_nobody_began_begins_today_at_the_earliest() -> None:
    result = scheduled(chain(days=(2, 0)), today=date(2026, 10, 3))

    assert spans(result) == {"A": ("10-08", "10-09"), "B": ("10-08", "10-08")}


def test_a_milestone_reached_as_planned_moves_nothing() -> None:
    waiting = chain(Dependency("A", "B"), Dependency("B", "C"), start=date(2026, 9, 7), days=(2, 0, 1))
    opening = chain(Dependency("A", "B"), start=date(2026, 9, 7), days=(0, 1))

    reached = {"A": Actual(date(2026, 9, 7), date(2026, 9, 8)), "B": Actual(finish=date(2026, 9, 8))}
    assert spans(scheduled(waiting, reached)) == spans(scheduled(waiting))
    assert spans(scheduled(opening, {"A": Actual(finish=date(2026, 9, 7))})) == spans(scheduled(opening))


def test_work_done_on_a_weekend_is_shown_on_its_day() -> None:
    plan = chain(Dependency("A", "B"), start=date(2026, 9, 7), days=(5, 2))

    result = scheduled(plan, {"A": Actual(date(2026, 9, 7), date(2026, 9, 12))})

    assert spans(result) == {"A": ("09-07", "09-12"), "B": ("09-14", "09-15")}


def test_a_finished_phase_is_done_and_an_open_one_as_tight_as_its_open_lines() -> None:
    plan = Plan(
        date(2026, 9, 7),
        (
            Task("P", "阶段", kind="phase"),
            Task("A", "甲", "P", days=2),
            Task("B", "乙", "P", days=2),
            Task("C", "丙", days=9),
        ),
    )
    over = Actual(date(2026, 9, 7), date(2026, 9, 8))

    half, whole = scheduled(plan, {"A": over}), scheduled(plan, {"A": over, "B": over})

    assert (half["P"].done, half["P"].slack) == (False, 7)
    assert whole["P"].done
