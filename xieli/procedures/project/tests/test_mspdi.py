"""MS Project XML: what goes out comes back; what a stranger's file says is read, told or refused with its line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given

from xieli.procedures.project.exchange import xml_tree
from xieli.procedures.project.exchange.mspdi import NAMESPACE
from xieli.procedures.project.exchange.mspdi_read import read
from xieli.procedures.project.exchange.mspdi_write import write
from xieli.procedures.project.exchange.reading import FileError, Names
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


def foreign(tasks: str, rest: str = "", start: str = "<StartDate>2026-09-01T08:00:00</StartDate>") -> bytes:
    """A file as other programs write it, each task on a line of its own from line 4."""
    head = f'<?xml version="1.0"?>\n<Project xmlns="{NAMESPACE}">{start}\n<Tasks>\n'
    return f"{head}{tasks}\n</Tasks>{rest}</Project>".encode()


def task(uid: int, name: str, more: str = "", level: int = 1, duration: str = "PT16H0M0S") -> str:
    return (
        f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>{duration}</Duration>{more}</Task>\n"
    )


def link(uid: int, kind: int = 1, lag: int = 0, unit: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{unit}</LagFormat></PredecessorLink>"
    )


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


# --- other programs' files -------------------------------------------------------------------------------------


def test_a_foreign_file_gets_codes_phases_and_links_of_its_own() -> None:
    data = foreign(
        task(0, "整个项目", level=0)
        + task(1, "前期")
        + task(2, "勘察", level=2)
        + task(3, "评审", link(2, lag=4800), level=2, duration="PT0H0M0S")
        + task(7, "施工", link(3, 3, -9600))
    )

    plan = read(data, NAMES).plan

    assert plan is not None
    assert [(t.code, t.name, t.parent, t.kind, t.days) for t in plan.tasks] == [
        ("P1", "前期", "", "phase", 0),
        ("T2", "勘察", "P1", "task", 2),
        ("T3", "评审", "P1", "milestone", 0),
        ("T7", "施工", "", "task", 2),
    ]
    assert plan.dependencies == (Dependency("T2", "T3", "FS", 1), Dependency("T3", "T7", "SS", -2))


def test_a_link_of_a_phase_becomes_links_of_its_first_and_last_lines() -> None:
    data = foreign(
        task(1, "前期")
        + task(2, "甲", level=2)
        + task(3, "乙", link(2), level=2)
        + task(4, "丙", level=2)
        + task(5, "施工", link(1, lag=4800))
        + task(6, "丁", level=2)
        + task(7, "戊", link(6), level=2)
    )

    plan = read(data, NAMES).plan

    assert plan is not None
    assert set(plan.dependencies) == {
        Dependency("T2", "T3"),
        Dependency("T6", "T7"),
        Dependency("T3", "T6", "FS", 1),
        Dependency("T4", "T6", "FS", 1),
    }


@pytest.mark.parametrize(
    ("tasks", "note"),
    [
        (task(1, "甲", duration="PT20H0M0S"), "工期不是整天，进为 3 个工作日"),
        (task(1, "甲", "<DurationFormat>8</DurationFormat>", duration="PT336H0M0S"), "折算为工作日"),
        (task(1, "甲", "<Milestone>1</Milestone>"), "作为任务导入"),
        (task(1, "甲", "<ConstraintType>7</ConstraintType>"), "限制没有导入"),
        (
            task(
                1,
                "甲",
                "<ConstraintType>2</ConstraintType><ConstraintDate>2026-10-09T08:00:00</ConstraintDate>",
            ),
            "改为“不早于”",
        ),
        (task(1, "甲") + task(2, "乙", link(1, kind=2)), "“开始—完成”关系没有导入"),
        (task(1, "甲") + task(2, "乙", link(1, lag=2400)), "间隔不是整天"),
        (task(1, "甲") + task(2, "乙", link(1, lag=50, unit=19)), "按百分比写的间隔"),
        (task(1, "甲") + task(2, "乙", "<Active>0</Active>"), "任务未激活"),
    ],
)
def test_what_a_plan_cannot_say_is_told_with_its_line(tasks: str, note: str) -> None:
    reading = read(foreign(tasks), NAMES)

    assert reading.plan is not None
    (sentence,) = reading.notes
    assert note in sentence
    assert sentence.startswith(("第 4 行", "第 5 行"))


def test_elapsed_time_becomes_working_days() -> None:
    plan = read(
        foreign(task(1, "甲", "<DurationFormat>8</DurationFormat>", duration="PT336H0M0S")), NAMES
    ).plan

    assert plan is not None
    assert plan.tasks[0].days == 10  # two weeks


def test_people_the_company_does_not_know_are_told() -> None:
    rest = (
        "<Resources><Resource><UID>1</UID><Name>张三</Name><Type>1</Type></Resource>"
        "<Resource><UID>2</UID><Name>第2部</Name><Type>1</Type></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
        "<Assignment><TaskUID>2</TaskUID><ResourceUID>2</ResourceUID></Assignment></Assignments>"
    )

    reading = read(foreign(task(1, "甲") + task(2, "乙"), rest), NAMES)

    assert reading.plan is not None
    assert [one.department for one in reading.plan.tasks] == [None, 2]
    assert reading.notes == ["组织里没有“张三”，责任人留空。"]


# --- broken files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tasks", "line", "sentence"),
    [
        (task(1, "甲") + task(2, "乙", duration="三天"), 5, "工期“三天”读不出来。"),
        (task(1, "甲") + task(2, "乙", link(9)), 5, "前置任务 9 不在文件里。"),
        (task(1, "甲") + task(1, "乙"), 5, "任务的 UID 1 用了两次。"),
        (task(1, ""), 4, "名称须为 1 至 120 个字。"),
        (task(1, "甲", "<ConstraintType>x</ConstraintType>"), 4, "ConstraintType 的值“x”读不出来。"),
        (
            task(1, "甲", "<ConstraintType>4</ConstraintType><ConstraintDate>昨天</ConstraintDate>"),
            4,
            "ConstraintDate 的值“昨天”读不出来。",
        ),
        (task(1, "甲", duration="PT99999H0M0S"), 4, "工期须为 1 至 2500 个工作日。"),
        (task(1, "甲", link(2)) + task(2, "乙", link(1)), 0, "前后关系绕成了圈"),
        ("", 0, "计划里还没有任务。"),
    ],
)
def test_a_fault_is_told_with_its_line(tasks: str, line: int, sentence: str) -> None:
    reading = read(foreign(tasks), NAMES)

    assert reading.plan is None
    assert any(fault.line == line and sentence in fault.text for fault in reading.faults)


def test_a_file_without_any_date_cannot_be_placed() -> None:
    (fault,) = read(foreign(task(1, "甲"), start=""), NAMES).faults

    assert "StartDate" in fault.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "第 1 行"),
        (b"<a>\n<b>\n</a>", "第 3 行"),
        (b"PK\x03\x04", "第 1 行"),
        (b"<Project/>", "不是 MS Project"),
        (b'<Project xmlns="urn:other"/>', "不是 MS Project"),
        (b"<a>" * 30 + b"</a>" * 30, "嵌套太深"),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        read(data, NAMES)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://example.com/evil.dtd">',
    ],
)
def test_a_document_type_is_refused_before_anything_in_it_is_used(declared: str) -> None:
    data = f'<?xml version="1.0"?>{declared}<Project xmlns="{NAMESPACE}"><Name>&x;</Name></Project>'

    with pytest.raises(FileError, match="DOCTYPE"):
        read(data.encode(), NAMES)


def test_lines_beyond_the_sixteen_bits_of_other_parsers_are_told_right() -> None:
    data = f'<Project xmlns="{NAMESPACE}">' + "\n" * 70_000 + "<Tasks/></Project>"

    assert xml_tree.read(data.encode(), NAMESPACE).parts[0].line == 70_001
