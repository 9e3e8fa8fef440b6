"""《工作联系函》, issued with a number when it is signed, and the record of an oral agreement (4.2.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper, Table, Text
from xieli.matters.official import OfficialForm, day_of, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

from .models import Wording

# The second side is asked; the first answers another wording, or ends it where no answer came.
SAID = (
    ("另一方", ("confirm", "reword", "dispute")),
    ("一方", ("accept_wording", "reword_again", "leave_unconfirmed")),
)


def _names(ids: list[int]) -> str:
    return "、".join(department_name(one) for one in ids)


def _letter(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    blocks: list[Text | Facts] = [Text(details.content)]
    if details.answer_from:
        asked = Fact("须答复部门", _names(details.answer_from))
        blocks.append(Facts((asked, Fact("答复期限", moment_of(details.answer_by) or "5个工作日内"))))
    copies = [
        department_name(one) for one in details.copy_departments
    ] + [person_name(one) for one in details.copy_people]  # fmt: skip
    return Paper(
        title=f"关于{matter.title}的工作联系函" if matter.title else "工作联系函",
        blocks=tuple(blocks),
        to=_names(details.to),
        copy="，".join(copies),
        red=True,
    )


def _record(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    facts = (
        Fact("事由", matter.title, wide=True),
        Fact("事项编号", matter.number or ""),
        Fact("约定方式", details.means),
        Fact("约定时间", moment_of(details.talked_at)),
        Fact("写下时间", moment_of(details.written_at)),
        Fact("一方", person_name(matter.initiator_id)),
        Fact("另一方", person_name(details.counterpart_id)),
        Fact("状态", str(scene.state.label)),
        Fact("约定内容", details.content, wide=True),
    )
    rows: tuple[tuple[str, ...], ...] = ()
    if matter.pk is not None:
        rows = tuple(
            (str(one.no), person_name(one.person_id), day_of(one.at), one.text)
            for one in Wording.objects.filter(matter=matter)
        )
    said = opinions_of(scene, SAID)
    versions = Table("各次文字", ("版次", "提出人", "日期", "内容"), rows, (1, 2, 3, 5))
    return Paper(title="口头约定记录", blocks=(Facts(facts), versions, Opinions(said)))


letter = OfficialForm(_("工作联系函"), _letter, series="函")
record = OfficialForm(_("口头约定记录"), _record)
