"""《项目验收报告》: who judged what by which evidence, plan and what happened, conditions, loose ends (4.1.d)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Block, Fact, Facts, Items, Opinion, Opinions, Paper, Table, Text
from xieli.matters.models import Event, Matter
from xieli.matters.official import OfficialForm, attachments_of, date_of, day_of, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name
from xieli.organisation import queries as organisation

from . import accepting
from .models import AcceptanceItem, Judgement, Reason

STATES = {"closed": "已销项", "withdrawn": "已撤销", "void": "已作废"}


def _report(scene: Scene) -> Paper:
    adding = scene.matter._state.adding
    project = scene.matter.parent
    blocks: list[Block] = [
        _about(scene, project),
        Text("一、验收评判", heading=True),
        Table(
            "", ("验收标准", "验收部门", "次数", "结论", "查验的证据", "条件或问题"),
            () if adding else _judged(scene), (3, 2.2, 1.3, 1.7, 3, 3),
        ),
        Text("二、计划与实际", heading=True),
        _plan(scene),
        Text("三、质量、安全、资料和决算", heading=True),
        _found(scene),
        Text("四、整改事项和遗留问题", heading=True),
        Table(
            "", ("编号", "事由", "内容", "责任人", "期限", "复查情况"),
            () if adding else _items(scene), (4, 1.8, 4, 1.8, 2.4, 2.4),
        ),
        Text("五、验收意见", heading=True),
        Text(scene.details.conclusion),
        _signatures(scene, adding),
        Items("附件", attachments_of(scene)),
    ]  # fmt: skip
    return Paper(
        title=f"{project.title.removesuffix('项目') if project is not None else ''}项目验收报告",
        blocks=tuple(blocks),
        to=_departments(scene),
        copy="公司领导，项目管理办公室",
        red=True,
    )


def _departments(scene: Scene) -> str:
    ids = dict.fromkeys(line.department for line in accepting.lines(scene.details.criteria))
    return "、".join(department_name(pk) for pk in ids)


def _about(scene: Scene, project: Matter | None) -> Facts:
    matter, details = scene.matter, scene.details
    leader = project.project.leader_id if project is not None else None
    return Facts(
        (
            Fact("项目名称", project.title if project is not None else "", wide=True),
            Fact("项目编号", (project.number or "") if project is not None else ""),
            Fact("验收编号", matter.number or ""),
            Fact("项目负责人", person_name(leader)),
            Fact("申请时间", moment_of(details.asked_at)),
            Fact("验收日期", date_of(details.held_on)),
            Fact("验收地点", details.place),
            Fact("组织部门", _organiser(scene), wide=True),
            Fact("验收次数", f"{details.round} 次" if details.round else ""),
            Fact("验收结论", str(details.get_verdict_display()) if details.verdict else ""),
            Fact("验收依据", f"计划基线 {details.baseline} 所列验收标准", wide=True),
            Fact("完成情况", details.statement, wide=True),
        )
    )


def _organiser(scene: Scene) -> str:
    """Who called the departments together."""
    if scene.matter._state.adding:
        return ""
    found = Event.objects.filter(matter=scene.matter, action="organise").order_by("seq").last()
    own = organisation.department_with_duty("pmo")
    who = person_name(found.actor_id) if found is not None else ""
    return f"{own.name if own is not None else ''} {who}".strip()


def _judged(scene: Scene) -> tuple[tuple[str, ...], ...]:
    texts = {one["code"]: f"{one['code']} {one['text']}" for one in scene.details.criteria}
    rows = Judgement.objects.filter(acceptance=scene.matter).select_related("person")
    ordered = sorted(rows, key=lambda one: (list(texts).index(one.criterion), one.department_id, one.round))
    return tuple(
        (
            texts[one.criterion],
            department_name(one.department_id),
            str(one.round),
            str(one.get_verdict_display()),
            one.evidence,
            one.remark,
        )
        for one in ordered
    )


def _plan(scene: Scene) -> Table:
    figures = scene.details.figures
    rows = [
        (f"{one['code']} {one['name']}", date_of(one["planned"]), date_of(one["actual"]), _days(one["days"]))
        for one in figures.get("lines", ())
    ]
    if figures:
        ends = (date_of(figures["planned_end"]), date_of(figures["actual_end"]))
        rows.append(("整个项目", *ends, _days(figures["days"])))
    return Table(
        "", ("任务和里程碑", "计划完成", "实际完成", "偏差（工作日）"), tuple(rows), (2.6, 2.6, 2.6, 2.2)
    )


def _days(days: int | None) -> str:
    return "" if days is None else f"{days:+d}" if days else "0"


def _found(scene: Scene) -> Facts:
    details = scene.details
    planned = details.figures.get("budget")
    budget = f"{Decimal(str(planned)):,.2f}" if planned is not None else ""
    cost = f"{details.final_cost:,.2f}" if details.final_cost is not None else ""
    return Facts(
        (
            Fact("预算（元）", budget),
            Fact("决算（元）", cost),
            Fact("质量情况", details.quality, wide=True),
            Fact("安全情况", details.safety, wide=True),
            Fact("资料情况", details.papers, wide=True),
            Fact("移交运行", details.handover, wide=True),
        )
    )


def _items(scene: Scene) -> tuple[tuple[str, ...], ...]:
    rows = AcceptanceItem.objects.filter(acceptance=scene.matter).select_related("matter__rectification")
    return tuple(
        (
            one.matter.number or "",
            str(Reason(one.reason).label),
            one.matter.rectification.finding,
            person_name(one.matter.rectification.owner_id),
            day_of(one.matter.rectification.due_at),
            _rechecked(one.matter),
        )
        for one in rows
    )


def _rechecked(item: Matter) -> str:
    """How it stands; what was found mended, when it was found so."""
    said = STATES.get(item.state, "整改中")
    return f"{said} {day_of(item.closed_at)}" if item.state == "closed" else said


def _signatures(scene: Scene, adding: bool) -> Opinions:
    """A cell for each accepting department, with its last word; then group, leader and organiser."""
    last: dict[int, Judgement] = {}
    if not adding:
        for one in Judgement.objects.filter(acceptance=scene.matter).select_related("person"):
            last[one.department_id] = one
    asked = dict.fromkeys(line.department for line in accepting.lines(scene.details.criteria))
    said = [_of_department(pk, last.get(pk)) for pk in dict.fromkeys([*asked, *last])]
    signed = accepting.signed(scene.matter)
    group = [_of_group(row, signed.get(row["person"])) for row in scene.details.group]
    led = opinions_of(scene, (("项目负责人", ("ask_again", "ask_acceptance")),))
    organised = opinions_of(scene, (("组织验收部门", ("organise",)),))
    return Opinions((*said, *group, *led, *organised))


def _of_department(pk: int, said: Judgement | None) -> Opinion:
    """Its last word; a line to sign by hand of a department that has not judged yet."""
    if said is None:
        return Opinion(department_name(pk))
    return Opinion(department_name(pk), "已逐项评判", said.person.name, day_of(said.at))


def _of_group(row: dict[str, Any], event: Event | None) -> Opinion:
    """Somebody's signature in the product; a line to sign by hand where there is none."""
    who = f"验收组 {row.get('role', '')}".strip()
    if event is None:
        return Opinion(f"{who} {person_name(row['person'])}")
    words = "\n".join(text.text for text in event.texts.all() if text.text)
    return Opinion(who, words or "已签字确认", person_name(event.actor_id), moment_of(event.at))


acceptance_report = OfficialForm(_("项目验收报告"), _report, series="验")
