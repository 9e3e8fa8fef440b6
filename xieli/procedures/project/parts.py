"""A long plan in a form: a hundred lines at a time, all others stay as they were."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .plan import Dependency, Plan, Task

LINES = 100


@dataclass(frozen=True)
class Part:
    """Some lines of a plan of more than `LINES` lines; `number` of `count`, both from 1."""

    number: int
    count: int
    first: int
    last: int

    @property
    def place(self) -> slice:
        """Where its lines stand among all."""
        return slice(self.first - 1, self.last)


def part_of(plan: Plan | None, number: int | None) -> Part | None:
    """The part of that number, the first for one there is not; None where a plan is written whole."""
    lines = len(plan.tasks) if plan is not None else 0
    if lines <= LINES:
        return None
    count = -(-lines // LINES)
    number = number if number is not None and 1 <= number <= count else 1
    return Part(number, count, (number - 1) * LINES + 1, min(number * LINES, lines))


def taken(plan: Plan, part: Part) -> Plan:
    """The plan with the lines of a part alone; money, criteria and responsibilities are in every part."""
    tasks = plan.tasks[part.place]
    codes = {task.code for task in tasks}
    return replace(plan, tasks=tasks, dependencies=tuple(x for x in plan.dependencies if x.after in codes))


def put_back(plan: Plan, part: Part, written: Plan) -> Plan:
    """The whole plan with a part written anew, and everything else that was written beside it."""
    kept = _outside(plan, part)
    codes = {task.code for task in kept}
    tasks = (*plan.tasks[: part.first - 1], *written.tasks, *plan.tasks[part.last :])
    links: Iterable[Dependency] = (x for x in plan.dependencies if x.after in codes)
    return replace(written, tasks=tasks, dependencies=(*links, *written.dependencies))


def codes_outside(plan: Plan, part: Part) -> set[str]:
    """The codes of the lines a part's lines may wait for beside their own."""
    return {task.code for task in _outside(plan, part)}


def _outside(plan: Plan, part: Part) -> list[Task]:
    return [*plan.tasks[: part.first - 1], *plan.tasks[part.last :]]
