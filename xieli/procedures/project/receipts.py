"""《立项通知书签收单》: who signed for each notice and when; the notice is frozen before anybody could (4.1.b)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from xieli.documents.models import Document
from xieli.documents.paper import Block, Fact, Facts, Paper, Table, Text
from xieli.matters.models import Matter, Seat
from xieli.matters.official import OfficialForm, day_of, moment_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

HEADS, WIDTHS = ("部门", "签收人", "签收时间"), (2, 1.5, 2)


@dataclass
class Receipts:
    """A notice and the seat of each department that is to sign for it."""

    notice: Document
    seats: list[Seat] = field(default_factory=list)

    @property
    def signed(self) -> int:
        """How many have."""
        return sum(1 for seat in self.seats if seat.verdict)


def of(project: Matter) -> list[Receipts]:
    """The notices of a project, the newest first, each with its receipts. Two queries."""
    issued = Document.objects.filter(matter=project.pk, kind="project.notice").order_by("-pk")
    found = [Receipts(one) for one in issued]
    seats = Seat.objects.filter(round__matter=project, round__step="acknowledge", dropped=False)
    for seat in seats.select_related("round", "department", "decided_by").order_by("pk"):
        # What is issued and the question for its receipt are of one act; the newest notice up to then is meant.
        own = next((one for one in found if one.notice.issued_at <= seat.round.opened_at), None)
        if own is not None:
            own.seats.append(seat)
    return found


def _paper(scene: Scene) -> Paper:
    matter = scene.matter
    found = [] if matter._state.adding else of(matter)
    blocks: list[Block] = [
        Facts((Fact("项目名称", matter.title, wide=True), Fact("项目编号", matter.number or ""),
               Fact("签收情况", f"{found[0].signed}/{len(found[0].seats)}" if found else "")))
    ]  # fmt: skip
    for one in found:
        about = f"{one.notice.number}（{day_of(one.notice.issued_at)}签发）"
        blocks.append(Table(about, HEADS, tuple(_row(seat) for seat in one.seats), WIDTHS))
    if not found:
        blocks.append(Table("", HEADS, (), WIDTHS))
    blocks.append(Text("各部门在系统中签收，本表由系统记录生成。"))
    return Paper(title="立项通知书签收单", blocks=tuple(blocks))


def _row(seat: Seat) -> tuple[str, str, str]:
    name, at = (
        (person_name(seat.decided_by_id), moment_of(seat.decided_at)) if seat.verdict else ("未签收", "")
    )
    return department_name(seat.department_id), name, at


receipts = OfficialForm(_("立项通知书签收单"), _paper)
