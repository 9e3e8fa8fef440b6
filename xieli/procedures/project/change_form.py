"""《项目计划变更单》: before and after, why, with what effect, what everybody asked said, what was decided (4.1.c)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.archive import written_day
from xieli.documents.paper import Block, Fact, Facts, Items, Opinion, Opinions, Paper, Table, Text
from xieli.matters.models import Event
from xieli.matters.official import OfficialForm, attachments_of, day_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name, state_label

from .calendar import days
from .compare import Difference, compare
from .edits import AREAS
from .effects.change import WAITING
from .models import Baseline
from .templatetags.project import said

DECIDERS = (("deciding", "分管领导或专项领导小组"), ("gm_deciding", "总经理"))
VERDICTS = {"approve": "同意", "refuse": "不同意", "approve_change": "批准变更", "refuse_change": "不批准"}
INSIDE_SLACK = ("adjusting", "adjusted")  # nobody is asked (decision 0186)
FREE = "时差之内的调整，提交后直接生效，不须评审和批准。"


def _change(scene: Scene) -> Paper:
    drafted = not scene.matter._state.adding and hasattr(scene.matter, "plan_draft")
    found = _difference(scene) if drafted else None
    blocks: list[Block] = [
        _about(scene, found),
        Text("一、变更前后对照", heading=True),
        Table("", ("类别", "事项", "变更前", "变更后"), _edits(found), (1.2, 3, 3, 3)),
        Text("二、由此变动的日期（工作日）", heading=True),
        Table("", ("任务和里程碑", "原完成日期", "新完成日期", "变动（天）"), _moves(found), (4, 3, 3, 2)),
        Items("附件", attachments_of(scene)),
        Text("三、评审、审核和批准意见", heading=True),
        Opinions(_opinions(scene)),
    ]
    return Paper(title="项目计划变更单", blocks=tuple(blocks))


def _difference(scene: Scene) -> Difference:
    """The two plans as written: the same whenever it is printed, whatever happened since."""
    base = Baseline.objects.get(project=scene.matter.parent, no=scene.details.base)
    return compare(base.plan, scene.matter.plan_draft.plan, days())


def _about(scene: Scene, found: Difference | None) -> Facts:
    matter, details, project = scene.matter, scene.details, scene.matter.parent
    concerned = [row["department"] for row in details.departments]
    if matter.state in INSIDE_SLACK and found is not None:  # nobody was asked, yet somebody's dates moved
        concerned = sorted(found.departments)
    asked = "、".join(department_name(pk) for pk in concerned)
    return Facts(
        (
            Fact("项目名称", project.title if project is not None else "", wide=True),
            Fact("项目编号", (project.number or "") if project is not None else ""),
            Fact("变更编号", matter.number or ""),
            Fact("申请人", person_name(matter.initiator_id)),
            Fact("申请日期", day_of(matter.opened_at) if matter.number else ""),
            Fact("计划基线", _baselines(scene)),
            Fact("状态", str(state_label(scene.procedure, matter.state))),
            Fact("变更原因", details.reason, wide=True),
            Fact("对费用和工期的影响", details.effect, wide=True),
            Fact("计划完工日期", _ends(found)),
            Fact("预算（元）", _totals(found)),
            Fact(
                "工期变动",
                f"{details.days:+d} 个工作日（{details.days_percent:+}%）" if details.days else "不变",
            ),
            Fact(
                "预算变动",
                f"{details.money:+,.2f} 元（{details.money_percent:+}%）" if details.money else "不变",
            ),
            Fact("批准权限", _power(scene)),
            Fact("涉及部门", asked),
        )
    )


def _power(scene: Scene) -> str:
    """Who decides on it."""
    if scene.matter.state in INSIDE_SLACK:
        return "时差之内的调整，不须批准"
    return "变动超过百分之十，须总经理批准" if scene.details.large else "分管领导或专项领导小组"


def _baselines(scene: Scene) -> str:
    """From which to which; an approved one is in force with the project's next act."""
    details, state = scene.details, scene.state
    if details.adopted is None and state.final:
        return f"{details.base}（不变）"
    following = "待生效" if state.name in WAITING else "待批准"
    return f"{details.base} → {following if details.adopted is None else details.adopted}"


def _ends(found: Difference | None) -> str:
    if found is None:
        return ""
    return f"{written_day(found.before.finish)} → {written_day(found.after.finish)}"


def _totals(found: Difference | None) -> str:
    return f"{found.old.total:,.2f} → {found.new.total:,.2f}" if found is not None else ""


def _edits(found: Difference | None) -> tuple[tuple[str, ...], ...]:
    edits = found.edits if found is not None else ()
    return tuple(
        (
            str(AREAS[one.area]),
            f"{' '.join((*one.codes[:1], one.name))} {one.label}".strip(),
            said(one.field, one.before, written_day),
            said(one.field, one.after, written_day),
        )
        for one in edits
    )


def _moves(found: Difference | None) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{one.code} {one.name}", written_day(one.before.finish), written_day(one.after.finish),
            f"{one.days:+d}" if one.days else "0",
        )
        for one in (found.moves if found is not None else ())
    )  # fmt: skip


def _opinions(scene: Scene) -> tuple[Opinion, ...]:
    """The applicant; each department's last word; the PMO; who decided, each in the state that asked them."""
    if scene.matter.state in INSIDE_SLACK:  # nobody is asked, so no line waits for a signature
        handed = Event.objects.filter(matter=scene.matter, action="submit_change").order_by("seq").last()
        return (Opinion("申请人", FREE, person_name(handed.actor_id), day_of(handed.at)),) if handed else ()
    events: list[Event] = []
    if not scene.matter._state.adding:
        rows = Event.objects.filter(matter=scene.matter, action__in=VERDICTS)
        events = list(rows.prefetch_related("texts").order_by("seq"))
    heard = {one.department_id: one for one in events if one.from_state == "reviewing"}
    said = {one.from_state: one for one in events if one.from_state != "reviewing"}
    pmo = opinions_of(scene, (("项目管理办公室", ("support_change", "return")),))
    if "checking" in said:
        pmo = (_opinion("项目管理办公室", said["checking"]),)
    reviews = [_opinion(f"{department_name(pk)}评审", one) for pk, one in heard.items()]
    decided = [_opinion(who, said[state]) for state, who in DECIDERS if state in said]
    return (*(reviews or [Opinion("有关部门评审")]), *pmo, *(decided or [Opinion("批准")]))


def _opinion(who: str, event: Event) -> Opinion:
    words = (VERDICTS[event.action], *(one.text for one in event.texts.all() if one.text))
    return Opinion(who, "\n".join(words), person_name(event.actor_id), day_of(event.at))


change = OfficialForm(_("项目计划变更单"), _change)
