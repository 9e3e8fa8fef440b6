"""MS Project XML: what goes out is as Project reads it, and comes back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given

from xieli.procedures.project.exchange.mspdi import NAMESPACE
from xieli.procedures.project.exchange.mspdi_read import read
from xieli.procedures.project.exchange.mspdi_write import write
from xieli.procedures.project.exchange.reading import Names
from xieli.procedures.project.outline import outline
from xieli.procedures.project.plan import BudgetLine, Dependency, Plan, Task
from xieli.procedures.project.schedule import Schedule, schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

from .plans import plans

OFFICE = shipped().calendars["office"]
NAMES = Names({n: f"第{n}部" for n in range(1, 7)}, {n: f"员工{n}" for n in range(1, 7)})
STATION = Plan(
    date(2026, 9, 1),
    (
        Task("P1", "前期", kind="phase", not_before=date(2026, 9, 2)),
        Task("A", "勘察 & <设计>", "P1", days=3, department=1, person=2, weight=40, deliverable="“报告”"),
        Task("M", "评审通过", "P1", "milestone"),
        Task("B", "安装", days=10, department=3, not_before=date(2026, 9, 28)),
    ),
    (Dependency("A", "M", "FS", 1), Dependency("M", "B", "SS", -2)),
    (BudgetLine("设备", Decimal("3200000.05"), "自有资金"), BudgetLine("设备", Decimal(7))),
)


def dated(plan: Plan) -> Schedule:
    return schedule(plan, WorkingDays(OFFICE.is_working_day))


def written(plan: Plan) -> bytes:
    return write(plan, dated(plan), NAMES, "滨河新区超充站建设")


# --- there and back --------------------------------------------------------------------------------------------


@given(plans())
def test_what_the_format_claims_to_keep_comes_back(plan: Plan) -> None:
    reading = read(written(plan), NAMES)

    assert reading.faults == []
    assert reading.notes == []
    back = reading.plan
    assert back is not None
    assert back.start == plan.start
    assert [(line.number, line.task) for line in outline(back)] == [
        (line.number, line.task) for line in outline(plan)
    ]
    assert set(back.dependencies) == set(plan.dependencies)
    assert back.budget == plan.budget
    assert dated(back).lines == dated(plan).lines


def test_signs_that_xml_forbids_are_left_out_instead_of_breaking_the_file() -> None:
    back = read(
        written(replace(STATION, tasks=(Task("A", "勘\x0b察\x00", days=1),), dependencies=())), NAMES
    ).plan

    assert back is not None
    assert back.tasks[0].name == "勘察"


# --- as Project reads it ---------------------------------------------------------------------------------------


def parts(data: bytes, path: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(data).findall(path.replace("p:", f"{{{NAMESPACE}}}"))  # noqa: S314 – our own file


def texts(data: bytes, path: str) -> list[str | None]:
    return [element.text for element in parts(data, path)]


def test_days_are_of_eight_hours_and_lags_in_tenths_of_minutes() -> None:
    data = written(STATION)

    assert texts(data, "p:Tasks/p:Task/p:Duration") == ["PT0H0M0S", "PT24H0M0S", "PT0H0M0S", "PT80H0M0S"]
    assert texts(data, ".//p:LinkLag") == ["4800", "-9600"]
    assert texts(data, ".//p:PredecessorLink/p:Type") == ["1", "3"]
    assert texts(data, "p:Tasks/p:Task/p:Milestone") == ["0", "0", "1", "0"]
    assert texts(data, "p:Tasks/p:Task/p:Summary") == ["1", "1", "0", "0", "0"]
    assert texts(data, "p:Tasks/p:Task/p:ConstraintDate") == ["2026-09-02T08:00:00", "2026-09-28T08:00:00"]


def test_holidays_and_shifted_working_days_are_exceptions_of_the_calendar() -> None:
    data = written(STATION)
    found = {
        (
            one.findtext(f".//{{{NAMESPACE}}}FromDate"),
            one.findtext(f".//{{{NAMESPACE}}}ToDate"),
        ): one.findtext(f"{{{NAMESPACE}}}DayWorking")
        for one in parts(data, ".//p:Exception")
    }

    # Of the holiday of 1 to 7 October only the weekdays differ from a plain week.
    assert found["2026-10-01T00:00:00", "2026-10-02T23:59:00"] == "0"
    assert found["2026-10-05T00:00:00", "2026-10-07T23:59:00"] == "0"
    assert found["2026-09-20T00:00:00", "2026-09-20T23:59:00"] == "1"


def test_the_calendar_of_the_file_has_exactly_the_companys_working_days() -> None:
    data = written(STATION)
    off, on = set(), set()
    for one in parts(data, ".//p:Exception"):
        begin = date.fromisoformat((one.findtext(f".//{{{NAMESPACE}}}FromDate") or "")[:10])
        end = date.fromisoformat((one.findtext(f".//{{{NAMESPACE}}}ToDate") or "")[:10])
        days = {date.fromordinal(n) for n in range(begin.toordinal(), end.toordinal() + 1)}
        if one.findtext(f"{{{NAMESPACE}}}DayWorking") == "1":
            on |= days
        else:
            off |= days
    for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        day = date.fromordinal(n)
        assert (day in on or (day.weekday() < 5 and day not in off)) == OFFICE.is_working_day(day)


def test_a_person_is_a_resource_of_their_department_and_money_a_cost_in_hundredths() -> None:
    data = written(STATION)

    assert texts(data, "p:Resources/p:Resource/p:Name") == ["员工2", "第3部", "设备", "设备"]
    assert texts(data, "p:Resources/p:Resource/p:Group") == ["第1部", "第3部", "自有资金", None]
    assert texts(data, "p:Resources/p:Resource/p:Cost") == ["320000005.00", "700"]
