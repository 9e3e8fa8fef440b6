"""A project's plan as a plain value: what is to be done by whom, in which order, for what money, judged by what.

Nothing here knows the database or a calendar. Dates follow from `schedule.py`, differences from `compare.py`.
Departments and persons are ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args

Kind = Literal["phase", "task", "milestone"]
Link = Literal["FS", "SS", "FF"]
Role = Literal["R", "A", "C", "I"]

KINDS: tuple[Kind, ...] = get_args(Kind)
LINKS: tuple[Link, ...] = get_args(Link)
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Task:
    """One line of the plan. `code` is stable in the project; `days` are working days, 0 for a milestone.

    A phase has no days, people or weight of its own: it sums up the lines whose `parent` it is. Its
    `not_before` holds for all of them.
    """

    code: str
    name: str
    parent: str = ""
    kind: Kind = "task"
    days: int = 0
    not_before: date | None = None
    department: int | None = None
    person: int | None = None
    weight: int = 0
    deliverable: str = ""


@dataclass(frozen=True)
class Dependency:
    """`after` waits for `before`: finish–start, start–start or finish–finish, `lag` working days later.

    A negative lag is a lead. Phases are not linked: their lines are.
    """

    before: str
    after: str
    kind: Link = "FS"
    lag: int = 0


@dataclass(frozen=True)
class BudgetLine:
    """What one subject costs, in CNY, and where the money comes from."""

    subject: str
    amount: Decimal
    source: str = ""


@dataclass(frozen=True)
class Criterion:
    """What acceptance judges: the text, the standard it is held to, the evidence asked for, who judges it."""

    code: str
    text: str
    standard: str = ""
    evidence: str = ""
    departments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Responsibility:
    """A department's part in an area of work: does it (R), answers for it (A), is asked (C), is told (I)."""

    department: int
    area: str
    role: Role


@dataclass(frozen=True)
class Plan:
    """The whole of it, as frozen in a baseline. The order of `tasks` is the order siblings are shown in."""

    start: date
    tasks: tuple[Task, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Task]:
        """Every line by its code."""
        return {task.code: task for task in self.tasks}

    @cached_property
    def total(self) -> Decimal:
        """The whole budget in CNY."""
        return sum((line.amount for line in self.budget), Decimal(0))

    def problems(self) -> list[str]:
        """Everything that keeps this plan from being scheduled or frozen, in words that name the lines."""
        from .problems import problems

        return problems(self)

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values; `from_json` gives back an equal plan."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Plan":
        """The plan that `to_json` wrote. KeyError, TypeError or ValueError for anything else."""
        return cls(
            start=date.fromisoformat(data["start"]),
            tasks=tuple(_task(row) for row in data["tasks"]),
            dependencies=tuple(Dependency(**row) for row in data["dependencies"]),
            budget=tuple(BudgetLine(**{**row, "amount": Decimal(row["amount"])}) for row in data["budget"]),
            criteria=tuple(
                Criterion(**{**row, "departments": tuple(row["departments"])}) for row in data["criteria"]
            ),
            responsibilities=tuple(Responsibility(**row) for row in data["responsibilities"]),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return {name: _plain(one) for name, one in vars(value).items()}
    return value


def _task(row: Mapping[str, Any]) -> Task:
    day = row["not_before"]
    return Task(**{**row, "not_before": date.fromisoformat(day) if day else None})
