"""Timed transitions: declared as `Timer`, swept like clocks, carried out by the system alone."""

from django.utils.translation import gettext as _

from xieli.matters.errors import AlreadyDone, NotAllowed, UnknownAction

from .act import Act
from .declared import check_blocks
from .moving import enter

PREFIX = "timer:"


def run_timer(act: Act) -> None:
    """Leave the timer's state when its moment has come. Raises NotAllowed for people and for a moment still ahead."""
    name = act.action.removeprefix(PREFIX)
    spec = act.procedure.timers.get(name)
    if spec is None:
        raise UnknownAction(_("这个流程没有「%(action)s」这一操作。") % {"action": name})
    if act.actor.kind != "system":
        raise NotAllowed(_("到时自动办理，不能提前办理。"))
    clock = next((one for one in act.scene.clocks if one.kind == "timer" and one.name == name), None)
    if clock is None or clock.stopped_at is not None or act.scene.state.name != spec.source.name:
        raise AlreadyDone(_("事项已进入「%(state)s」，这一操作不再适用。") % {"state": act.scene.state.label})
    if clock.due_at > act.now:
        raise NotAllowed(_("到时自动办理，不能提前办理。"))
    act.authority = "timer"
    check_blocks(act, name, spec.label or name)
    if spec.effect:
        act.procedure.effects[spec.effect](act)
    enter(act, spec.target.name)
