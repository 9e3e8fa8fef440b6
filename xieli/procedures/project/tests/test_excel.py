"""A plan as a workbook, there and back, and what is said about a faulty one."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from xieli.core import sheets
from xieli.procedures.project.exchange import excel
from xieli.procedures.project.exchange.excel_read import read
from xieli.procedures.project.exchange.links import read_links, write_links
from xieli.procedures.project.exchange.reading import FileError, Names
from xieli.procedures.project.outline import outline
from xieli.procedures.project.plan import BudgetLine, Dependency, Plan, Task
from xieli.procedures.project.schedule import schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import plans

NAMES = Names({n: f"第{n}部" for n in range(1, 7)}, {n: f"员工{n}" for n in range(1, 7)})
START = date(2026, 1, 1)


def in_order(plan: Plan) -> tuple[object, ...]:
    """All a plan says, lines in the order shown."""
    lines = [line.task for line in outline(plan)]
    return plan.start, lines, set(plan.dependencies), plan.budget, plan.criteria, plan.responsibilities


def book(*lines: list[object]) -> io.BytesIO:
    titles = [column.title for column in excel.LINES.columns]
    return io.BytesIO(sheets.write_book([("计划", titles, lines)]))


@given(plans())
def test_a_workbook_gives_back_the_plan(plan: Plan) -> None:
    dates = schedule(plan, WorkingDays(shipped().calendars["office"].is_working_day))

    reading = read(io.BytesIO(excel.write(plan, NAMES, dates)), NAMES, START)

    assert reading.faults == []
    assert reading.plan is not None
    assert in_order(reading.plan) == in_order(plan)


def test_the_template_reads_as_its_example() -> None:
    reading = read(io.BytesIO(excel.template()), NAMES, START)

    assert reading.faults == []
    assert reading.plan == Plan(
        date(2026, 9, 1), (Task("T1", "现场勘察", days=5, weight=10, deliverable="勘察报告"),)
    )


def test_money_and_text_that_look_like_numbers_stay_exact() -> None:
    plan = Plan(
        START,
        (Task("001", "=1+1", days=1),),
        budget=(BudgetLine("2026", Decimal("1234567890123.45"), "0012"),),
    )

    assert read(io.BytesIO(excel.write(plan, NAMES)), NAMES, START).plan == plan


def test_every_row_is_told_its_faults_at_once() -> None:
    file = book(
        ["T1", "勘察", "任务", "", 5, "", "", "第1部", "员工2", 10, ""],
        ["T2", "", "大事", "", "三天", "", "", "", "", "", ""],
        ["T3", "设计", "任务", "P9", 0, "", "T1; T8", "第9部", "", "", ""],
        ["T1", "又来", "任务", "", 1, "", "", "", "查无此人", "", ""],
    )

    reading = read(file, NAMES, START)

    assert reading.plan is None
    assert [(fault.sheet, fault.line, fault.text) for fault in reading.faults] == [
        ("计划", 3, "“名称”没有填。"),
        ("计划", 3, "“类别”：只能填 阶段、任务、里程碑。"),
        ("计划", 3, "“工期（工作日）”：请填数字。"),
        ("计划", 4, "没有名为“第9部”的部门。"),
        ("计划", 4, "“前置任务”：没有编号为“T8”的任务。"),
        ("计划", 4, "工期须为 1 至 2500 个工作日。"),
        ("计划", 4, "没有编号为“P9”的阶段。"),
        ("计划", 5, "编号“T1”在上面已经用过。"),
        ("计划", 5, "没有名为“查无此人”的员工，或不止一位。"),
    ]


def test_a_circle_is_told_of_the_whole_plan() -> None:
    reading = read(
        book(["A", "甲", "", "", 1, "", "B"], ["B", "乙", "", "", 1, "", "A"]),
        NAMES,
        START,
    )

    (fault,) = reading.faults
    assert fault.line == 0
    assert fault.text.startswith("前后关系绕成了圈：")


def test_a_name_that_two_bear_is_not_guessed() -> None:
    twins = Names({}, {1: "张伟", 2: "张伟"})

    (fault,) = read(book(["A", "甲", "", "", 1, "", "", "", "张伟"]), twins, START).faults

    assert "不止一位" in fault.text


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(FileError):
        read(io.BytesIO(data), NAMES, START)


def test_a_workbook_without_the_sheet_says_which_is_missing() -> None:
    with pytest.raises(FileError, match="计划"):
        read(io.BytesIO(sheets.write("别的", ["甲"], [["乙"]])), NAMES, START)


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("T1", [Dependency("T1", "X")]),
        ("T1; T2 SS+3", [Dependency("T1", "X"), Dependency("T2", "X", "SS", 3)]),
        ("T1FS-2，T2ff", [Dependency("T1", "X", "FS", -2), Dependency("T2", "X", "FF")]),
        ("T1+2天、T1-2", [Dependency("T1", "X", "FS", 2), Dependency("T1-2", "X")]),
        ("T1 FS-2", [Dependency("T1", "X", "FS", -2)]),
    ],
)
def test_links_are_written_as_people_know_them(cell: str, links: list[Dependency]) -> None:
    codes = {"T1", "T2", "T1-2"}

    assert read_links(cell, "X", codes) == links
    assert read_links(write_links(links), "X", codes) == links
