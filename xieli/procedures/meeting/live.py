"""Minutes while a meeting is held: lines that several may write, none overwriting another unseen; everybody who may see
the meeting sees them come. They are a draft: what counts is what is handed in and signed."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Matter
from xieli.notifications import live
from xieli.organisation.models import Person

from .models import MeetingDetails, MinuteLine

OPEN = ("invited", "held")


class Overtaken(ActionError):
    """Somebody changed the line meanwhile: `line` is how it stands now."""

    status = 409

    def __init__(self, line: MinuteLine | None) -> None:
        told = _("这一行刚被 %(name)s 修改，您写的没有丢失，请对照后再保存。")
        gone = _("这一行已被删除，您写的没有丢失，可以另起一行保存。")
        super().__init__(told % {"name": line.author.name} if line is not None else gone)
        self.line = line


def may_write(matter: Matter, details: MeetingDetails, person: Person) -> bool:
    """Whoever takes the minutes, chairs or convenes, until they are handed in."""
    return matter.state in OPEN and person.pk in (
        details.secretary_id, details.chair_id, details.convener_id,
    )  # fmt: skip


@transaction.atomic
def add(matter: Matter, details: MeetingDetails, person: Person, told: dict[str, Any]) -> MinuteLine:
    """One more line. Raises NotAllowed."""
    _check(matter, details, person)
    line = MinuteLine.objects.create(matter=matter, author=person, at=clock.now(), **told)
    live.changed({f"matter:{matter.uid}"})
    return line


@transaction.atomic
def change(
    matter: Matter, details: MeetingDetails, person: Person, line: UUID, rev: int, told: dict[str, Any]
) -> None:
    """The line as newly written, if nobody was faster. Raises Overtaken, NotAllowed."""
    _check(matter, details, person)
    now = clock.now()
    same = MinuteLine.objects.filter(matter=matter, uid=line, rev=rev)
    if not same.update(**told, author=person, rev=rev + 1, at=now):
        raise Overtaken(MinuteLine.objects.select_related("author").filter(matter=matter, uid=line).first())
    live.changed({f"matter:{matter.uid}"})


@transaction.atomic
def remove(matter: Matter, details: MeetingDetails, person: Person, line: UUID, rev: int) -> None:
    """Strike a line out, if nobody changed it meanwhile. Raises Overtaken, NotAllowed."""
    _check(matter, details, person)
    if not MinuteLine.objects.filter(matter=matter, uid=line, rev=rev).delete()[0]:
        raise Overtaken(MinuteLine.objects.select_related("author").filter(matter=matter, uid=line).first())
    live.changed({f"matter:{matter.uid}"})


def _check(matter: Matter, details: MeetingDetails, person: Person) -> None:
    locked = Matter.objects.select_for_update().get(pk=matter.pk)  # no line after they were handed in
    if not may_write(locked, details, person):
        raise NotAllowed(_("会议纪要由主持人、召集人或记录人记录，提交后不能再改。"))


def lines(matter: Matter) -> list[MinuteLine]:
    """All lines in the order of the agenda."""
    rows = MinuteLine.objects.filter(matter=matter)
    return list(rows.select_related("author", "department", "owner").order_by("point", "id"))


def as_text(matter: Matter, agenda: list[dict[str, Any]]) -> str:
    """The lines as the text of the minutes under the points of the agenda; empty where there are none."""
    found = lines(matter)
    if not found:
        return ""
    blocks = []
    for at, row in enumerate([{"subject": _("其他")}, *agenda]):
        own = [one for one in found if one.point == at or (at == 0 and one.point > len(agenda))]
        if own or at:
            said = [f"〔{one.get_kind_display()}〕{one.text}" for one in own]
            blocks.append((at, "\n".join([f"{at}. {row['subject']}" if at else row["subject"], *said])))
    blocks.sort(key=lambda block: (block[0] == 0, block[0]))
    return "\n\n".join(text for _at, text in blocks)


def as_resolutions(matter: Matter) -> list[dict[str, Any]]:
    """The lines that resolve something, as rows of the form."""
    return [
        {
            "content": one.text,
            "department": str(one.department.uid) if one.department else "",
            "owner": str(one.owner.uid) if one.owner else "",
            "needed_by": one.needed_by,
        }
        for one in lines(matter)
        if one.kind == MinuteLine.Kind.RESOLUTION
    ]
