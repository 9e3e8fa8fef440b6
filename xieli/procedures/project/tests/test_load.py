"""Who has how much to do in which week."""

from datetime import date

from hypothesis import given

from xieli.procedures.project.load import load
from xieli.procedures.project.outline import leaves
from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.schedule import Actual, schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import plans

OFFICE = shipped().calendars["office"]
# The weeks of 21 September (Friday off), 28 September (three days of work) and 5 October 2026 (8, 9 and Saturday 10).
PLAN = Plan(
    date(2026, 9, 21),
    (
        Task("A", "甲", days=6, department=1, person=10),
        Task("B", "乙", days=4, department=1, person=11),
        Task("C", "丙", days=3, department=2, person=10),
        Task("D", "丁", days=2),
        Task("M", "里程碑", kind="milestone", department=3),
    ),
    (Dependency("A", "D"),),
)


def office() -> WorkingDays:
    return WorkingDays(OFFICE.is_working_day)


def test_a_department_has_the_days_of_all_its_lines_week_by_week() -> None:
    found = load([(PLAN, schedule(PLAN, office()))], "department", date(2026, 9, 23), weeks=3)

    assert [(week.monday, week.days) for week in found.weeks] == [
        (date(2026, 9, 21), 4),
        (date(2026, 9, 28), 3),
        (date(2026, 10, 5), 3),
    ]
    assert [(holder.id, [cell.days for cell in holder.cells]) for holder in found.holders] == [
        (1, [8, 2, 0]),
        (2, [3, 0, 0]),
        (None, [0, 1, 1]),
    ]


def test_a_person_with_two_lines_at_once_has_more_than_a_week_holds() -> None:
    found = load([(PLAN, schedule(PLAN, office()))], "person", date(2026, 9, 21), weeks=3)
    zhang = found.holders[0]

    assert (zhang.id, zhang.peak, zhang.days) == (10, 175, 9)
    assert [cell.level for cell in zhang.cells] == ["over", "light", "none"]
    assert zhang.cells[0].codes == ("A", "C")
    assert [cell.level for cell in found.holders[1].cells] == ["full", "none", "none"]


def test_what_is_done_loads_nobody_and_several_projects_add_up() -> None:
    dates = schedule(PLAN, office(), {"A": Actual(date(2026, 9, 21), date(2026, 9, 22))})
    found = load([(PLAN, dates), (PLAN, dates)], "person", date(2026, 9, 21), weeks=1)

    assert {holder.id: holder.days for holder in found.holders} == {10: 6, 11: 8, None: 4}


@given(plans())
def test_over_all_weeks_every_line_loads_its_days_once(plan: Plan) -> None:
    dates = schedule(plan, office())
    weeks = (dates.finish - dates.start).days // 7 + 2

    for by in ("department", "person"):
        found = load([(plan, dates)], by, dates.start, weeks)  # type: ignore[arg-type]
        assert sum(holder.days for holder in found.holders) == sum(task.days for task in leaves(plan))
