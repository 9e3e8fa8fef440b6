"""审批 / 会签: agree, refuse, abstain. Where each verdict leads belongs to the state, not to the button."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.commands.declared import form_named
from xieli.matters.commands.voting import Verdict, cast
from xieli.matters.forms import ActionForm, EmptyForm, OpinionForm, ReasonForm
from xieli.matters.models import WorkItem
from xieli.matters.procedure import Label, Round, Side
from xieli.matters.scene import Scene

from .verb import Verb

VOTED_SIDE = ("extension", "pause", "second")


def _may_vote(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    if item is None or item.seat.verdict or _asked_for_it(item, actor):
        return None
    if item.main:
        voted = isinstance(scene.state.owed, Round) and not scene.procedure.votes_by_acts(scene.state)
    else:
        voted = item.round.purpose in VOTED_SIDE
    return scene.authority_over_item(actor) if voted else None


def _asked_for_it(item: WorkItem, actor: Actor) -> bool:
    """Nobody agrees to their own request in somebody else's stead."""
    return item.round.asker is not None and item.round.asker == actor.person_id != item.person_id


def _may_abstain(scene: Scene, actor: Actor) -> str | None:
    main = scene.item is not None and scene.item.main
    return _may_vote(scene, actor) if main else None


def _apply(verdict: Verdict) -> Callable[[Act], None]:
    return lambda act: cast(act, verdict)


def _side(scene: Scene) -> Side | None:
    """The declared side the chosen item belongs to."""
    item = scene.item
    return None if item is None or item.main else scene.procedure.sides.get(item.round.purpose)


def _may_acknowledge(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    asked = item is not None and _side(scene) is not None and not item.seat.verdict
    return scene.authority_over_item(actor) if asked else None


def _acknowledge(act: Act) -> None:
    """签收: one of those asked beside the state has answered."""
    side = _side(act.scene)
    assert side is not None
    if side.effect:
        act.procedure.effects[side.effect](act)
    act.journal["asked"] = side.name
    cast(act, "approve")


def _answer_form(scene: Scene) -> type[ActionForm]:
    side = _side(scene)
    return form_named(scene.procedure, side.form) if side is not None and side.form else EmptyForm


def _answer_label(scene: Scene) -> Label:
    side = _side(scene)
    return side.button if side is not None else ""


VERBS = (
    Verb(
        "acknowledge",
        _("签收"),
        _may_acknowledge,
        _acknowledge,
        EmptyForm,
        ("side",),
        rank=1,
        icon="check",
        form_of=_answer_form,
        label_of=_answer_label,
    ),
    Verb(
        "approve",
        _("同意"),
        _may_vote,
        _apply("approve"),
        OpinionForm,
        ("item", "side"),
        rank=1,
        icon="check",
    ),
    Verb(
        "refuse",
        _("驳回"),
        _may_vote,
        _apply("refuse"),
        ReasonForm,
        ("item", "side"),
        rank=3,
        danger=True,
        icon="x",
    ),
    Verb("abstain", _("弃权"), _may_abstain, _apply("abstain"), OpinionForm, ("item",), rank=30),
)
