"""《提请协调申请表》 with each side's position, and 《协调决定书》, issued with a number by the decision (3.1.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinion, Opinions, Paper, Table, Text
from xieli.matters.official import OfficialForm, day_of, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

from .models import Position


def _positions(scene: Scene) -> list[Position]:
    return list(Position.objects.filter(matter=scene.matter)) if scene.matter.pk is not None else []


def _application(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    facts = (
        Fact("标题", matter.title, wide=True),
        Fact("事项编号", matter.number or ""),
        Fact("提请部门", department_name(matter.initiator_department_id)),
        Fact("提请人", person_name(matter.initiator_id)),
        Fact("有关部门", "、".join(department_name(one) for one in details.sides)),
        Fact("需要协调的问题", details.content, wide=True),
        Fact("希望怎样解决", details.wish, wide=True),
    )
    heard = [
        Opinion(department_name(one.department_id), one.text, person_name(one.person_id), day_of(one.at))
        for one in _positions(scene)
    ]
    decided = opinions_of(
        scene, (("协调决定", ("decide", "turn_down")), ("落实情况", ("carry_out", "confirm")))
    )
    return Paper(title="提请协调申请表", blocks=(Facts(facts), Opinions((*heard, *decided))))


def _decision(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    asked = department_name(matter.initiator_department_id)
    rows = tuple((department_name(one.department_id), one.text) for one in _positions(scene))
    facts = (
        Fact("执行部门", department_name(details.executor_id)),
        Fact("执行期限", moment_of(details.carry_out_by)),
    )
    about = f"{asked}提请协调的“{matter.title}”（{matter.number or ''}），经听取有关部门意见，决定如下："
    return Paper(
        title="协调决定书",
        blocks=(
            Text(about),
            Text(details.decision),
            Facts(facts),
            Table("各方立场", ("部门", "立场"), rows, (1, 3)),
        ),
        to="、".join(department_name(one) for one in details.sides),
        copy="公司领导，项目管理办公室",
        red=True,
    )


application = OfficialForm(_("提请协调申请表"), _application)
decision = OfficialForm(_("协调决定书"), _decision, series="协")
