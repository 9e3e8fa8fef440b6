"""仲裁: a second refusal or passing-on between departments goes to an arbiter; rulings are precedents (1.3.d)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.core.composed import composed
from xieli.matters.actors import Actor
from xieli.matters.commands import closing, opening
from xieli.matters.commands.act import Act
from xieli.matters.commands.following import follow
from xieli.matters.commands.seating import chairs_for, seat_at
from xieli.matters.errors import ActionError
from xieli.matters.forms import ArbitrationForm, ReasonForm
from xieli.matters.holders import Place
from xieli.matters.models import Ruling, WorkItem
from xieli.matters.procedure import Item
from xieli.matters.scene import Scene

from .passing import move_seat
from .verb import Verb

REFUSALS_BEFORE_ARBITRATION = 2


def refused_by(scene: Scene) -> list[int]:
    """Departments that passed the present step on to others, oldest first."""
    main = scene.main_round
    if main is None:
        return []
    return [one for one in dict.fromkeys(_PASSED_ON(scene.matter.pk, main.step)) if one]


_PASSED_ON = composed(
    lambda matter, step: (
        WorkItem.objects.filter(matter=matter, step=step, outcome__in=["reassigned", "returned"])
        .order_by("id")
        .values_list("department_id", flat=True)
    )
)


def _may_dispute(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    if item is None or scene.procedure.verbs.arbiter is None:
        return None
    if any(round.purpose == "arbitration" and round.closed_at is None for round in scene.rounds):
        return None
    authority = scene.authority_over_item(actor)
    passed_on = [one for one in refused_by(scene) if one != item.department_id]
    return authority if authority and len(passed_on) + 1 >= REFUSALS_BEFORE_ARBITRATION else None


def _dispute(act: Act) -> None:
    arbiter = act.procedure.verbs.arbiter
    assert arbiter is not None
    chairs = chairs_for(act.scene, Item("arbitrate", arbiter))
    opening.open_side(act, "arbitration", "arbitrate", chairs, kind="rule", asker=act.actor.person_id)


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
        _dispute,
        ReasonForm,
        ("item",),
        rank=23,
        icon="scale",
    ),
    Verb("rule", gettext_lazy("裁定"), _may_rule, _rule, ArbitrationForm, ("side",), rank=1, icon="gavel"),
)
