"""What was opened from a matter ends with it when the matter is undone (void, withdrawn, merged), not when done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters import registry
from xieli.matters.actors import SYSTEM
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.matters.scene import Scene

from .act import Act
from .closing import stop_clock

ENDED_WITH_PARENT = gettext_noop("随上级事项%(parent)s一并撤回")
UNDONE = frozenset({"void", "withdrawn", "merged"})


def undo(act: Act, *, withdrawn: bool) -> None:
    """What an undone matter leaves: no clock is judged, no child goes on; void and merged, nobody's information is."""
    for clock in act.scene.clocks:
        if clock.stopped_at is None:
            stop_clock(act, clock, "superseded")
    if not withdrawn:
        WorkItem.objects.filter(matter=act.matter, info_ok__isnull=False).update(info_ok=None)
    end_children(act)


def stands(matter: Matter) -> bool:
    """Whether it is in force with nothing left to do, so that it neither ends with its parent nor holds that up."""
    return registry.get(matter.procedure).states[matter.state].standing


def end_children(act: Act) -> None:
    """Withdraw (or void) every open child, root before leaf, in this transaction; what stands, stays. Raises
    ActionError for one that can't be."""
    from xieli.matters.verbs import VERBS

    from .perform import perform

    reason = str(_(ENDED_WITH_PARENT)) % {"parent": act.matter.reference}
    for draft in Matter.objects.filter(parent=act.matter, head_seq=0).order_by("pk"):
        _drop_draft(draft.pk)
    for child in Matter.objects.filter(parent=act.matter, closed_at=None).order_by("pk"):
        if stands(child):
            continue
        scene = Scene.load(child, act.now)
        verb = next((name for name in ("withdraw", "void") if VERBS[name].may(scene, SYSTEM)), None)
        if verb is None:
            raise ActionError(_("下级事项%(child)s不能随之撤回，请先单独处理。") % {"child": child.reference})
        perform(child, verb, SYSTEM, {"reason": reason}, now=act.now)


def _drop_draft(pk: int) -> None:
    """Nothing happened in it yet; one that was submitted at this very moment is a child like the others."""
    draft = Matter.objects.select_for_update().filter(pk=pk, head_seq=0).first()
    if draft is not None:
        draft.delete()
