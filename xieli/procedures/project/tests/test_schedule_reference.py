"""Dates, slack and critical path against a reference on random plans, and what they cost."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.outline import change, leaves
from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.schedule import Actual, schedule
from xieli.worktime.working_days import WorkingDays

from .plans import big_plan, plans
from .schedules import OFFICE, scheduled


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
