"""《用印审批单》: which seal on which document, what for, who approved and who stamped."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper
from xieli.matters.official import OfficialForm, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

SIGNED = (("申请人", ("apply", "resubmit")), ("审批意见", ("approve", "refuse")), ("用印", ("stamp",)))


def _application(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    document = details.document if details.document_id is not None else None
    seal = details.seal if details.seal_id is not None else None
    facts = (
        Fact("事项编号", matter.number or ""),
        Fact("申请时间", moment_of(matter.opened_at)),
        Fact("申请部门", department_name(matter.initiator_department_id)),
        Fact("申请人", person_name(matter.initiator_id)),
        Fact("印章", seal.name if seal else ""),
        Fact("保管部门", department_name(matter.lead_department_id)),
        Fact("用印文书", f"{document.number} {document.title}" if document else "", wide=True),
        Fact("内容摘要", document.content_hash if document else "", wide=True),
        Fact("用途", details.purpose, wide=True),
    )
    return Paper(title="用印审批单", blocks=(Facts(facts), Opinions(opinions_of(scene, SIGNED))))


application = OfficialForm(_("用印审批单"), _application)
