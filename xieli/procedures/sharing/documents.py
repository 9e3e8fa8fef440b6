"""《资源共享申请单》: what, when, what for, who answers for it; what the owner said; taken over and brought back."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper
from xieli.matters.official import OfficialForm, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

SIGNED = (
    ("申请人", ("apply",)),
    ("归口部门意见", ("agree", "refuse", "counter")),
    ("领用", ("collect",)),
    ("归还", ("give_back", "bring_back")),
    ("验收", ("check", "report_damage", "settle")),
)


def _application(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    resource = details.resource if details.resource_id is not None else None
    facts = (
        Fact("事项编号", matter.number or ""),
        Fact("申请时间", moment_of(matter.opened_at)),
        Fact("申请部门", department_name(matter.initiator_department_id)),
        Fact("申请人", person_name(matter.initiator_id)),
        Fact("资源", str(resource) if resource else ""),
        Fact("归口部门", department_name(matter.lead_department_id)),
        Fact("数量", str(details.quantity)),
        Fact("使用负责人", person_name(details.responsible_id)),
        Fact("开始时间", moment_of(details.begins_at)),
        Fact("结束时间", moment_of(details.ends_at)),
        Fact("使用地点和范围", details.place, wide=True),
        Fact("用途", details.purpose, wide=True),
        Fact("使用条件", resource.conditions if resource else "", wide=True),
        Fact("责任", "使用期间由申请部门承担保管和使用责任，损坏照价赔偿。", wide=True),
        Fact("领用时间", moment_of(details.collected_at)),
        Fact("归还时间", moment_of(details.returned_at)),
        Fact("归还时状况", details.condition, wide=True),
    )
    return Paper(title="资源共享申请单", blocks=(Facts(facts), Opinions(opinions_of(scene, SIGNED))))


application = OfficialForm(_("资源共享申请单"), _application)
