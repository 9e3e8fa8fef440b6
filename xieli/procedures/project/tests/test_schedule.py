"""When lines fall: by the office's calendar, by their links, by what already happened."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.outline import change, leaves
from xieli.procedures.project.plan import Dependency, Link, Plan, Task
from xieli.procedures.project.schedule import Actual, PlanError, Schedule, schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import big_plan, plans

OFFICE = shipped().calendars["office"]


def scheduled(plan: Plan, actual: dict[str, Actual] | None = None, today: date | None = None) -> Schedule:
    return schedule(plan, WorkingDays(OFFICE.is_working_day), actual, today)


def chain(*links: Dependency, start: date = date(2026, 9, 21), days: tuple[int, ...] = (3, 2, 4)) -> Plan:
    """Lines A, B, C … of these days (0: a milestone) from a Monday."""
    return Plan(
        start,
        tuple(
            Task(code, code, kind="task" if length else "milestone", days=length)
            for code, length in zip("ABCDEF", days, strict=False)
        ),
        links,
    )


def spans(result: Schedule) -> dict[str, tuple[str, str]]:
    return {code: (f"{one.start:%m-%d}", f"{one.finish:%m-%d}") for code, one in result.lines.items()}


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


# --- what happened ---------------------------------------------------------------------------------------------


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


# --- against a reference ---------------------------------------------------------------------------------------


def reference(plan: Plan, days: WorkingDays) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Early starts, early finishes and slacks by networkx: longest ways through a graph of starts and ends."""
    graph = nx.DiGraph()

    def edge(before: Any, after: Any, weight: int) -> None:
        known = graph.get_edge_data(before, after, {"weight": -weight})["weight"]
        graph.add_edge(before, after, weight=min(known, -weight))

    above = plan.by_code
    for task in leaves(plan):
        earliest, at = [plan.start], task
        while True:
            earliest += [at.not_before] if at.not_before else []
            if not at.parent:
                break
            at = above[at.parent]
        edge("begin", (task.code, "S"), max(days.first(day) for day in earliest))
        edge((task.code, "S"), (task.code, "F"), task.days)
        edge((task.code, "F"), "end", 0)
    for one in plan.dependencies:
        if one.kind == "FF":  # lines never stretch: to end later they start later
            edge((one.before, "F"), (one.after, "S"), one.lag - above[one.after].days)
        else:
            edge((one.before, "S" if one.kind == "SS" else "F"), (one.after, "S"), one.lag)
    to = nx.single_source_bellman_ford_path_length(graph, "begin")
    back = nx.single_source_bellman_ford_path_length(graph.reverse(), "end")
    codes = [task.code for task in leaves(plan)]
    starts = {code: -to[code, "S"] for code in codes}
    finishes = {code: -to[code, "F"] for code in codes}
    return starts, finishes, {code: -to["end"] + back[code, "S"] - starts[code] for code in codes}


@given(plans(most=14))
def test_dates_slack_and_critical_path_equal_the_reference(plan: Plan) -> None:
    days = WorkingDays(OFFICE.is_working_day)
    result = schedule(plan, days)
    starts, finishes, slacks = reference(plan, days)

    for task in leaves(plan):
        assert result[task.code].slack == slacks[task.code]
        assert result[task.code].critical == (slacks[task.code] == 0)
        if task.kind == "task":
            assert days.first(result[task.code].start) == starts[task.code]
            assert days.past(result[task.code].finish) == finishes[task.code]
        else:
            assert result[task.code].finish in {days.day(starts[task.code]), days.day(starts[task.code] - 1)}


@given(plans(most=10), st.data())
def test_slipping_by_the_slack_keeps_the_end_and_by_one_day_more_moves_it_by_one(
    drawn: Plan, data: st.DataObject
) -> None:
    # Milestones stand between two days and show one of them: with work alone, positions are dates.
    work = tuple(replace(t, kind="task", days=1) if t.kind == "milestone" else t for t in drawn.tasks)
    plan, days = replace(drawn, tasks=work), WorkingDays(OFFICE.is_working_day)
    code = data.draw(st.sampled_from([task.code for task in leaves(plan)]))
    planned = schedule(plan, days)
    latest, end = days.first(planned[code].late_start), days.past(planned.finish)

    kept = schedule(change(plan, code, not_before=days.day(latest)), days)
    moved = schedule(change(plan, code, not_before=days.day(latest + 1)), days)

    assert days.past(kept.finish) == end
    assert days.past(moved.finish) == end + 1


@given(plans(), st.dates(date(2025, 10, 1), date(2026, 2, 1)), st.data())
def test_facts_never_give_negative_slack_and_nothing_open_ends_before_today(
    plan: Plan, today: date, data: st.DataObject
) -> None:
    actual = {}
    for task in leaves(plan):
        begun = data.draw(st.none() | st.dates(today - timedelta(60), today))
        if begun:
            finish = data.draw(st.none() | st.dates(begun, today))
            actual[task.code] = Actual(
                begun, finish, data.draw(st.none() | st.dates(today, today + timedelta(90)))
            )

    result = scheduled(plan, actual, today)

    for task in leaves(plan):
        line = result[task.code]
        assert line.start <= line.finish
        assert line.slack >= 0
        assert line.done or line.finish >= today
        if task.code in actual and actual[task.code].finish:
            assert line.finish == actual[task.code].finish


# --- what it costs ---------------------------------------------------------------------------------------------


def calls(plan: Plan) -> int:
    """How many functions, Python's and C's, scheduling a plan calls; the calendar's table is there already."""
    days = WorkingDays(OFFICE.is_working_day)
    schedule(plan, days)
    count = 0

    def counting(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        schedule(plan, days)
    finally:
        sys.setprofile(None)
    return count


def test_two_thousand_lines_cost_twice_a_thousand_and_few_calls_each() -> None:
    half, whole = calls(big_plan(1_000, 2_000)), calls(big_plan(2_000, 4_000))

    assert 1.8 < whole / half < 2.2
    assert whole < 2_000 * 60


def test_a_long_chain_needs_no_depth_of_stack() -> None:
    tasks = tuple(Task(f"T{n}", "步", days=1) for n in range(5_000))
    links = tuple(Dependency(f"T{n}", f"T{n + 1}") for n in range(4_999))

    assert scheduled(replace(Plan(date(2026, 3, 2)), tasks=tasks, dependencies=links)).length == 5_000
