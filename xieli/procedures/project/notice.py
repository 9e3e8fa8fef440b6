"""《项目立项通知书》: what is to be done by whom until when, under which rules; issued, signed for (4.1.b)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from xieli.documents.archive import written_day
from xieli.documents.paper import Block, Fact, Facts, Paper, Table, Text
from xieli.matters.models import Event
from xieli.matters.official import OfficialForm, day_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

from .calendar import days
from .models import Baseline, Level, Member, PlanDraft
from .permissions import outdated_notice, taking_part
from .plan import Plan
from .schedule import Schedule, schedule

REPORTING = (
    "各部门于每周五中午前向项目负责人提交部门周报；项目负责人每周汇总填报项目周报。项目推进会{often}召开一次。"
    "遇到影响进度、费用、质量或安全的问题，应立即报告。"
)
CHANGING = (
    "任务在浮动时间内调整，不影响里程碑、费用、范围和其他部门的，由项目负责人决定；其他变更须提交《项目计划变更单》，"
    "经有关部门评审、项目管理办公室审核、分管领导（设有专项领导小组的，由领导小组）批准；"
    "完工时间或预算变动超过百分之十的，还须总经理批准。未经批准，原计划继续有效。"
)
ROLES = {"R": "负责实施", "A": "最终负责", "C": "参与协商", "I": "知悉"}


def _notice(scene: Scene) -> Paper:
    """The plan in force; before it is issued, the one handed in."""
    matter, details = scene.matter, scene.details
    plan = _plan(scene)
    dates = schedule(plan, days()) if plan is not None and not plan.problems() else None
    often = "每两周" if details.level == Level.ORDINARY else "每周"
    blocks: list[Block] = [
        Text(_basis(scene)),
        _about(scene, dates),
        Text("一、项目组成员", heading=True),
        Table("", ("部门", "姓名", "职责"), _members(scene), (2, 1, 2)),
        Text("二、任务分工", heading=True),
        Table(
            "",
            ("责任部门", "任务", "责任人", "完成期限", "权重"),
            _division(plan, dates),
            (3, 3.5, 2, 4, 1.2),
        ),
        Text("三、部门职责", heading=True),
        Table("", ("工作", "部门", "职责"), _parts(plan), (2, 2, 1)),
        Text("四、里程碑", heading=True),
        Table("", ("里程碑", "完成日期"), _milestones(plan, dates), (2.4, 1.2)),
        Text("五、预算", heading=True),
        Table("", ("科目", "金额（元）", "资金来源"), _budget(plan), (2, 1.4, 1.8)),
        Text("六、验收标准", heading=True),
        Table("", ("标准", "要求", "证据", "验收部门"), _criteria(plan), (3, 2, 2, 3)),
        Text("七、汇报和变更", heading=True),
        Text(REPORTING.format(often=often)),
        Text(CHANGING),
        Text("八、签收", heading=True),
        Text(
            "请各部门收到本通知后一个工作日内在系统中签收，并按分工组织实施。签收情况见《立项通知书签收单》。"
        ),
    ]
    to = "" if matter._state.adding else "、".join(department_name(one) for one in taking_part(scene))
    return Paper(
        title=f"{matter.title.removesuffix('项目')}项目立项通知书",
        blocks=tuple(blocks), to=to, copy="公司领导，项目管理办公室", red=True,
    )  # fmt: skip


def _plan(scene: Scene) -> Plan | None:
    if scene.matter._state.adding:
        return None
    base = Baseline.objects.filter(project=scene.matter).order_by("no").last()
    draft: PlanDraft | None = getattr(scene.matter, "plan_draft", None)
    if base is not None:
        return base.plan
    return draft.plan if draft is not None else None


def _basis(scene: Scene) -> str:
    """On what it rests, and which notice it takes the place of."""
    matter = scene.matter
    if matter._state.adding:
        return ""
    granted = Event.objects.filter(matter=matter, action__in=("grant", "conclude")).order_by("seq").last()
    day, who = (day_of(granted.at), person_name(granted.actor_id)) if granted is not None else ("", "")
    asked = f"《项目发起申请表》（{matter.number}，第 {scene.details.version} 版）"
    said = f"根据{asked}，经有关部门评估，{who}于{day}同意立项，现予下发。"
    former = outdated_notice(scene)
    if former is not None and scene.acting is not None:  # a mere print takes no notice's place
        said += f"本通知自下发之日起代替{former.number}。"
    return said


def _about(scene: Scene, dates: Schedule | None) -> Facts:
    matter, details = scene.matter, scene.details
    span = f"{written_day(dates.start)}至{written_day(dates.finish)}" if dates is not None else ""
    return Facts(
        (
            Fact("项目名称", matter.title, wide=True),
            Fact("项目编号", matter.number or ""),
            Fact("项目级别", str(details.get_level_display())),
            Fact("目标", details.objectives, wide=True),
            Fact("起止时间", span, wide=True),
            Fact("项目负责人", person_name(details.leader_id)),
            Fact("牵头部门", department_name(matter.lead_department_id)),
            Fact("负责人权限", details.authority, wide=True),
        )
    )


def _members(scene: Scene) -> tuple[tuple[str, ...], ...]:
    if scene.matter._state.adding:
        return ()
    rows = Member.objects.filter(project=scene.matter).select_related("person", "department")
    return tuple((one.department.name, one.person.name, one.role or "成员") for one in rows)


def _division(plan: Plan | None, dates: Schedule | None) -> tuple[tuple[str, ...], ...]:
    """Sorted by department: each finds what is its own in one place."""
    tasks = [one for one in plan.tasks if one.kind == "task"] if plan is not None else []
    order = list(dict.fromkeys(one.department for one in tasks))
    return tuple(
        (
            department_name(one.department), f"{one.code} {one.name}", person_name(one.person),
            _finish(dates, one.code), str(one.weight),
        )
        for one in sorted(tasks, key=lambda one: order.index(one.department))
    )  # fmt: skip


def _finish(dates: Schedule | None, code: str) -> str:
    day: date | None = dates[code].finish if dates is not None else None
    return written_day(day) if day is not None else ""


def _milestones(plan: Plan | None, dates: Schedule | None) -> tuple[tuple[str, ...], ...]:
    marks = [one for one in plan.tasks if one.kind == "milestone"] if plan is not None else []
    return tuple((f"{one.code} {one.name}", _finish(dates, one.code)) for one in marks)


def _parts(plan: Plan | None) -> tuple[tuple[str, ...], ...]:
    parts = plan.responsibilities if plan is not None else ()
    return tuple((one.area, department_name(one.department), ROLES[one.role]) for one in parts)


def _budget(plan: Plan | None) -> tuple[tuple[str, ...], ...]:
    if plan is None:
        return ()
    rows = [(one.subject, f"{one.amount:,.2f}", one.source) for one in plan.budget]
    return (*rows, ("合计", f"{plan.total:,.2f}", ""))


def _criteria(plan: Plan | None) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{one.code} {one.text}", one.standard, one.evidence,
            "、".join(department_name(pk) for pk in one.departments),
        )
        for one in (plan.criteria if plan is not None else ())
    )  # fmt: skip


notice = OfficialForm(_("项目立项通知书"), _notice, series="项")
