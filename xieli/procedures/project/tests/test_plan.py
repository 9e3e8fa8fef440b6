"""The plan as a value: what it keeps, what it finds wrong, how an editor changes it."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from xieli.procedures.project.outline import add, change, move, new_code, outline, remove
from xieli.procedures.project.plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task
from xieli.procedures.project.problems import circles

from .plans import plans

STATION = Plan(
    start=date(2026, 9, 1),
    tasks=(
        Task("P1", "前期", kind="phase"),
        Task("T1", "现场勘察", "P1", days=3, department=7, person=70, weight=10, deliverable="勘察报告"),
        Task("T2", "方案评审通过", "P1", "milestone"),
        Task("P2", "施工", kind="phase", not_before=date(2026, 9, 14)),
        Task("T3", "基础施工", "P2", days=10, department=8, weight=60),
        Task("T4", "设备安装", "P2", days=5, department=9, weight=30),
    ),
    dependencies=(Dependency("T1", "T2"), Dependency("T2", "T3", lag=2), Dependency("T3", "T4", "SS", 5)),
    budget=(BudgetLine("设备", Decimal("3200000.00"), "自有资金"), BudgetLine("施工", Decimal("1600000"))),
    criteria=(Criterion("C1", "12 个终端全部可用", "≥ 99 %", "试运行记录", (7, 9)),),
    responsibilities=(Responsibility(7, "设计", "A"), Responsibility(8, "施工", "R")),
)


@given(plans())
def test_json_gives_back_an_equal_plan(plan: Plan) -> None:
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_json_keeps_every_kind_of_line_exactly() -> None:
    kept = Plan.from_json(json.loads(json.dumps(STATION.to_json())))

    assert kept == STATION
    assert str(kept.budget[0].amount) == "3200000.00"


def test_a_sound_plan_has_no_problems() -> None:
    assert STATION.problems() == []


@given(plans())
def test_plans_made_for_tests_are_sound(plan: Plan) -> None:
    assert plan.problems() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (replace(STATION, tasks=()), "计划里还没有任务。"),
        (change(STATION, "T1", days=0), "第 2 行“现场勘察”：工期须为 1 至 2500 个工作日。"),
        (change(STATION, "T2", days=4), "第 3 行“方案评审通过”：阶段和里程碑没有工期。"),
        (change(STATION, "T4", parent="P9"), "第 6 行“设备安装”：没有编号为“P9”的阶段。"),
        (
            change(STATION, "T4", parent="T3"),
            "第 6 行“设备安装”：只能放在阶段之下，“基础施工”不是阶段。",
        ),
        (change(STATION, "P2", parent="P2"), "第 4 行“施工”：阶段不能放在自己之下。"),
        (
            replace(STATION, tasks=(*STATION.tasks, Task("P3", "收尾", kind="phase"))),
            "第 7 行“收尾”：这个阶段下没有任务。",
        ),
        (
            replace(STATION, tasks=(*STATION.tasks, STATION.tasks[1])),
            "编号“T1”用了 2 次，每行的编号须不同。",
        ),
        (
            replace(STATION, dependencies=(Dependency("T1", "T9"),)),
            "“T1 → T9”：没有编号为“T9”的任务。",
        ),
        (
            replace(STATION, dependencies=(Dependency("P1", "T3"),)),
            "第 1 行“前期”是阶段：前后关系请连到其中的任务或里程碑。",
        ),
        (
            replace(STATION, budget=(BudgetLine("设备", Decimal("NaN")),)),
            "预算第 1 行：请写科目，金额不能是负数。",
        ),
        (
            replace(
                STATION, responsibilities=(Responsibility(7, "设计", "A"), Responsibility(8, "设计", "A"))
            ),
            "“设计”只能有一个部门负总责（A）。",
        ),
    ],
)
def test_a_fault_is_told_with_the_line_it_is_in(changed: Plan, sentence: str) -> None:
    assert sentence in changed.problems()


def test_all_faults_are_told_at_once() -> None:
    worse = change(change(STATION, "T1", days=0), "T3", weight=-1)

    assert len(worse.problems()) == 2


def test_a_circle_is_told_with_every_line_on_it() -> None:
    circle = replace(STATION, dependencies=(*STATION.dependencies, Dependency("T4", "T1")))

    (found,) = circles(circle)
    at = found.index("T1")
    assert found[at:] + found[:at] == ["T1", "T2", "T3", "T4"]
    (sentence,) = circle.problems()
    assert sentence.startswith("前后关系绕成了圈：第 ")
    assert all(name in sentence for name in ("现场勘察", "方案评审通过", "基础施工", "设备安装"))


def test_two_circles_are_both_told() -> None:
    links = (Dependency("T1", "T2"), Dependency("T2", "T1"), Dependency("T3", "T4"), Dependency("T4", "T3"))

    assert len(replace(STATION, dependencies=links).problems()) == 2


def test_lines_stand_under_their_phase_with_outline_numbers() -> None:
    mixed = replace(STATION, tasks=(*STATION.tasks[3:], *STATION.tasks[:3]))

    assert [(line.number, line.task.code, line.level) for line in outline(mixed)] == [
        ("1", "P2", 0),
        ("1.1", "T3", 1),
        ("1.2", "T4", 1),
        ("2", "P1", 0),
        ("2.1", "T1", 1),
        ("2.2", "T2", 1),
    ]


def test_a_new_line_comes_behind_the_phase_it_follows() -> None:
    assert new_code(STATION) == "T5"
    plan = add(STATION, Task("T5", "复核", "P1", days=1), behind="T1")

    assert [line.task.code for line in outline(plan)][:4] == ["P1", "T1", "T5", "T2"]
    with pytest.raises(ValueError, match="T5"):
        add(plan, Task("T5", "再来", days=1))


def test_moving_a_phase_takes_its_lines_along() -> None:
    plan = move(STATION, "P1", behind="P2")

    assert [line.number + line.task.code for line in outline(plan)] == [
        "1P2",
        "1.1T3",
        "1.2T4",
        "2P1",
        "2.1T1",
        "2.2T2",
    ]
    with pytest.raises(ValueError, match="itself"):
        move(STATION, "P1", parent="P1")


def test_removing_a_phase_removes_its_lines_and_their_links() -> None:
    plan = remove(STATION, "P1")

    assert [task.code for task in plan.tasks] == ["P2", "T3", "T4"]
    assert plan.dependencies == (Dependency("T3", "T4", "SS", 5),)
    assert plan.problems() == []


@given(plans())
def test_an_outline_shows_every_line_once_and_phases_before_their_lines(plan: Plan) -> None:
    lines = [line.task for line in outline(plan)]

    assert sorted(task.code for task in lines) == sorted(plan.by_code)
    for place, task in enumerate(lines):
        assert not task.parent or task.parent in {above.code for above in lines[:place]}
