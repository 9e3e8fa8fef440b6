"""Milestones in people's calendars, read back by our own few lines, not by the library that wrote them."""

from datetime import UTC, date, datetime

from xieli.procedures.project.exchange.ical import milestones
from xieli.procedures.project.outline import change
from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.schedule import schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

PLAN = Plan(
    date(2026, 9, 28),
    (
        Task("A", "安装", days=6),
        Task("M1", "通电；验收, 试运行" + "很长的名字" * 12, kind="milestone", deliverable="验收单\n第二行"),
        Task("M2", "开工", kind="milestone"),
    ),
    (Dependency("A", "M1"),),
)


def events(plan: Plan, sequence: int = 3) -> list[dict[str, str]]:
    data = milestones(
        plan,
        schedule(plan, WorkingDays(shipped().calendars["office"].is_working_day)),
        project="7b1e@xieli.example",
        title="滨河超充站",
        sequence=sequence,
        stamp=datetime(2026, 9, 1, 2, 30, tzinfo=UTC),
        urls={"M1": "https://xieli.example/matters/1/"},
    )
    return parse(data)


def parse(data: bytes) -> list[dict[str, str]]:
    """Events by property, after RFC 5545: lines of at most 75 bytes ended by CRLF, unfolded, escapes undone."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xieli//Project milestones//ZH"]
    found: list[dict[str, str]] = []
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name != "END":
            undone = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            found[-1][name] = undone
    return found


def test_a_milestone_is_an_all_day_event_on_its_day() -> None:
    first, second = events(PLAN)

    assert first["DTSTART;VALUE=DATE"] == "20261010"  # a Saturday worked after the holiday
    assert first["DTEND;VALUE=DATE"] == "20261011"
    assert second["DTSTART;VALUE=DATE"] == "20260928"
    assert first["SUMMARY"] == f"滨河超充站 · {PLAN.tasks[1].name}"
    assert first["DESCRIPTION"] == "验收单\n第二行"
    assert first["URL"] == "https://xieli.example/matters/1/"
    assert first["DTSTAMP"] == "20260901T023000Z"


def test_a_moved_milestone_stays_the_same_event_with_a_higher_sequence() -> None:
    before, after = events(PLAN)[0], events(change(PLAN, "A", days=8), sequence=4)[0]

    assert before["UID"] == after["UID"] == "M1@7b1e@xieli.example"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("3", "4")
    assert before["DTSTART;VALUE=DATE"] != after["DTSTART;VALUE=DATE"]


def test_lines_that_are_no_milestones_are_no_events() -> None:
    assert len(events(PLAN)) == 2
