"""MS Project XML as others write it: read, told in notes, or refused with the line at fault."""

import pytest

from xieli.procedures.project.exchange import xml_tree
from xieli.procedures.project.exchange.mspdi import NAMESPACE
from xieli.procedures.project.exchange.mspdi_read import read
from xieli.procedures.project.exchange.reading import FileError, Names
from xieli.procedures.project.plan import Dependency

NAMES = Names({n: f"第{n}部" for n in range(1, 7)}, {n: f"员工{n}" for n in range(1, 7)})


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


# --- broken files -----------------------------------------------------------------------------------------------


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
