"""《决策登记表》: what was decided, by whom, on what basis, what follows from it, and who signed (3.1.a, 3.1.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Items, Opinion, Opinions, Paper, Table
from xieli.matters.models import Matter
from xieli.matters.official import OfficialForm, attachments_of, date_of, day_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name, state_label

from .signing import Signature, signatures


def _entry(scene: Scene) -> Paper:
    matter, details = scene.matter, scene.details
    concerned = matter.parent
    facts = (
        Fact("决策编号", matter.number or ""),
        Fact("决策日期", date_of(details.decided_on)),
        Fact("标题", matter.title, wide=True),
        Fact("决策人", person_name(details.decided_by_id)),
        Fact("状态", str(state_label(scene.procedure, matter.state))),
        Fact("有关事项", concerned.reference if concerned is not None else "", wide=True),
        Fact("依据", details.basis, wide=True),
        Fact("决策内容", details.content, wide=True),
    )
    rows = () if matter._state.adding else _follow_ups(matter)
    return Paper(
        title="决策登记表",
        blocks=(
            Facts(facts),
            Table(
                "落实事项", ("编号", "内容", "责任部门", "责任人", "完成期限"), rows, (2.6, 4, 2.2, 1.6, 2.4)
            ),
            Items("附件", attachments_of(scene)),
            Opinions(_opinions(scene)),
        ),
    )


def _follow_ups(decision: Matter) -> tuple[tuple[str, ...], ...]:
    rows = Matter.objects.filter(parent=decision, procedure="resolution").select_related("resolution")
    return tuple(
        (
            one.number or "", one.title, department_name(one.lead_department_id),
            person_name(one.resolution.owner_id), day_of(one.due_at),
        )
        for one in rows.order_by("pk")
    )  # fmt: skip


def _opinions(scene: Scene) -> tuple[Opinion, ...]:
    """Who decided, first; who decided by an act in the product has signed with it."""
    details, asked = scene.details, signatures(scene.matter, scene.details.signers)
    decider = person_name(details.decided_by_id)
    if details.decided_by_id in details.signers or not decider:
        return tuple(_signed(one, details.decided_by_id) for one in asked) or (Opinion("决策人"),)
    first = Opinion(f"决策人 {decider}")
    if scene.matter.initiator_id is None:
        first = Opinion("决策人", "已在系统中决定", decider, date_of(details.decided_on))
    return (first, *(_signed(one, None) for one in asked))


def _signed(one: Signature, decider: int | None) -> Opinion:
    who = f"决策人 {one.person.name}" if one.person.pk == decider else one.person.name
    if one.event is None:
        return Opinion(who)
    words = "\n".join(text.text for text in one.event.texts.all() if text.text)
    return Opinion(who, words or "已签字确认", one.person.name, day_of(one.event.at))


entry = OfficialForm(_("决策登记表"), _entry)
