"""The plan as an outline: lines under their phases in the order shown, numbered 1.2.3; and how an editor changes it.

Every change gives a new plan; the old one stays as it was. Codes never change, so links and records hold.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .plan import Plan, Task


@dataclass(frozen=True)
class Line:
    """A line where it is shown: `number` 1.2.3, `level` 0 at the top."""

    task: Task
    number: str
    level: int


def children(plan: Plan) -> Mapping[str, list[Task]]:
    """The lines under each phase's code, in order; those at the top under ""."""
    found: dict[str, list[Task]] = defaultdict(list)
    for task in plan.tasks:
        found[task.parent].append(task)
    return found


def outline(plan: Plan) -> list[Line]:
    """Every line, each phase before its own lines."""
    below = children(plan)
    lines: list[Line] = []
    waiting = _numbered(below.get("", []), "", 0)[::-1]
    while waiting:
        line = waiting.pop()
        lines.append(line)
        waiting += _numbered(below.get(line.task.code, []), line.number + ".", line.level + 1)[::-1]
    return lines


def _numbered(tasks: list[Task], prefix: str, level: int) -> list[Line]:
    return [Line(task, f"{prefix}{place}", level) for place, task in enumerate(tasks, start=1)]


def inside(plan: Plan, code: str) -> set[str]:
    """The code itself and those of all lines under it, however deep."""
    below = children(plan)
    found, waiting = set[str](), [code]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += [task.code for task in below.get(at, [])]
    return found


def new_code(plan: Plan) -> str:
    """A code that no line has: T and the next number."""
    used = [int(task.code[1:]) for task in plan.tasks if task.code[:1] == "T" and task.code[1:].isdecimal()]
    return f"T{max(used, default=0) + 1}"


def add(plan: Plan, task: Task, behind: str = "") -> Plan:
    """With one more line, shown behind the line `behind` and all that is under it, else last."""
    if task.code in plan.by_code:
        raise ValueError(f"the plan has a line {task.code} already")
    return replace(plan, tasks=_put(plan.tasks, [task], inside(plan, behind) if behind else set()))


def change(plan: Plan, code: str, **values: Any) -> Plan:
    """With other values in one line; KeyError for a code it doesn't have."""
    changed = replace(plan.by_code[code], **values)
    if changed.code != code:
        raise ValueError("a line's code never changes")
    return replace(plan, tasks=tuple(changed if task.code == code else task for task in plan.tasks))


def move(plan: Plan, code: str, parent: str = "", behind: str = "") -> Plan:
    """With a line, and all that is under it, in another place: under `parent`, behind its line `behind`, else last.

    ValueError when the place lies inside what is moved.
    """
    taken = inside(plan, code)
    if parent in taken or behind in taken:
        raise ValueError("a phase can't be moved into itself")
    block = [
        replace(task, parent=parent) if task.code == code else task
        for task in plan.tasks
        if task.code in taken
    ]
    rest = tuple(task for task in plan.tasks if task.code not in taken)
    return replace(plan, tasks=_put(rest, block, inside(plan, behind) if behind else set()))


def remove(plan: Plan, code: str) -> Plan:
    """Without a line, all that is under it and every link to them."""
    gone = inside(plan, code)
    return replace(
        plan,
        tasks=tuple(task for task in plan.tasks if task.code not in gone),
        dependencies=tuple(
            one for one in plan.dependencies if one.before not in gone and one.after not in gone
        ),
    )


def _put(tasks: tuple[Task, ...], block: list[Task], behind: set[str]) -> tuple[Task, ...]:
    places = [place for place, task in enumerate(tasks, start=1) if task.code in behind]
    at = max(places, default=len(tasks))
    return (*tasks[:at], *block, *tasks[at:])


def leaves(plan: Plan) -> Iterator[Task]:
    """The lines that are work or milestones, not phases."""
    return (task for task in plan.tasks if task.kind != "phase")
