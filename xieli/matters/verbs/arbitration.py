"""仲裁: a second refusal or passing-on between departments goes to an arbiter; rulings are precedents (1.3.d)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xieli.core.composed import composed
from xieli.matters.actors import Actor
from xieli.matters.commands import closing, opening
from xieli.matters.commands.act import Act
from xieli.matters.commands.following import follow
from xieli.matters.commands.handing_on import move_seat
from xieli.matters.commands.seating import chairs_for, seat_at
from xieli.matters.errors import ActionError
from xieli.matters.forms import ArbitrationForm, ReasonForm
from xieli.matters.holders import Place
from xieli.matters.models import Ruling, WorkItem
from xieli.matters.procedure import Item
from xieli.matters.scene import Scene

from .verb import Verb

# A return for want of information refuses nothing: the same department gets the matter back.
_INFORMATION = ("missing", "wrong_fact", "outdated")


def refused_by(scene: Scene) -> list[int]:
    """Departments that passed the present step on to others, oldest first."""
    main = scene.main_round
    if main is None:
        return []
    return [one for one in dict.fromkeys(_PASSED_ON(scene.matter.pk, main.step)) if one]


def _passed_on(matter: Any, step: Any) -> QuerySet[Any, Any]:
    rows = WorkItem.objects.filter(matter=matter, step=step)
    refused = rows.filter(outcome="reassigned") | rows.filter(outcome="returned").exclude(
        ground__in=_INFORMATION
    )
    return refused.order_by("id").values_list("department_id", flat=True)


_PASSED_ON = composed(_passed_on)


def decides(scene: Scene) -> bool:
    """Whether it is for the arbiter to say who leads: another department refused the chosen item before (§0).

    Raises ActionError where the arbiter was asked already, or has said it.
    """
    item = scene.item
    if item is None or scene.procedure.verbs.arbiter is None or not isinstance(scene.state.owed, Item):
        return False
    if not [one for one in refused_by(scene) if one != item.department_id]:
        return False
    if _asked(scene):
        raise ActionError(_("已提请仲裁，请等待裁定。"))
    if _ruled(scene):
        raise ActionError(_("已裁定由本部门主办，不能再转给其他部门。"))
    return True


def _asked(scene: Scene) -> bool:
    return any(round.purpose == "arbitration" and round.closed_at is None for round in scene.rounds)


def _ruled(scene: Scene) -> bool:
    """Whether the arbiter has ruled on the present step."""
    main = scene.main_round
    return main is not None and Ruling.objects.filter(matter=scene.matter, at__gte=main.opened_at).exists()


def _may_dispute(scene: Scene, actor: Actor) -> str | None:
    authority = scene.authority_over_item(actor)
    try:
        return authority if authority and decides(scene) else None
    except ActionError:
        return None


def ask(act: Act) -> None:
    """Ask the arbiter; the item stays where it is until it is ruled on. Also what a second passing-on comes to."""
    arbiter = act.procedure.verbs.arbiter
    assert arbiter is not None
    chairs = chairs_for(act.scene, Item("arbitrate", arbiter))
    opening.open_side(act, "arbitration", "arbitrate", chairs, kind="rule", asker=act.actor.person_id)
    act.action = "dispute"


def _may_rule(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    return (
        scene.authority_over_item(actor) if item is not None and item.round.purpose == "arbitration" else None
    )


def _rule(act: Act) -> None:
    """The department named leads; its item can't be passed on by refusal again."""
    assert act.item is not None and act.actor.person is not None
    about = next((one for one in act.scene.main_items), None)
    if about is None:
        raise ActionError(_("事项已无待办，无需仲裁。"))
    department = act.data["department"]
    refused = refused_by(act.scene)
    closing.close_round(act, act.item.round, "done")
    act.scene.item = None
    if about.department_id != department.pk:
        follow(act, about, department, None)
        move_seat(act, about, seat_at(act.scene, Place(department), about.kind, about.step), fresh_clock=True)
    Ruling.objects.create(
        matter=act.matter,
        procedure=act.matter.procedure,
        category=act.matter.category,
        department=department,
        refused=[*refused, *([about.department_id] if about.department_id != department.pk else [])],
        ruled_by=act.actor.person,
        reason=act.texts["reason"],
        at=act.now,
    )


VERBS = (
    Verb(
        "dispute",
        gettext_lazy("提请仲裁"),
        _may_dispute,
        ask,
        ReasonForm,
        ("item",),
        rank=23,
        icon="scale",
    ),
    Verb(
        "rule",
        pgettext_lazy("act", "裁定"),
        _may_rule,
        _rule,
        ArbitrationForm,
        ("side",),
        rank=1,
        icon="gavel",
    ),
)
