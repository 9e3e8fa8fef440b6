"""What is wrong with a plan, in words: every fault at once, each naming the line as the plan's table counts it."""

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from re import fullmatch

from django.utils.translation import gettext as _

from .plan import KINDS, LINKS, ROLES, Plan, Task

CODE = r"[\w.-]{1,20}"
LONGEST_NAME = 120
MOST_DAYS = 2_500  # ten years of work in one line are a mistake of typing
MOST_TASKS = 5_000
MOST_CIRCLES = 5


def problems(plan: Plan) -> list[str]:
    """Sentences, in the order of the lines; empty for a plan that can be scheduled and frozen."""
    found = [*_size(plan), *_codes(plan), *_lines(plan), *_dependencies(plan), *_rest(plan)]
    # Circles are looked for only where the links themselves are sound.
    return found or [circle_in_words(plan, circle) for circle in circles(plan)]


def name_line(plan: Plan, code: str) -> str:
    """How a sentence speaks of a line: 第 3 行“设备招标”."""
    line = 1 + next(place for place, task in enumerate(plan.tasks) if task.code == code)
    return _("第 %(line)s 行“%(name)s”") % {"line": line, "name": plan.by_code[code].name or code}


def _size(plan: Plan) -> Iterator[str]:
    if not any(task.kind != "phase" for task in plan.tasks):
        yield _("计划里还没有任务。")
    if len(plan.tasks) > MOST_TASKS:
        yield _("一个计划最多 %(most)s 行。") % {"most": MOST_TASKS}


def _codes(plan: Plan) -> Iterator[str]:
    for code, times in Counter(task.code for task in plan.tasks).items():
        if not fullmatch(CODE, code):
            yield _("编号“%(code)s”须为 1 至 20 个字母、汉字、数字或 . - _。") % {"code": code}
        if times > 1:
            yield _("编号“%(code)s”用了 %(times)s 次，每行的编号须不同。") % {"code": code, "times": times}


def _lines(plan: Plan) -> Iterator[str]:
    for code, faults in line_faults(plan).items():
        for fault in faults:
            yield _("%(line)s：%(fault)s") % {"line": name_line(plan, code), "fault": fault}


def line_faults(plan: Plan) -> dict[str, list[str]]:
    """What is wrong with single lines, by code: for an editor or an import that shows it at the line."""
    parents = {task.parent for task in plan.tasks}
    found = {task.code: [*_line(task), *_place(plan, task, parents)] for task in plan.tasks}
    return {code: faults for code, faults in found.items() if faults}


def _line(task: Task) -> Iterator[str]:
    if not task.name.strip() or len(task.name) > LONGEST_NAME:
        yield _("名称须为 1 至 %(longest)s 个字。") % {"longest": LONGEST_NAME}
    if task.kind not in KINDS:
        yield _("类别只能是阶段、任务或里程碑。")
    if task.kind == "task" and not 1 <= task.days <= MOST_DAYS:
        yield _("工期须为 1 至 %(most)s 个工作日。") % {"most": MOST_DAYS}
    if task.kind != "task" and task.days:
        yield _("阶段和里程碑没有工期。")
    if task.weight < 0:
        yield _("权重不能是负数。")
    if task.kind == "phase" and (task.weight or task.department or task.person):
        yield _("阶段的权重和责任人由其下的任务决定，这里不填。")


def _place(plan: Plan, task: Task, parents: set[str]) -> Iterator[str]:
    if task.kind == "phase" and task.code not in parents:
        yield _("这个阶段下没有任务。")
    if not task.parent:
        return
    above = plan.by_code.get(task.parent)
    if above is None:
        yield _("没有编号为“%(code)s”的阶段。") % {"code": task.parent}
    elif above.kind != "phase":
        yield _("只能放在阶段之下，“%(name)s”不是阶段。") % {"name": above.name}
    elif _above_itself(plan, task):
        yield _("阶段不能放在自己之下。")


def _above_itself(plan: Plan, task: Task) -> bool:
    seen, at = {task.code}, task.parent
    while at in plan.by_code and at not in seen:
        seen.add(at)
        at = plan.by_code[at].parent
    return at == task.code


def _dependencies(plan: Plan) -> Iterator[str]:
    for link, times in Counter((one.before, one.after) for one in plan.dependencies).items():
        if times > 1:
            yield _("“%(before)s → %(after)s”写了 %(times)s 次，两行之间只能有一个前后关系。") % {
                "before": link[0],
                "after": link[1],
                "times": times,
            }
    for one in plan.dependencies:
        for code in (one.before, one.after):
            if code not in plan.by_code:
                yield _("“%(before)s → %(after)s”：没有编号为“%(code)s”的任务。") % {
                    "before": one.before,
                    "after": one.after,
                    "code": code,
                }
            elif plan.by_code[code].kind == "phase":
                yield _("%(line)s是阶段：前后关系请连到其中的任务或里程碑。") % {
                    "line": name_line(plan, code)
                }
        if one.kind not in LINKS:
            yield _("前后关系只能是 FS、SS 或 FF，不能是“%(kind)s”。") % {"kind": one.kind}
        if abs(one.lag) > MOST_DAYS:
            yield _("间隔最多 %(most)s 个工作日。") % {"most": MOST_DAYS}


def _rest(plan: Plan) -> Iterator[str]:
    for place, line in enumerate(plan.budget, start=1):
        if not line.subject.strip() or not line.amount.is_finite() or line.amount < 0:
            yield _("预算第 %(line)s 行：请写科目，金额不能是负数。") % {"line": place}
    for code, times in Counter(criterion.code for criterion in plan.criteria).items():
        if times > 1 or not code:
            yield _("验收标准的编号“%(code)s”须有且只用一次。") % {"code": code}
    for place, criterion in enumerate(plan.criteria, start=1):
        if not criterion.text.strip():
            yield _("验收标准第 %(line)s 条没有内容。") % {"line": place}
    roles = Counter(one.area for one in plan.responsibilities if one.role == "A")
    for one in plan.responsibilities:
        if one.role not in ROLES or not one.area.strip():
            yield _("职责分工须写明工作内容，角色只能是 R、A、C、I。")
    for area, times in roles.items():
        if times > 1:
            yield _("“%(area)s”只能有一个部门负总责（A）。") % {"area": area}


def circle_in_words(plan: Plan, circle: list[str]) -> str:
    """The circle as a sentence."""
    lines = " → ".join(name_line(plan, code) for code in [*circle, circle[0]])
    return _("前后关系绕成了圈：%(lines)s。") % {"lines": lines}


def circles(plan: Plan) -> list[list[str]]:
    """Circles of lines that wait for each other, each as codes in working order; at most `MOST_CIRCLES`."""
    waits = {task.code: set[str]() for task in plan.tasks}
    for one in plan.dependencies:
        waits[one.after].add(one.before)
    found: list[list[str]] = []
    while len(found) < MOST_CIRCLES:
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            circle = error.args[1][:-1]
            found.append(circle)
            waits[circle[0]].discard(circle[-1])  # looked on without it, so that others are named too
        else:
            break
    return found
