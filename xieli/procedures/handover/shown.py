"""A handover as one reader may see it: titles of matters only where the reader may know of the matter, or takes part in
the handover of one that is not classified."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xieli.core.composed import composed
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.models import Matter
from xieli.matters.policy import tokens
from xieli.matters.scene import Scene
from xieli.matters.web.names import person_name, state_label
from xieli.organisation import holdings
from xieli.organisation.models import Person

from .models import Free, HandoverLine

Text = str | Promise
_LINES = composed(lambda matter: HandoverLine.objects.filter(handover=matter).order_by("no"))
_KNOWN = composed(lambda presented, ids: Matter.objects.opened_by(presented).filter(pk__among=ids))


@dataclass
class Row:
    """One line as it is shown."""

    line: HandoverLine
    title: str
    url: str = ""
    step: Text = ""
    receiver: str = ""
    moved_to: str = ""
    mine: bool = False


@dataclass
class Group:
    """The lines of one kind."""

    label: Text
    rows: list[Row] = field(default_factory=list)


def labels() -> dict[str, Text]:
    """Kind → what people call it."""
    return {**{name: kind.label for name, kind in holdings.kinds().items()}, **dict(Free.choices)}


def rows(scene: Scene, reader: Person | None) -> list[Row]:
    """All lines in their order: two queries, however many there are."""
    lines = _LINES(scene.matter.pk)
    ids = list({one.matter_id for one in lines if one.matter_id})
    known = {one.pk: one for one in _KNOWN(tokens(reader), ids)} if ids and reader is not None else {}
    return [_row(scene, reader, one, known.get(one.matter_id or 0)) for one in lines]


def _row(scene: Scene, reader: Person | None, line: HandoverLine, matter: Matter | None) -> Row:
    row = Row(line, line.title, step=line.step, receiver=person_name(line.receiver_id))
    row.moved_to = person_name(line.moved_to_id)
    row.mine = reader is not None and line.receiver_id == reader.pk
    if matter is not None:
        row.title = f"{matter.number or ''} {matter.title}".strip()
        row.url = matter.get_absolute_url()
        if matter.closed_at is None and registry.knows(matter.procedure):
            chinese = line.step if (get_language() or "zh").startswith("zh") else ""
            row.step = chinese or state_label(registry.get(matter.procedure), matter.state)
    elif line.matter_id is not None and not (line.title and _party(scene, reader)):
        row.title, row.step = (_("秘密事项") if not line.title else _("内部事项")), ""
    return row


def _party(scene: Scene, reader: Person | None) -> bool:
    """Who takes part in the handover must be able to check it."""
    return reader is not None and reader.pk in scene.matter.people


def groups(scene: Scene, reader: Person) -> list[Group]:
    """The lines kind by kind."""
    words = labels()
    found: dict[str, Group] = {}
    for row in rows(scene, reader):
        found.setdefault(row.line.kind, Group(words.get(row.line.kind, row.line.kind))).rows.append(row)
    return list(found.values())


def choices(scene: Scene, actor: Actor | None, narrowed: dict[str, Any]) -> list[tuple[str, str]]:
    """Open lines for a form, as the actor may see them."""
    allowed = HandoverLine.objects.filter(handover=scene.matter, outcome="", **narrowed)
    numbers = set(allowed.values_list("no", flat=True))
    reader = actor.person if actor is not None else None
    words = labels()
    return [
        (
            str(row.line.no),
            f"{row.line.no} · {words.get(row.line.kind, row.line.kind)} · {row.title}{_said(row.line)}",
        )
        for row in rows(scene, reader)
        if row.line.no in numbers
    ]


def _said(line: HandoverLine) -> str:
    """What the receiver has said of it already."""
    if not line.verdict:
        return ""
    said = _("%(verdict)s：%(words)s") if line.words else "%(verdict)s"
    return f" · {said % {'verdict': line.get_verdict_display(), 'words': line.words}}"
