"""审批 / 会签: agree, refuse, abstain. Where each verdict leads belongs to the state, not to the button."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.commands.voting import Verdict, cast
from xieli.matters.forms import OpinionForm, ReasonForm
from xieli.matters.procedure import Round
from xieli.matters.scene import Scene

from .verb import Verb

VOTED_SIDE = ("extension", "pause", "second")


def _may_vote(scene: Scene, actor: Actor) -> str | None:
    item = scene.item
    if item is None or item.seat.verdict:
        return None
    voted = isinstance(scene.state.owed, Round) if item.main else item.round.purpose in VOTED_SIDE
    return scene.authority_over_item(actor) if voted else None


def _may_abstain(scene: Scene, actor: Actor) -> str | None:
    main = scene.item is not None and scene.item.main
    return _may_vote(scene, actor) if main else None


def _apply(verdict: Verdict) -> Callable[[Act], None]:
    return lambda act: cast(act, verdict)


VERBS = (
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
