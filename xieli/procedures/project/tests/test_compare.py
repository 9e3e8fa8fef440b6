"""What a plan change changes, whom it concerns and whether it is one at all (clause 4.1)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.procedures.project.compare import Difference, compare, side_by_side
from xieli.procedures.project.edits import edits
from xieli.procedures.project.outline import add, change, leaves, remove
from xieli.procedures.project.plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task
from xieli.procedures.project.schedule import Actual
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import plans

OFFICE = shipped().calendars["office"]

# 20 working days: survey and design one after the other; training may slip by 12 days.
BASE = Plan(
    date(2026, 6, 1),
    (
        Task("P", "前期", kind="phase"),
        Task("A", "勘察", "P", days=8, department=1, person=10),
        Task("B", "设计", "P", days=12, department=2, person=20),
        Task("M", "设计定稿", "P", "milestone", department=2),
        Task("C", "培训准备", days=3, department=3, person=30),
        Task("D", "培训", days=5, department=3, person=31),
        Task("E", "教材", days=2, department=4),
    ),
    (Dependency("A", "B"), Dependency("B", "M"), Dependency("C", "D")),
    (BudgetLine("设备", Decimal(900_000)), BudgetLine("施工", Decimal(100_000))),
    (Criterion("C1", "可用", departments=(2, 5)),),
    (Responsibility(1, "勘察", "A"),),
)


def difference(new: Plan, old: Plan = BASE, actual: dict[str, Actual] | None = None) -> Difference:
    return compare(old, new, WorkingDays(OFFICE.is_working_day), actual)


def written(found: Difference) -> list[tuple[str, str, str, Any, Any]]:
    return [(edit.area, edit.name, edit.field, edit.before, edit.after) for edit in found.edits]


@given(plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    found = difference(plan, plan)

    assert not found
    assert (found.moves, found.departments, found.days, found.money) == ((), frozenset(), 0, 0)
    assert not found.over_a_tenth
    assert not found.within_float


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_is_no_difference(plan: Plan, chance: Any) -> None:
    def mixed(lines: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(lines, len(lines)))

    shuffled = replace(
        plan,
        tasks=mixed(plan.tasks),
        dependencies=mixed(plan.dependencies),
        budget=mixed(plan.budget),
        criteria=mixed(plan.criteria),
        responsibilities=mixed(plan.responsibilities),
    )

    assert list(edits(plan, shuffled)) == []


@given(plans(), plans())
def test_both_directions_tell_the_same_the_other_way_round(old: Plan, new: Plan) -> None:
    there, back = difference(new, old), difference(old, new)

    assert {(e.what, e.codes, e.field, repr(e.before), repr(e.after)) for e in there.edits} == {
        (e.what, e.codes, e.field, repr(e.after), repr(e.before)) for e in back.edits
    }
    assert there.days == -back.days
    assert there.money == -back.money
    assert there.departments == back.departments


@given(plans(), plans())
def test_writing_the_edits_of_lines_into_the_old_plan_gives_the_new_lines(old: Plan, new: Plan) -> None:
    lines = dict(old.by_code)
    for edit in edits(old, new):
        if edit.what == "task" and edit.field:
            lines[edit.codes[0]] = replace(lines[edit.codes[0]], **{edit.field: edit.after})
        elif edit.what == "task" and edit.after is None:
            del lines[edit.codes[0]]
        elif edit.what == "task":
            lines[edit.codes[0]] = edit.after

    assert lines == dict(new.by_code)


def test_a_longer_line_is_told_with_what_it_moves() -> None:
    found = difference(change(BASE, "A", days=10))

    assert written(found) == [("dates", "勘察", "days", 8, 10)]
    assert {(move.code, move.days) for move in found.moves} == {("A", 2), ("B", 2), ("M", 2), ("P", 2)}
    assert found.departments == {1, 2}
    assert (found.days, found.days_percent) == (2, Decimal(10))


def test_scope_people_money_criteria_and_parts_are_told_apart() -> None:
    new = add(change(BASE, "B", person=21, deliverable="图纸"), Task("F", "监理", days=2, department=6))
    new = replace(
        remove(new, "E"),
        budget=(BudgetLine("设备", Decimal(950_000)), *BASE.budget[1:]),
        criteria=(Criterion("C1", "可用", departments=(2, 7)),),
        responsibilities=(Responsibility(1, "勘察", "R"),),
    )

    found = difference(new)

    assert written(found) == [
        ("people", "设计", "person", 20, 21),
        ("scope", "设计", "deliverable", "", "图纸"),
        ("scope", "教材", "", BASE.by_code["E"], None),
        ("scope", "监理", "", None, new.by_code["F"]),
        ("money", "设备", "amount", Decimal(900_000), Decimal(950_000)),
        ("criteria", "可用", "departments", (2, 5), (2, 7)),
        ("people", "勘察", "role", "A", "R"),
    ]
    assert found.departments == {1, 2, 4, 5, 6, 7}
    assert [edit.label for edit in found.of("money")] == ["金额"]
    assert (found.money, found.money_percent) == (Decimal(50_000), Decimal(5))


def test_a_line_handed_to_another_department_concerns_both() -> None:
    assert difference(change(BASE, "E", department=9)).departments == {4, 9}


def test_removed_lines_are_shown_last_beside_nothing() -> None:
    rows = side_by_side(difference(remove(BASE, "E")))

    assert [code for code, _before, _after in rows] == ["P", "A", "B", "M", "C", "D", "E"]
    assert rows[-1][1] is not None
    assert rows[-1][2] is None


@pytest.mark.parametrize(
    ("new", "over"),
    [
        (change(BASE, "A", days=10), False),  # 2 of 20 days
        (change(BASE, "A", days=11), True),
        (change(BASE, "A", days=5), True),  # earlier moves the end as well
        (replace(BASE, budget=(BudgetLine("设备", Decimal(1_100_000)),)), False),
        (replace(BASE, budget=(BudgetLine("设备", Decimal("1100000.01")),)), True),
        (replace(BASE, budget=(BudgetLine("设备", Decimal("899999.99")),)), True),
    ],
)
def test_more_than_a_tenth_of_duration_or_budget_is_over(new: Plan, *, over: bool) -> None:
    assert difference(new).over_a_tenth is over


def test_money_where_there_was_none_is_over_a_tenth() -> None:
    found = difference(BASE, replace(BASE, budget=()))

    assert found.over_a_tenth
    assert found.money_percent == 100


@pytest.mark.parametrize(
    "new",
    [
        change(BASE, "C", not_before=date(2026, 6, 8)),
        change(BASE, "C", days=4),
        change(BASE, "D", not_before=date(2026, 6, 20)),
        change(change(BASE, "C", days=2), "D", days=6),
        replace(BASE, dependencies=(*BASE.dependencies[:2], Dependency("C", "D", "FS", 2))),
    ],
)
def test_redating_own_lines_inside_their_slack_is_no_plan_change(new: Plan) -> None:
    assert difference(new).within_float


@pytest.mark.parametrize(
    "new",
    [
        change(BASE, "C", not_before=date(2026, 7, 20)),  # beyond the slack
        change(BASE, "A", days=7),  # moves another department's line and a milestone
        change(BASE, "M", not_before=date(2026, 6, 2)),  # a milestone is written to, though it stays
        change(change(BASE, "C", days=2), "E", days=1),  # two departments
        change(change(BASE, "C", days=4), "C", deliverable="讲义"),  # scope
        change(BASE, "C", person=33),
        replace(BASE, start=date(2026, 6, 2)),
        replace(BASE, budget=()),
        change(BASE, "P", not_before=date(2026, 6, 1)),
        replace(
            BASE, dependencies=(*BASE.dependencies, Dependency("E", "C"))
        ),  # waits for another department
        remove(BASE, "E"),
    ],
)
def test_whatever_touches_more_is_a_plan_change(new: Plan) -> None:
    found = difference(new)

    assert found
    assert not found.within_float


def test_slack_used_up_by_what_happened_is_no_slack_any_more() -> None:
    late = {
        "C": Actual(date(2026, 6, 1), date(2026, 6, 22))
    }  # the end is the 29th: training has just its days left
    new = change(BASE, "D", days=7)

    assert difference(new).within_float
    assert not difference(new, actual=late).within_float


@given(plans(most=8), st.data())
def test_what_is_within_float_moves_neither_end_nor_milestone(plan: Plan, data: st.DataObject) -> None:
    task = data.draw(st.sampled_from(list(leaves(plan))))
    new = change(plan, task.code, not_before=data.draw(st.dates(date(2025, 9, 20), date(2026, 4, 1))))

    found = difference(new, plan)

    if found.within_float:
        assert found.before.finish == found.after.finish
        assert not found.over_a_tenth
        assert all(plan.by_code[move.code].kind != "milestone" for move in found.moves)
