"""《协作请求单》: what was asked, by whom, what came of it, with the signatures of both sides (5.2.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Items, Opinions, Paper
from xieli.matters.official import OfficialForm, attachments_of, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

OPINIONS = (
    ("请求部门", ("send", "resubmit")),
    ("受理部门意见", ("accept", "decline")),
    ("交付", ("deliver",)),
    ("确认与评价", ("confirm", "rework")),
)
RULING = ("分管领导裁决", ("order", "uphold"))


def _request(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    facts = (
        Fact("标题", matter.title, wide=True),
        Fact("事项编号", matter.number or ""),
        Fact("紧急程度", str(details.get_urgency_display())),
        Fact("请求部门", department_name(matter.initiator_department_id)),
        Fact("请求人", person_name(matter.initiator_id)),
        Fact("受理部门", department_name(matter.lead_department_id)),
        Fact("承办人", person_name(details.handler_id)),
        Fact("协办部门", "、".join(department_name(one) for one in matter.assisting)),
        Fact("需要时间", moment_of(details.needed_by)),
        Fact("需要什么", details.content, wide=True),
        Fact("交付标准", details.standard, wide=True),
        Fact("交付结果", details.result, wide=True),
        Fact("协作评价", f"{details.rating} / 5 {details.rating_text}" if details.rating else "", wide=True),
    )
    ruling = [one for one in opinions_of(scene, (RULING,)) if one.name]
    said = Opinions((*opinions_of(scene, OPINIONS), *ruling))
    return Paper(title="协作请求单", blocks=(Facts(facts), said, Items("附件", attachments_of(scene))))


request = OfficialForm(_("协作请求单"), _request)
