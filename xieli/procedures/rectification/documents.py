"""《整改通知书》: what was found, what is asked of whom by when, and what the re-checks said (6.1.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Items, Opinions, Paper, Table, Text
from xieli.matters.official import OfficialForm, attachments_of, day_of, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

from .models import Mending

SIGNED = (
    ("整改责任人", ("take_on", "plan_mending")),
    ("整改结果", ("submit_proof",)),
    ("复查意见", ("confirm", "again")),
)


def _facts(scene: Scene) -> Facts:
    matter, details = scene.matter, scene.details
    return Facts(
        (
            Fact("整改事项", matter.title, wide=True),
            Fact("事项编号", matter.number or ""),
            Fact("等级", str(details.get_grade_display())),
            Fact("整改部门", department_name(matter.lead_department_id)),
            Fact("整改责任人", person_name(details.owner_id)),
            Fact("整改期限", moment_of(details.due_at)),
            Fact("复查人", person_name(details.checker_id)),
            Fact("存在的问题", details.finding, wide=True),
            Fact("整改要求", details.requirement, wide=True),
            Fact("依据", details.clause, wide=True),
        )
    )


def _notice(scene: Scene) -> Paper:
    words = "经检查，发现下列问题。请按要求组织整改，在期限内提交整改结果和证明材料，由复查人复查。"
    if scene.details.grade == "grave":
        words = "经检查，发现下列重大问题。请立即停止有关作业，三个工作日内提出整改方案，并按期整改。"
    return Paper(
        title="整改通知书",
        blocks=(Text(words), _facts(scene), Items("附件", attachments_of(scene))),
        to=department_name(scene.matter.lead_department_id),
        red=True,
    )


def _record(scene: Scene) -> Paper:
    adding = scene.matter._state.adding
    rows = () if adding else tuple(_round(one) for one in scene.details.rounds)
    table = Table(
        "整改和复查", ("次数", "整改结果", "证明材料", "复查结论", "复查人和日期"), rows, (1, 3, 3, 3, 2)
    )
    return Paper(title="整改复查记录", blocks=(_facts(scene), table, Opinions(opinions_of(scene, SIGNED))))


def _round(one: Mending) -> tuple[str, ...]:
    verdict = {None: "待复查", True: "合格", False: "不合格"}[one.mended]
    checked = f"{one.checked_by.name} {day_of(one.checked_at)}" if one.checked_by is not None else ""
    return str(one.no), one.result, one.proof, f"{verdict}\n{one.remark}".strip(), checked


notice = OfficialForm(_("整改通知书"), _notice, series="改")
record = OfficialForm(_("整改复查记录"), _record)
