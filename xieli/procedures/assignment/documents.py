"""《交办单》 of a superior (3.2.a), and 《领导督办通知单》, issued with a number when an executive assigns (3.1.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper, Text
from xieli.matters.official import OfficialForm, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name


def _task(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    facts = (
        Fact("标题", matter.title, wide=True),
        Fact("事项编号", matter.number or ""),
        Fact("完成期限", moment_of(details.needed_by)),
        Fact("交办人", person_name(matter.initiator_id)),
        Fact("承办人", person_name(details.assignee_id)),
        Fact("承办部门", department_name(matter.lead_department_id), wide=True),
        Fact("交办事项", details.content, wide=True),
        Fact("办理情况", details.result, wide=True),
    )
    said = opinions_of(
        scene,
        (("交办人", ("assign",)), ("承办人汇报", ("report_back",)), ("办结意见", ("close", "send_back"))),
    )
    return Paper(title="交办单", blocks=(Facts(facts), Opinions(said)))


def _notice(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    to = department_name(matter.lead_department_id)
    facts = (
        Fact("督办事项", matter.title, wide=True),
        Fact("事项编号", matter.number or ""),
        Fact("完成期限", moment_of(details.needed_by)),
        Fact("承办部门", to),
        Fact("承办人", person_name(details.assignee_id)),
    )
    request = "请按期办理，并将办理情况向督办领导书面汇报；由督办领导本人确认办结。"
    return Paper(
        title="领导督办通知单",
        blocks=(Text(details.content), Facts(facts), Text(request)),
        to=to,
        signer=person_name(matter.initiator_id),
        red=True,
    )


task = OfficialForm(_("交办单"), _task)
notice = OfficialForm(_("领导督办通知单"), _notice, series="督")
