"""《问题报告单》: what is in the way, who solves it, how it was solved (3.3.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper
from xieli.matters.official import OfficialForm, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name


def _report(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    facts = (
        Fact("标题", matter.title, wide=True),
        Fact("事项编号", matter.number or ""),
        Fact("严重程度", str(details.get_severity_display())),
        Fact("报告部门", department_name(matter.initiator_department_id)),
        Fact("报告人", person_name(matter.initiator_id)),
        Fact("解决人", person_name(details.solver_id)),
        Fact("报告时间", moment_of(matter.opened_at)),
        Fact("问题内容", details.content, wide=True),
        Fact("解决情况", details.solution, wide=True),
    )
    said = opinions_of(scene, SIGNED)
    return Paper(title="问题报告单", blocks=(Facts(facts), Opinions(said)))


SIGNED = (("报告人", ("report",)), ("解决人", ("propose",)), ("确认", ("agree", "disagree")))
report = OfficialForm(_("问题报告单"), _report)
