"""退回 and resubmission: one edge back, one straight edge forward."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.matters.actors import Actor
from xieli.matters.commands import moving
from xieli.matters.commands.act import Act
from xieli.matters.commands.declared import check_blocks, form_named
from xieli.matters.errors import ActionError
from xieli.matters.forms import GROUNDS, ActionForm, OpinionForm, ReturnForm
from xieli.matters.procedure import FAULTS_OF_SENDER, Return, Round
from xieli.matters.scene import Scene

from .verb import Verb

RESUBMIT = gettext_lazy("补充后重新提交")
RETURNED = gettext_noop("%(matter)s 被退回：%(ground)s")


def rule_for(scene: Scene) -> Return | None:
    """The return declared for the present state, unless it was used up for this hand-off."""
    rule = next((one for one in scene.procedure.verbs.return_ if one.source.name == scene.state.name), None)
    main = scene.main_round
    if rule is None or main is None:
        return None
    if rule.times is not None and int(main.payload.get("returns", 0)) >= rule.times:
        return None
    return rule


def _may_return(scene: Scene, actor: Actor) -> str | None:
    if scene.item is None or scene.item.seat.verdict or rule_for(scene) is None:
        return None
    return scene.authority_over_item(actor)


def _return(act: Act) -> None:
    rule = rule_for(act.scene)
    assert rule is not None
    names = [state.name for state in rule.to]
    target = act.data.get("to") or names[0]
    if target not in names:
        raise ActionError(_("不能退回到这一步。请从列表中选择。"))
    item, ground = act.item, act.data["ground"]
    assert item is not None
    item.ground = ground
    if item.judges and ground in FAULTS_OF_SENDER:
        item.info_ok = False  # "not mine" or "not feasible" says nothing of what was handed in
    label = dict(GROUNDS)[ground]
    moving.send_back(act, target)
    act.notice([item.sender_id], "returned", RETURNED, ground=label)


def _may_resubmit(scene: Scene, actor: Actor) -> str | None:
    main = scene.main_round
    if main is None or main.back_to_id is None or isinstance(scene.state.owed, Round):
        return None
    return scene.authority_over_item(actor)


def _form_of_resubmission(scene: Scene) -> type[ActionForm]:
    """What the return that led here asks for."""
    main = scene.main_round
    back = main.back_to if main is not None else None
    for rule in scene.procedure.verbs.return_:
        if rule.form and back is not None and rule.source.name == back.state:
            return form_named(scene.procedure, rule.form)
    return OpinionForm


def _resubmit(act: Act) -> None:
    """It hands the work on as the state's own acts would, so what blocks one of them blocks it."""
    main = act.scene.main_round
    assert main is not None and main.back_to is not None
    for action in act.procedure.actions_from(act.scene.state.name):
        check_blocks(act, action.name, RESUBMIT)
    moving.resubmit(act, main.back_to)


VERBS = (
    Verb(
        "return_",
        gettext_lazy("退回"),
        _may_return,
        _return,
        ReturnForm,
        ("item",),
        rank=4,
        icon="arrow-back-up",
    ),
    Verb(
        "resubmit",
        RESUBMIT,
        _may_resubmit,
        _resubmit,
        OpinionForm,
        ("item",),
        rank=0,
        icon="send",
        form_of=_form_of_resubmission,
    ),
)
