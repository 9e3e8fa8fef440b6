"""《工作交接清单》: line by line what passed to whom, signed by all (4.2.b)."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.documents.paper import Fact, Facts, Items, Opinion, Opinions, Paper, Table, Text
from xieli.matters import registry
from xieli.matters.models import Matter, Round, Seat
from xieli.matters.official import OfficialForm, attachments_of, day_of, moment_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name
from xieli.organisation import queries as organisation

from . import shown
from .lines import CLASSIFIED
from .models import HandoverLine

SAID = {
    "giver": ("移交人", "以上各项已如实移交。"),
    "receiver": ("接收人", "以上各项已逐条核对，同意接收。"),
    "supervisor": ("监交人", "交接过程属实。"),
    "for_giver": ("监交人（代移交人）", "移交人不能到场，代为移交。"),
}
OUTCOMES = {"moved": "已移交", "lapsed": "签字前已了结", "back": "已退还"}


def _facts(scene: Scene) -> Facts:
    matter, details = scene.matter, scene.details
    giver = organisation.person_by_id(details.giver_id) if details.giver_id else None
    rows = [
        Fact("编号", matter.number or ""),
        Fact("交接原因", str(details.get_reason_display())),
        Fact("移交人", person_name(details.giver_id)),
        Fact("部门", department_name(giver.department_id if giver else None)),
        Fact("接收人", person_name(details.receiver_id)),
        Fact("监交人", person_name(details.supervisor_id)),
        Fact("生效时间", moment_of(details.effective_at)),
        Fact("预计返岗", moment_of(details.returns_at)),
        Fact("交接说明", details.note, wide=True),
    ]
    if details.absent:
        rows.append(Fact("移交人不能到场的原因", details.absent_why, wide=True))
    return Facts(tuple(rows))


def _tables(scene: Scene) -> tuple[Table, ...]:
    """One table for each kind. What not everybody may know stands there without its title."""
    if scene.matter._state.adding:
        return (_table("待办", ()),)
    lines = HandoverLine.objects.filter(handover=scene.matter).order_by("no")
    matters = Matter.objects.filter(pk__in=lines.values("matter_id")).defer("words", "draft")
    kinds = {one.pk: one for one in matters}
    words = shown.labels()
    by_kind: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(_cells(line, kinds.get(line.matter_id or 0)))
    return tuple(_table(str(words.get(kind, kind)), tuple(rows)) for kind, rows in by_kind.items())


def _table(title: str, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        title,
        ("序号", "内容", "进展和下一步", "期限", "接收人", "核对和结果"),
        rows,
        (1.3, 5, 3.4, 2.7, 1.7, 3),
    )


def _cells(line: HandoverLine, matter: Matter | None) -> tuple[str, ...]:
    title, step = line.title, line.step
    if matter is not None and matter.classification in CLASSIFIED:
        title, step = "秘密事项", ""
    elif matter is not None and matter.classification != "company":
        title = f"{matter.number or ''} {registry.get(matter.procedure).name}".strip()
    ruling = f"裁定{line.get_ruling_display()}" if line.ruling else ""
    said = [str(line.get_verdict_display()), line.words, ruling, "签字前新增" if line.late else ""]
    result = "留在移交人名下" if line.stays else OUTCOMES.get(line.outcome, "")
    due = f"{clock.local(line.due_at):%Y-%m-%d}" if line.due_at else ""
    to = person_name(line.moved_to_id or line.receiver_id)
    going = "；".join(filter(None, (step, line.progress, line.contact)))
    return str(line.no), title, going, due, to, "；".join(filter(None, [*said, result]))


def _signatures(scene: Scene) -> Opinions:
    """Everybody's signature with its day, the heads' last; a line to sign by hand of who has not signed yet. What was
    signed before the list was drawn up and checked anew was another list."""
    found: list[Opinion] = []
    if not scene.matter._state.adding:
        check = Round.objects.filter(matter=scene.matter, step="check_handover").order_by("-pk").first()
        seats = Seat.objects.filter(
            round__matter=scene.matter,
            round__pk__gt=check.pk if check is not None else 0,
            round__step__in=("sign_handover", "endorse_handover"),
            verdict__in=("approve", ""),
            dropped=False,
        ).exclude(round__outcome__in=("refused", "withdrawn"))
        for seat in seats.select_related("round").order_by("round_id", "ordinal"):
            found.append(_signature(scene, seat))
    if not found:
        found = [Opinion("移交人"), Opinion("接收人"), Opinion("监交人")]
    if not any(one.who.endswith("负责人") for one in found):
        found.append(Opinion("部门负责人"))
    return Opinions(tuple(found))


def _signature(scene: Scene, seat: Seat) -> Opinion:
    details, name, day = scene.details, person_name(seat.decided_by_id), day_of(seat.decided_at)
    if seat.round.step == "endorse_handover":
        who, said = f"{department_name(seat.department_id)}负责人", "审核无误，同意交接。"
    elif seat.person_id == details.supervisor_id:
        who, said = SAID["for_giver" if details.absent else "supervisor"]
    else:
        who, said = SAID["giver" if seat.person_id == details.giver_id else "receiver"]
    if not seat.verdict:
        return Opinion(who)
    if seat.decided_by_id != seat.person_id:
        name = f"{name}（代{person_name(seat.person_id)}）"
    return Opinion(who, said, name, day)


def _inventory(scene: Scene) -> Paper:
    with translation.override("zh-hans"):
        words = Text(
            "下列工作、资料和物品由移交人移交给接收人，经逐条核对无误；自负责人签字之日起，由接收人负责办理。"
        )
        files = Items("附件", attachments_of(scene))
        return Paper("工作交接清单", (_facts(scene), words, *_tables(scene), files, _signatures(scene)))


inventory = OfficialForm(_("工作交接清单"), _inventory, series="交")
