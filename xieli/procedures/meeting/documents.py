"""《会议纪要》: issued with a number when the chair signs: who was there, what was said, what was resolved (3.2.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper, Table, Text
from xieli.matters.official import OfficialForm, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import person_name

from .models import Attendee


def _minutes(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    people = list(details.attending) if matter.pk is not None else []
    there = [one for one in people if one.present]
    facts = (
        Fact("会议名称", matter.title, wide=True),
        Fact("会议编号", matter.number or ""),
        Fact("会议类别", str(details.kind_label)),
        Fact("召开时间", moment_of(details.held_at or details.begins_at), wide=True),
        Fact("地点", details.place, wide=True),
        Fact("主持人", person_name(details.chair_id)),
        Fact("记录人", person_name(details.secretary_id)),
        *_attendance(people),
    )
    agenda = tuple((str(at), row["subject"]) for at, row in enumerate(details.agenda, 1))
    said = [one for one in there if one.person_id != details.chair_id]
    confirmed = tuple((one.person.name, _answer(one)) for one in said)
    return Paper(
        title="会议纪要",
        blocks=(
            Facts(facts),
            Table("一、议程", ("序号", "议题"), agenda, (1, 9)),
            Text("二、会议情况", heading=True),
            *(Text(line) for line in details.minutes.splitlines() if line.strip()),
            Table(
                "三、会议决议", ("决议", "责任部门", "责任人", "完成期限"), _resolved(details), (8, 4, 3, 4)
            ),
            Table("四、与会人员确认", ("姓名", "意见"), confirmed, (2, 8)),
            Opinions(opinions_of(scene, (("主持人签发", ("sign",)),))),
        ),
        to="、".join(dict.fromkeys(one.person.department.name for one in people if one.person.department)),
        red=True,
    )


def _attendance(people: list[Attendee]) -> tuple[Fact, ...]:
    """Who came and who did not; before it was held nobody is absent yet."""
    if all(one.present is None for one in people):
        return (Fact("邀请人员", _named(people), wide=True), Fact("到会人员", "", wide=True))
    there = [one for one in people if one.present]
    absent = [one for one in people if not one.present]
    return (
        Fact("到会人员", _named(there), wide=True), Fact("缺席人员", _named(absent) or "无", wide=True),
    )  # fmt: skip


def _named(people: list[Attendee]) -> str:
    return "、".join(one.person.name for one in people)


def _answer(one: Attendee) -> str:
    """Silent ones are shown as unconfirmed, never as agreed."""
    return f"{one.get_answer_display()} {one.words}".strip() if one.answer else "未确认"


def _resolved(details: object) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            row["content"],
            row["department"].name if row["department"] else "",
            row["owner"].name if row["owner"] else "",
            moment_of(row["needed_by"]) if row["needed_by"] else "5 个工作日",
        )
        for row in details.resolved  # type: ignore[attr-defined]
    )


minutes = OfficialForm(_("会议纪要"), _minutes, series="会纪")
