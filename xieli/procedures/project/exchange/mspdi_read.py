"""A plan from MS Project XML. What the format says and a plan can't is told in notes, never silently dropped."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from ..plan import BudgetLine, Dependency, Kind, Plan, Task
from ..problems import CODE as CODE_PATTERN
from ..problems import line_faults
from . import mspdi, xml_tree
from .mspdi_links import between_lines
from .reading import Fault, Names, Reading
from .xml_tree import Element

_DURATION = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?")


def read(data: bytes, names: Names) -> Reading:
    """The plan in a file, or its faults by line. FileError for what is no MS Project XML at all."""
    return _Reader(xml_tree.read(data, mspdi.NAMESPACE), names).reading()


class _Reader:
    def __init__(self, root: Element, names: Names) -> None:
        self.root, self.names = root, names
        self.result = Reading()
        self.minutes = int(self._number(root, "MinutesPerDay", str(mspdi.DAY_MINUTES))) or mspdi.DAY_MINUTES
        self.lines: dict[str, int] = {}  # where each code stands in the file
        self.codes: dict[str, str] = {}  # the code of each UID
        self.own = self._own_fields()
        self.holders = self._holders()

    def reading(self) -> Reading:
        """Everything read; a plan only where nothing is at fault."""
        elements = self._elements()
        tasks = tuple(self._tasks(elements))
        dates = [self._date(element, "Start") for element in elements]
        start = self._date(self.root, "StartDate") or min((day for day in dates if day), default=None)
        if start is None:
            self._fault(self.root, _("文件没有写明项目的开始日期（StartDate）。"))
            return self.result
        read = [self._link(element, link) for element in elements for link in element.all("PredecessorLink")]
        plan = Plan(start, tasks, (), self._budget())
        links, left_out = between_lines(plan, [link for link in read if link])
        self.result.notes += [
            _("“%(before)s → %(after)s”连着阶段，没有导入。") % vars(link) for link in left_out
        ]
        self._finish(replace(plan, dependencies=tuple(links)))
        return self.result

    def _finish(self, plan: Plan) -> None:
        for code, faults in line_faults(plan).items():
            self.result.faults += [Fault(self.lines[code], text) for text in faults]
        if not self.result.faults:
            self.result.faults = [Fault(0, sentence) for sentence in plan.problems()]
        self.result.faults.sort(key=lambda fault: fault.line)
        if not self.result.faults:
            self.result.plan = plan

    # --- lines -------------------------------------------------------------------------------------------------

    def _elements(self) -> list[Element]:
        """The tasks that are lines: not the project's own summary, not blank rows, not inactive ones."""
        parent = self.root.first("Tasks")
        found = []
        for element in parent.all("Task") if parent else ():
            if element.get("UID") == "0" or element.get("IsNull") == "1":
                continue
            if element.get("Active") == "0":
                self._note(element, _("任务未激活，没有导入"))
            else:
                found.append(element)
        return found

    def _tasks(self, elements: list[Element]) -> list[Task]:
        levels = [int(self._number(element, "OutlineLevel", "1")) for element in elements]
        tasks: list[Task] = []
        above: list[tuple[int, str]] = []  # level and code of the phases around
        for place, (element, level) in enumerate(zip(elements, levels, strict=True)):
            while above and above[-1][0] >= level:
                above.pop()
            deeper = place + 1 < len(levels) and levels[place + 1] > level
            task = self._task(
                element, above[-1][1] if above else "", phase=deeper or element.get("Summary") == "1"
            )
            tasks.append(task)
            if task.kind == "phase":
                above.append((level, task.code))
        return tasks

    def _task(self, element: Element, parent: str, *, phase: bool) -> Task:
        days = 0 if phase else self._days(element)
        kind: Kind = "phase" if phase else "task" if days else "milestone"
        if days and element.get("Milestone") == "1":
            self._note(element, _("里程碑有工期，作为任务导入"))
        own = self._own(element)
        department, person = (None, None) if phase else self.holders.get(element.get("UID"), (None, None))
        weight = own.get(mspdi.WEIGHT, "0")
        return Task(
            self._code(element, own.get(mspdi.CODE, ""), phase=phase),
            element.get("Name"),
            parent,
            kind,
            days,
            self._not_before(element),
            department,
            person,
            int(self._decimal(element, weight)),
            own.get(mspdi.DELIVERABLE, ""),
        )

    def _code(self, element: Element, own: str, *, phase: bool) -> str:
        uid = element.get("UID")
        code = (
            own
            if re.fullmatch(CODE_PATTERN, own) and own not in self.lines
            else f"{'P' if phase else 'T'}{uid}"
        )
        while code in self.lines:
            code += "x"
        if uid in self.codes:
            self._fault(element, _("任务的 UID %(uid)s 用了两次。") % {"uid": uid})
        self.lines[code] = element.line
        self.codes[uid] = code
        return code

    def _days(self, element: Element) -> int:
        text = element.get("Duration", "PT0H0M0S")
        found = _DURATION.fullmatch(text)
        if found is None:
            self._fault(element.first("Duration") or element, _("工期“%(text)s”读不出来。") % {"text": text})
            return 1
        hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
        whole = hours * 60 + minutes + seconds / 60
        if self._format(element, "DurationFormat") in mspdi.ELAPSED_FORMATS:
            self._note(element, _("按日历时间写的工期已折算为工作日"))
            whole = whole * self.minutes * 5 / (7 * 24 * 60)
        days = ceil(whole / self.minutes)
        if days * self.minutes != whole:
            self._note(element, _("工期不是整天，进为 %(days)s 个工作日") % {"days": days})
        return days

    def _not_before(self, element: Element) -> date | None:
        kind = int(self._number(element, "ConstraintType", "0"))
        if kind == mspdi.START_NO_EARLIER:
            return self._date(element, "ConstraintDate")
        if kind == mspdi.MUST_START_ON:
            self._note(element, _("“必须开始于”改为“不早于”"))
            return self._date(element, "ConstraintDate")
        if kind != mspdi.AS_SOON_AS_POSSIBLE:
            self._note(element, _("除“不早于……开始”以外的限制没有导入"))
        return None

    # --- links, people, money ----------------------------------------------------------------------------------

    def _link(self, element: Element, link: Element) -> Dependency | None:
        before = self.codes.get(link.get("PredecessorUID"))
        kinds = {str(number): kind for kind, number in mspdi.LINK_TYPES.items()}
        kind = kinds.get(link.get("Type", "1"))
        if before is None:
            self._fault(link, _("前置任务 %(uid)s 不在文件里。") % {"uid": link.get("PredecessorUID")})
        elif kind is None:
            self._note(element, _("“开始—完成”关系没有导入"))
        else:
            return Dependency(before, self.codes[element.get("UID")], kind, self._lag(element, link))
        return None

    def _lag(self, element: Element, link: Element) -> int:
        tenths = self._number(link, "LinkLag", "0")
        unit = self._format(link, "LagFormat")
        if not tenths:
            return 0
        if unit in mspdi.PERCENT_FORMATS:
            self._note(element, _("按百分比写的间隔没有导入"))
            return 0
        if unit in mspdi.ELAPSED_FORMATS:
            self._note(element, _("按日历时间写的间隔已折算为工作日"))
            tenths = tenths * self.minutes * 5 / (7 * 24 * 60)
        days = ceil(tenths / (10 * self.minutes))
        if days * 10 * self.minutes != tenths:
            self._note(element, _("间隔不是整天，进为 %(days)s 个工作日") % {"days": days})
        return days

    def _holders(self) -> dict[str, tuple[int | None, int | None]]:
        """Department and person of each task's UID, by the first of its resources that the company knows."""
        resources = {one.get("UID"): one for one in self._all("Resources", "Resource")}
        found: dict[str, tuple[int | None, int | None]] = {}
        unknown: dict[str, None] = {}
        for assignment in self._all("Assignments", "Assignment"):
            resource = resources.get(assignment.get("ResourceUID"))
            if resource is None or resource.get("Type", "1") != str(mspdi.WORK_RESOURCE):
                continue
            name, group = resource.get("Name"), resource.get("Group")
            holder = self.names.department(group) or self.names.department(name), self.names.person(name)
            if not any(holder):
                unknown[name] = None
            elif found.setdefault(assignment.get("TaskUID"), holder) != holder:
                self.result.notes.append(
                    _("一项任务只有一个责任人，“%(name)s”没有作为第二个导入。") % {"name": name}
                )
        self.result.notes += [
            _("组织里没有“%(name)s”，责任人留空。") % {"name": name} for name in unknown if name
        ]
        return found

    def _budget(self) -> tuple[BudgetLine, ...]:
        lines = []
        for one in self._all("Resources", "Resource"):
            if one.get("Type") == str(mspdi.COST_RESOURCE):
                amount = self._decimal(one, one.get("Cost", "0")) / 100
                lines.append(BudgetLine(one.get("Name"), amount, one.get("Group")))
        return tuple(lines)

    def _own_fields(self) -> dict[str, tuple[str, str, str]]:
        """The fields of our own that this file has: only where it calls them as we do."""
        named = {
            one.get("FieldID"): one.get("Alias")
            for one in self._all("ExtendedAttributes", "ExtendedAttribute")
        }
        return {own[0]: own for own in mspdi.OWN_FIELDS if named.get(own[0]) == own[2]}

    def _own(self, element: Element) -> dict[tuple[str, str, str], str]:
        return {
            self.own[one.get("FieldID")]: one.get("Value")
            for one in element.all("ExtendedAttribute")
            if one.get("FieldID") in self.own
        }

    # --- values ------------------------------------------------------------------------------------------------

    def _all(self, parent: str, name: str) -> list[Element]:
        found = self.root.first(parent)
        return list(found.all(name)) if found else []

    def _value(self, element: Element, name: str, text: str, read: Callable[[str], Any], default: Any) -> Any:
        try:
            return read(text)
        except (ValueError, InvalidOperation):
            words = {"name": name, "text": text}
            self._fault(element.first(name) or element, _("%(name)s 的值“%(text)s”读不出来。") % words)
            return default

    def _number(self, element: Element, name: str, default: str) -> Decimal:
        return self._decimal(element, element.get(name) or default, name)

    def _decimal(self, element: Element, text: str, name: str = "Value") -> Decimal:
        number: Decimal = self._value(element, name, text, Decimal, Decimal(0))
        if not number.is_finite():
            self._fault(element, _("%(name)s 的值“%(text)s”读不出来。") % {"name": name, "text": text})
            return Decimal(0)
        return number

    def _format(self, element: Element, name: str) -> int:
        return int(self._number(element, name, str(mspdi.LAG_FORMAT_DAYS)))

    def _date(self, element: Element, name: str) -> date | None:
        text = element.get(name)
        return self._value(element, name, text, lambda t: date.fromisoformat(t[:10]), None) if text else None

    def _fault(self, element: Element, text: str) -> None:
        self.result.faults.append(Fault(element.line, text))

    def _note(self, element: Element, text: str) -> None:
        words = {"line": element.line, "name": element.get("Name"), "text": text}
        self.result.notes.append(_("第 %(line)s 行“%(name)s”：%(text)s。") % words)
