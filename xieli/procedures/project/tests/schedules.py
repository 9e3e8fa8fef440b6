"""What tests of dates have in common: the office's days, small chains of lines, spans that read well."""

from datetime import date

from xieli.procedures.project.plan import Dependency, Plan, Task
from xieli.procedures.project.schedule import Actual, Schedule, schedule
from xieli.worktime.calendars import shipped
from xieli.worktime.working_days import WorkingDays

OFFICE = shipped().calendars["office"]


def scheduled(plan: Plan, actual: dict[str, Actual] | None = None, today: date | None = None) -> Schedule:
    return schedule(plan, WorkingDays(OFFICE.is_working_day), actual, today)


def chain(*links: Dependency, start: date = date(2026, 9, 21), days: tuple[int, ...] = (3, 2, 4)) -> Plan:
    """Lines A, B, C … of these days (0: a milestone) from a Monday."""
    return Plan(
        start,
        tuple(
            Task(code, code, kind="task" if length else "milestone", days=length)
            for code, length in zip("ABCDEF", days, strict=False)
        ),
        links,
    )


def spans(result: Schedule) -> dict[str, tuple[str, str]]:
    return {code: (f"{one.start:%m-%d}", f"{one.finish:%m-%d}") for code, one in result.lines.items()}
