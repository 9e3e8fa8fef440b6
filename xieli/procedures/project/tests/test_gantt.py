"""The Gantt chart as numbers: everything at its day, hidden where folded, in pages."""

import re
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.axis import Axis
from xieli.procedures.project.gantt import PAGE, ROW, Chart, gantt
from xieli.procedures.project.outline import change
from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.schedule import Actual, schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import big_plan, plans

OFFICE = shipped().calendars["office"]
TODAY = date(2026, 9, 9)
PLAN = Plan(
    date(2026, 9, 7),
    (
        Task("P", "前期", kind="phase"),
        Task("A", "勘察", "P", days=5),
        Task("M", "评审", "P", "milestone"),
        Task("B", "施工", days=5),
        Task("C", "培训", days=2),
    ),
    (Dependency("A", "M"), Dependency("M", "B"), Dependency("A", "C", "SS", 1)),
)


def office() -> WorkingDays:
    return WorkingDays(OFFICE.is_working_day)


def chart(plan: Plan = PLAN, **more: object) -> Chart:
    return gantt(plan, schedule(plan, office()), today=TODAY, **more)  # type: ignore[arg-type]


def test_a_bar_reaches_from_the_beginning_of_its_first_day_to_the_end_of_its_last() -> None:
    drawn = chart(scale="day")
    rows = {row.task.code: row for row in drawn.rows}

    assert drawn.axis.first == date(2026, 9, 7)
    assert (rows["A"].bar.x, rows["A"].bar.width) == (0, 5 * 24)
    assert (rows["B"].bar.x, rows["B"].bar.width) == (7 * 24, 5 * 24)
    assert (rows["P"].bar.x, rows["P"].bar.end) == (0, 5 * 24)
    assert rows["M"].bar.x == 4.5 * 24
    assert rows["M"].shape.startswith("M108 ")
    assert [row.y for row in drawn.rows] == [n * ROW for n in range(5)]
    assert drawn.height == 5 * ROW


def test_today_stands_in_the_middle_of_its_day_and_only_where_the_chart_is_near() -> None:
    assert chart(scale="day").today == 2.5 * 24
    far = gantt(PLAN, schedule(PLAN, office()), today=date(2030, 1, 1))
    assert far.today is None
    assert far.axis.last < date(2026, 10, 31)


def test_days_nobody_works_are_shaded_and_told_to_the_script() -> None:
    drawn = chart(scale="day")

    # The weekend of 12 September; the Sunday of the next is worked for the National Day holiday.
    assert [(rest.x / 24, rest.width / 24) for rest in drawn.rests][:2] == [(5, 2), (12, 1)]
    assert drawn.worked.startswith("11111001111101")
    assert len(drawn.worked) == len(drawn.axis.days)
    assert chart(scale="month").rests == []


def test_the_baseline_is_a_shadow_and_lateness_is_counted_in_working_days() -> None:
    later = change(PLAN, "A", days=8)
    drawn = gantt(
        later, schedule(later, office()), today=TODAY, baseline=schedule(PLAN, office()), scale="day"
    )
    rows = {row.task.code: row for row in drawn.rows}

    shadow = rows["A"].shadow
    assert shadow is not None
    assert (shadow.x, shadow.width) == (0, 5 * 24)
    assert [rows[code].late for code in "AMBC"] == [3, 3, 3, 0]


def test_a_line_that_baseline_did_not_have_casts_no_shadow() -> None:
    more = Plan(PLAN.start, (*PLAN.tasks, Task("N", "新增", days=1)), PLAN.dependencies)
    drawn = gantt(more, schedule(more, office()), today=TODAY, baseline=schedule(PLAN, office()))

    assert drawn.rows[-1].shadow is None
    assert drawn.rows[-1].late == 0


def test_progress_fills_the_bar_and_a_phase_has_that_of_its_lines() -> None:
    rows = {row.task.code: row for row in chart(scale="day", percents={"A": 60}).rows}

    assert rows["A"].done == 72
    assert rows["P"].percent == 50  # three of five days, and the milestone counts as one more
    assert rows["B"].done == 0


def test_what_is_done_critical_or_open_looks_so() -> None:
    dates = schedule(PLAN, office(), {"A": Actual(date(2026, 9, 7), date(2026, 9, 11))})
    rows = {row.task.code: row.state for row in gantt(PLAN, dates, today=TODAY).rows}

    assert rows == {"P": "critical", "A": "done", "M": "critical", "B": "critical", "C": "open"}


