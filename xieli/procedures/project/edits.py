"""What was written differently in two plans, as single values before and after."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from .plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task

Area = Literal["dates", "scope", "people", "money", "criteria"]
What = Literal["plan", "task", "link", "budget", "criterion", "responsibility"]

AREAS: Mapping[Area, Any] = {
    "dates": _("时间"),
    "scope": _("范围"),
    "people": _("人员"),
    "money": _("费用"),
    "criteria": _("验收标准"),
}

# How each value is called to readers; a whole line added or removed has no field.
FIELDS: Mapping[str, Any] = {
    "": _("整行"),
    "start": _("项目开始"),
    "name": _("名称"),
    "parent": _("所属阶段"),
    "kind": _("类别"),
    "days": _("工期"),
    "not_before": _("不早于"),
    "department": _("责任部门"),
    "person": _("责任人"),
    "weight": _("权重"),
    "deliverable": _("交付物"),
    "lag": _("间隔"),
    "amount": _("金额"),
    "source": _("来源"),
    "text": _("内容"),
    "standard": _("标准"),
    "evidence": _("证据"),
    "departments": _("验收部门"),
    "role": _("角色"),
}

_AREA_OF: Mapping[What, Area] = {
    "plan": "dates",
    "task": "scope",
    "link": "dates",
    "budget": "money",
    "criterion": "criteria",
    "responsibility": "people",
}
_AREA_OF_FIELD: Mapping[str, Area] = {
    "days": "dates",
    "not_before": "dates",
    "department": "people",
    "person": "people",
}


@dataclass(frozen=True)
class Edit:
    """One value before and after; with field "" a whole line that is new (before None) or gone (after None)."""

    what: What
    name: str
    field: str
    before: Any
    after: Any
    codes: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()

    @property
    def area(self) -> Area:
        """Which side of the project it is about."""
        if self.what == "task" and self.field:
            return _AREA_OF_FIELD.get(self.field, "scope")
        return _AREA_OF[self.what]

    @property
    def label(self) -> Any:
        """What the value is called."""
        return FIELDS[self.field]


def edits(old: Plan, new: Plan) -> Iterator[Edit]:
    """Every difference of two plans, areas of the plan one after the other; the order of lines is none."""
    if old.start != new.start:
        yield Edit("plan", "", "start", old.start, new.start)
    yield from _pairs("task", old.tasks, new.tasks, lambda task: task.code)
    yield from _pairs("link", old.dependencies, new.dependencies, lambda link: (link.before, link.after))
    yield from _pairs("budget", _numbered(old.budget), _numbered(new.budget), lambda line: line[:2])
    yield from _pairs("criterion", old.criteria, new.criteria, lambda criterion: criterion.code)
    yield from _pairs("responsibility", _parts(old), _parts(new), lambda part: part[:3])


def _numbered(lines: Iterable[BudgetLine]) -> list[tuple[str, int, BudgetLine]]:
    """Lines of one subject told apart by what else they say."""
    seen: Counter[str] = Counter()
    found = []
    for line in sorted(lines, key=lambda line: (line.source, line.amount)):
        seen[line.subject] += 1
        found.append((line.subject, seen[line.subject], line))
    return found


def _parts(plan: Plan) -> list[tuple[int, str, int, Responsibility]]:
    seen: Counter[tuple[int, str]] = Counter()
    found = []
    for one in sorted(plan.responsibilities, key=lambda one: one.role):
        seen[one.department, one.area] += 1
        found.append((one.department, one.area, seen[one.department, one.area], one))
    return found


def _pairs(what: What, old: Iterable[Any], new: Iterable[Any], key: Any) -> Iterator[Edit]:
    before: dict[Hashable, Any] = {key(line): _value(line) for line in old}
    after: dict[Hashable, Any] = {key(line): _value(line) for line in new}
    for one in dict.fromkeys([*before, *after]):
        yield from _lines(what, before.get(one), after.get(one))


def _value(line: Any) -> Any:
    return line[-1] if isinstance(line, tuple) else line


def _lines(what: What, before: Any, after: Any) -> Iterator[Edit]:
    if before == after:
        return
    line = after if after is not None else before
    codes = _codes(line)
    if before is None or after is None:
        yield Edit(what, _name(line), "", before, after, codes, _departments(line, line))
        return
    for field in fields(line):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if was != now:
            yield Edit(what, _name(line), field.name, was, now, codes, _departments(before, after))


def _codes(line: Any) -> tuple[str, ...]:
    if isinstance(line, Task):
        return (line.code,)
    return (line.before, line.after) if isinstance(line, Dependency) else ()


def _name(line: Any) -> str:
    if isinstance(line, Dependency):
        return f"{line.before} → {line.after}"
    if isinstance(line, Responsibility):
        return line.area
    if isinstance(line, BudgetLine):
        return line.subject
    return line.text if isinstance(line, Criterion) else str(line.name)


def _departments(*lines: Any) -> tuple[int, ...]:
    found: list[int] = []
    for line in lines:
        if isinstance(line, Criterion):
            found += line.departments
        elif isinstance(line, (Task, Responsibility)) and line.department is not None:
            found.append(line.department)
    return tuple(dict.fromkeys(found))
