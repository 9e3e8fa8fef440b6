"""How a project stands at one moment: its plan with what happened, progress, light, money, who waits for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xieli.organisation import queries as organisation

from .calendar import days
from .execution import actuals
from .models import Baseline, PlanTask
from .plan import Plan
from .progress import Cost, Light, Progress, light, progress
from .schedule import Schedule, schedule

SOON = 5  # working days ahead in which waiting matters


@dataclass(frozen=True)
class Waiting:
    """A task that can't begin, and the tasks it waits for with who has them."""

    task: PlanTask
    for_: list[PlanTask]


@dataclass(frozen=True)
class Standing:
    """Everything is derived from the baseline, the living rows and the money; nothing is stored."""

    baseline: Baseline
    rows: Mapping[str, PlanTask]
    cost: Cost
    today: date

    @cached_property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.baseline.plan

    @cached_property
    def planned(self) -> Schedule:
        """As the baseline has it."""
        return schedule(self.plan, days())

    @cached_property
    def now(self) -> Schedule:
        """With what happened and is expected."""
        return schedule(self.plan, days(), actuals(self.rows.values()), self.today)

    @cached_property
    def percents(self) -> dict[str, int]:
        """Done of each line."""
        return {code: row.percent for code, row in self.rows.items()}

    @cached_property
    def progress(self) -> Progress:
        """Planned against done, by weight."""
        return progress(self.plan, self.planned, self.percents, self.today)

    @cached_property
    def done(self) -> bool:
        """Every task is accepted."""
        return all(row.actual_end for row in self.rows.values() if row.kind == "task")

    @cached_property
    def light(self) -> Light:
        """Of the whole project."""
        return light(self.planned.finish, self.progress.behind, days(), self.today, done=self.done)

    @cached_property
    def slip(self) -> int:
        """Working days by which the end is expected behind the baseline's."""
        counted = days()
        return counted.past(self.now.finish) - counted.past(self.planned.finish)

    @cached_property
    def late(self) -> list[PlanTask]:
        """Tasks whose date is over."""
        return [
            r for r in self.rows.values() if r.kind == "task" and not r.actual_end and r.due_on < self.today
        ]

    @cached_property
    def milestones(self) -> list[PlanTask]:
        """In order of their dates."""
        return sorted((r for r in self.rows.values() if r.kind == "milestone"), key=lambda r: r.due_on)

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Tasks that should begin within days and wait for others: who is waiting for whom."""
        counted = days()
        horizon = counted.day(counted.past(self.today) + SOON)
        found = []
        links: dict[str, list[str]] = {}
        for one in self.plan.dependencies:
            links.setdefault(one.after, []).append(one.before)
        for code, row in self.rows.items():
            if row.actual_start or row.kind != "task" or row.planned_start > horizon:
                continue
            before = [self.rows[one] for one in links.get(code, ())]
            if open_ones := [line for line in before if line.actual_end is None and line.kind == "task"]:
                found.append(Waiting(row, open_ones))
        return found

    def holders(self) -> dict[str, str]:
        """Code → who answers for the line, in words."""
        return {code: holder(row.department_id, row.person_id) for code, row in self.rows.items()}


def holder(department: int | None, person: int | None) -> str:
    """Who answers for a line: the person, else the department."""
    if person is not None and (found := organisation.person_by_id(person)) is not None:
        return found.name
    own = organisation.department_by_id(department) if department is not None else None
    return (own.short_name or own.name) if own is not None else ""


def by_code(rows: Iterable[PlanTask]) -> dict[str, PlanTask]:
    """Living rows by their code."""
    return {row.code: row for row in rows if not row.dropped}