def test_a_folded_phase_hides_its_lines_and_takes_their_arrows() -> None:
    drawn = chart(folded={"P", "gone"})

    assert [row.task.code for row in drawn.rows] == ["P", "B", "C"]
    assert [(row.parts, row.folded) for row in drawn.rows] == [(2, True), (0, False), (0, False)]
    assert {(arrow.before, arrow.after) for arrow in drawn.arrows} == {("P", "B"), ("P", "C")}
    assert drawn.folded == {"P"}
    assert [row.toggled for row in drawn.rows] == ["gone", "", ""]
    assert chart().rows[0].toggled == "P"


def test_pages_hold_their_lines_and_the_axis_stays() -> None:
    plan = big_plan(450, 500)
    dates = schedule(plan, office())
    drawn = [gantt(plan, dates, today=TODAY, page=page) for page in (1, 2, 3, 99)]

    assert [len(one.rows) for one in drawn[:3]] == [PAGE, PAGE, 462 - 2 * PAGE]
    assert drawn[3].page == drawn[3].pages == 3
    assert len({(one.axis.first, one.axis.last) for one in drawn}) == 1
    assert drawn[1].rows[0].y == 0


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


@pytest.mark.parametrize(
    ("kind", "begins", "ends"), [("FS", "end", "x"), ("SS", "x", "x"), ("FF", "end", "end")]
)
def test_an_arrow_leaves_and_enters_where_its_kind_says(kind: str, begins: str, ends: str) -> None:
    plan = Plan(PLAN.start, (Task("A", "甲", days=3), Task("B", "乙", days=4)), (Dependency("A", "B", kind),))  # type: ignore[arg-type]
    drawn = chart(plan)
    (arrow,) = drawn.arrows
    a, b = drawn.rows[0].bar, drawn.rows[1].bar
    way = numbers(arrow.path)

    assert way[:2] == [getattr(a, begins), a.middle]
    assert way[-1] == getattr(b, ends)
    assert numbers(arrow.tip)[:2] == [getattr(b, ends), b.middle]
    assert arrow.tight is (kind != "FF")  # to end with the longer line the shorter one may begin later


@given(plans(), st.sampled_from(("day", "week", "month")), st.booleans())
def test_everything_lies_inside_the_drawing_whatever_the_plan(plan: Plan, scale: str, fold: bool) -> None:
    folded = {task.code for task in plan.tasks if task.kind == "phase"} if fold else set()
    drawn = chart(plan, scale=scale, folded=folded, baseline=schedule(plan, office()))

    for row in drawn.rows:
        assert 0 <= row.bar.x <= row.bar.end <= drawn.width
        assert 0 <= row.done <= row.bar.width
        assert row.shadow is not None
        assert (row.shadow.x, row.shadow.width, row.late) == (row.bar.x, row.bar.width, 0)
        assert row.y + ROW <= drawn.height
    for line in (drawn.upper, drawn.lower):
        assert line[0].x == 0
        assert line[-1].x + line[-1].width == pytest.approx(drawn.width)
        assert all(a.x + a.width == pytest.approx(b.x) for a, b in pairwise(line))
    shown = {row.task.code for row in drawn.rows}
    assert all({arrow.before, arrow.after} <= shown for arrow in drawn.arrows)


def test_the_axis_has_two_lines_of_ticks_for_each_scale() -> None:
    first, last = date(2026, 11, 20), date(2027, 1, 8)

    by_day = Axis.around(first, last, "day")
    by_week = Axis.around(first, last, "week")
    by_month = Axis.around(first, last, "month")

    assert [tick.label for tick in by_day.upper()][:2] == ["2026年11月16日", "2026年11月23日"]
    assert [tick.label for tick in by_week.upper()] == ["2026年11月", "2026年12月", "2027年1月"]
    assert [tick.label for tick in by_day.lower()][:3] == ["16", "17", "18"]
    assert [tick.label for tick in by_week.lower()][:3] == ["11/16", "11/23", "11/30"]
    assert [tick.label for tick in by_month.upper()] == ["2026年", "2027年"]
    assert [tick.label for tick in by_month.lower()] == ["11月", "12月", "1月", "2月"]


def test_a_plan_of_a_hundred_years_is_drawn_for_ten() -> None:
    axis = Axis.around(date(2026, 1, 1), date(2126, 1, 1), "month")

    assert axis.last < date(2026, 1, 1) + timedelta(3_760)


def test_two_thousand_lines_cost_twice_a_thousand_and_few_calls_each() -> None:
    def calls(count: int) -> int:
        plan = big_plan(count, 2 * count)
        dates = schedule(plan, office())
        made = 0

        def counting(_frame: object, event: str, _arg: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(counting)
        try:
            gantt(plan, dates, today=TODAY, baseline=dates, per_page=5_000)
        finally:
            sys.setprofile(None)
        return made

    half, whole = calls(1_000), calls(2_000)

    assert whole / half < 2.2
    assert whole < 2_000 * 150
