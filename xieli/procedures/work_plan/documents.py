"""《部门工作计划》 with its items and confirmations, and 《部门工作总结》 at the end of the period (3.2.a)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Block, Fact, Facts, Opinions, Paper, Table, Text
from xieli.matters.official import OfficialForm, date_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

from .models import Fate, PlanLine

WIDTHS = (0.06, 0.3, 0.22, 0.11, 0.19, 0.12)


def _lines(scene: Scene) -> list[PlanLine]:
    if scene.matter._state.adding:  # a specimen
        return []
    return list(PlanLine.objects.filter(plan=scene.matter).select_related("goal"))


def _head(scene: Scene) -> Facts:
    matter, details = scene.matter, scene.details
    return Facts(
        (
            Fact("部门", department_name(matter.lead_department_id)),
            Fact("计划期", f"{date_of(details.starts_on)} 至 {date_of(details.ends_on)}"),
            Fact("事项编号", matter.number or ""),
            Fact("提交人", person_name(details.submitted_by_id)),
            Fact("工作重点", details.focus, wide=True),
        )
    )


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _plan(scene: Scene) -> Paper:
    rows = tuple(
        (
            str(place),
            one.content,
            one.standard,
            person_name(one.owner_id),
            f"{_day(one.starts_on)}—{_day(one.due_on)}" if one.starts_on else _day(one.due_on),
            one.goal.code if one.goal else "",
        )
        for place, one in enumerate(_lines(scene), start=1)
    )
    table = Table("计划事项", ("序号", "工作事项", "完成标准", "负责人", "完成时间", "目标"), rows, WIDTHS)
    said = opinions_of(
        scene,
        (("提交", ("submit",)), ("确认", ("confirm", "send_back")), ("调整", ("change", "acknowledge"))),
    )
    return Paper(title=_title(scene, "工作计划"), blocks=(_head(scene), table, Opinions(said)))


def _summary(scene: Scene) -> Paper:
    details, every = scene.details, _lines(scene)
    done = sum(1 for one in every if one.fate == Fate.DONE)
    result = f"共 {len(every)} 项，完成 {done} 项，结转 {_count(every, Fate.CARRIED)} 项，" + (
        f"不再进行 {_count(every, Fate.DROPPED)} 项。"
    )
    rows = tuple(
        (
            str(place),
            one.content,
            person_name(one.owner_id),
            _day(one.due_on),
            _day(one.done_on) or f"{one.percent}%",
            _outcome(one),
        )
        for place, one in enumerate(every, start=1)
    )
    table = Table(
        "完成情况",
        ("序号", "工作事项", "负责人", "应完成", "实际", "结果和说明"),
        rows,
        (0.06, 0.3, 0.1, 0.14, 0.14, 0.26),
    )
    blocks: list[Block] = [
        _head(scene),
        Text(result),
        table,
        Text("工作总结", heading=True),
        Text(details.summary),
    ]
    if details.lessons:
        blocks += [Text("存在的问题和改进", heading=True), Text(details.lessons)]
    return Paper(title=_title(scene, "工作总结"), blocks=tuple(blocks))


def _count(every: list[PlanLine], fate: str) -> int:
    return sum(1 for one in every if one.fate == fate)


def _outcome(line: PlanLine) -> str:
    said = str(Fate(line.fate).label)
    return f"{said}：{line.why}" if line.why else said


def _title(scene: Scene, kind: str) -> str:
    title = scene.matter.title.removesuffix("工作计划")
    return f"{title}{kind}"


plan = OfficialForm(_("部门工作计划"), _plan)
summary = OfficialForm(_("部门工作总结"), _summary)
