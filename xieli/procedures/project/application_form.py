"""《项目发起申请表》: the application as handed in, its versions, and what everybody said of it (4.1.a, 4.1.b)."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Block, Fact, Facts, Items, Opinion, Opinions, Paper, Table, Text
from xieli.matters.models import Event, Matter
from xieli.matters.official import OfficialForm, attachments_of, date_of, day_of, opinions_of
from xieli.matters.queries import blind
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name, state_label

from . import sheet

DECIDERS = (("deciding", "分管领导"), ("gm_deciding", "总经理"))


def _application(scene: Scene) -> Paper:
    details = scene.details
    milestones = tuple((row["name"], date_of(row["due"])) for row in details.milestones)
    partners = tuple((department_name(row["department"]), row["purpose"]) for row in details.cooperation)
    risks = tuple((row["risk"], row["answer"]) for row in details.risks)
    blocks: list[Block] = [
        _about(scene),
        Table("里程碑", ("里程碑", "完成日期"), milestones, (3, 1)),
        Table("预算明细（元）", ("科目", "金额", "资金来源"), _budget(scene), (2, 1, 2)),
        Table("协作部门", ("部门", "配合内容"), partners, (1, 3)),
        Table("风险与对策", ("风险", "对策"), risks, (1, 1)),
        Items("附件", attachments_of(scene)),
    ]
    if details.previous_id is not None:
        heads = ("版本", "项目编号", "提交日期", "结果", "未批准的理由")
        blocks.append(Table("历次版本", heads, _versions(scene), (1, 2, 2, 1, 4)))
    blocks += [Text("审核、评估和决定意见", heading=True), Opinions(_opinions(scene))]
    return Paper(
        title="项目发起申请表", blocks=tuple(blocks), urgency="紧急" if scene.matter.priority else ""
    )


def _handed_in(matter: Matter) -> str:
    """The day it was submitted: a draft may have lain for long."""
    if matter._state.adding:
        return ""
    return day_of(Event.objects.filter(matter=matter, action="apply").values_list("at", flat=True).first())


def _budget(scene: Scene) -> tuple[tuple[str, ...], ...]:
    lines = scene.details.budget_lines
    rows = [(row["subject"], f"{Decimal(str(row['amount'])):,.2f}", row.get("source", "")) for row in lines]
    return (*rows, ("合计", f"{scene.details.budget:,.2f}", "")) if rows else ()


def _about(scene: Scene) -> Facts:
    matter, details = scene.matter, scene.details
    span = f"{date_of(details.starts_on)}至{date_of(details.ends_on)}" if details.ends_on else ""
    return Facts(
        (
            Fact("项目名称", matter.title, wide=True),
            Fact("项目编号", matter.number or ""),
            Fact("版本", f"第 {details.version} 版"),
            Fact("类别", str(details.get_kind_display())),
            Fact("紧急程度", str(details.get_urgency_display())),
            Fact("申报级别", str(details.get_declared_level_display())),
            Fact("核定级别", str(details.get_level_display())),
            Fact("申请部门", department_name(matter.initiator_department_id)),
            Fact("申请人", person_name(matter.initiator_id)),
            Fact("联系电话", details.phone),
            Fact("申请日期", _handed_in(matter)),
            Fact("服务的目标", str(matter.goal) if matter.goal_id is not None else "", wide=True),
            Fact("起止时间", span, wide=True),
            Fact("背景与必要性", details.background, wide=True),
            Fact("目标", details.objectives, wide=True),
            Fact("范围", details.scope, wide=True),
            Fact("主要内容", details.content, wide=True),
            Fact("预期成果与验收标准", details.results, wide=True),
            Fact("人员、设备和其他资源", details.resources, wide=True),
            Fact("效益", details.benefit, wide=True),
        )
    )


def _versions(scene: Scene) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    matter: Matter | None = scene.matter.project.previous
    while matter is not None:
        said = Event.objects.filter(matter=matter, to_state="rejected").prefetch_related("texts").last()
        reason = "\n".join(one.text for one in said.texts.all() if one.text) if said is not None else ""
        outcome = str(state_label(scene.procedure, matter.state))
        row = (
            f"第 {matter.project.version} 版", matter.number or "", _handed_in(matter), outcome, reason,
        )  # fmt: skip
        rows.insert(0, row)
        matter = matter.project.previous
    return tuple(rows)


def _opinions(scene: Scene) -> tuple[Opinion, ...]:
    asked = (
        ("申请部门负责人", ("approve", "refuse", "return")),
        ("项目管理办公室（形式审查）", ("find_defects", "ask_assessors")),
        ("项目管理办公室（评估结论）", ("conclude",)),
    )
    head, formal, concluded = opinions_of(scene, asked)
    if concluded.name:
        held = (
            f"条件：{row['condition']}（{department_name(row['department'])}落实）"
            for row in scene.details.conditions
        )
        concluded = replace(concluded, text="\n".join((scene.details.conclusion or concluded.text, *held)))
    decided = _decisions(scene)
    ended = scene.state.final and not concluded.name  # refused before there was anything to conclude
    return (head, formal, *_assessments(scene), *(() if ended else (concluded,)), *decided)


def _assessments(scene: Scene) -> list[Opinion]:
    """One of each department and round; those of a blind round that is not decided stay hidden."""
    if scene.matter._state.adding:
        return [Opinion("评估部门")]
    return [_assessment(one) for one in sheet.assessments(scene, None, blind.rounds(scene))]


def _assessment(one: sheet.Opinion) -> Opinion:
    said = one.said
    words = [f"{said.get_finding_display()}；{said.get_necessity_display()}", said.reasons]
    words += [f"条件：{row['condition']}" for row in said.conditions]
    who = f"{said.department.name}（{one.looked_at}）" if one.looked_at else said.department.name
    return Opinion(who, "\n".join(word for word in words if word), said.person.name, day_of(said.at))


def _decisions(scene: Scene) -> list[Opinion]:
    """What the executive and the general manager decided, each in the state that asked them."""
    if scene.matter._state.adding:
        return [Opinion(who) for _state, who in DECIDERS]
    events = Event.objects.filter(matter=scene.matter, action__in=("grant", "reject"))
    found = {one.from_state: one for one in events.prefetch_related("texts").order_by("seq")}
    decided = [(who, found[state]) for state, who in DECIDERS if state in found]
    if "concluding" in found:
        decided.append(("项目管理办公室（决定）", found["concluding"]))
    return [Opinion(who, _words(one), person_name(one.actor_id), day_of(one.at)) for who, one in decided] or [
        Opinion("公司领导")
    ]


def _words(event: Event) -> str:
    verdict = "同意立项" if event.action == "grant" else "不予立项"
    return "\n".join((verdict, *(one.text for one in event.texts.all() if one.text)))


application = OfficialForm(_("项目发起申请表"), _application)
