"""While a project runs: its plan moved on, suspended or ended by who decides (4.1.c)."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.commands.ending import end_children
from xieli.matters.models import Matter

from .. import execution
from ..children import end_meetings
from ..models import PlanTask
from .change import adopt_waiting
from .governing import record_decision

STOPPED = {"suspend": gettext_noop("暂停项目"), "terminate": gettext_noop("终止项目")}


def advance(act: Act) -> None:
    """What upstream lateness moves, and what can begin."""
    execution.advance(act)


def reach(act: Act) -> None:
    """Said by the leader of a milestone that waits for no line; what waits for it goes on."""
    PlanTask.objects.filter(project=act.matter, code=act.data["milestone"]).update(
        percent=100, actual_start=act.data["on"], actual_end=act.data["on"]
    )
    advance(act)


def ask_to_stop(act: Act) -> None:
    """Remembered: what it goes back to when it is not granted."""
    act.set_details(resumed_in=act.matter.state)


def where_decided(act: Act) -> str:
    """Suspended, or ended with everything under it."""
    record_decision(act, act.matter, _(STOPPED[act.details.stop]), _("同意"))
    if act.details.stop == "suspend":
        _tell_tasks(act, "doing", "hold")
        return "suspended"
    end_meetings(act)
    end_children(act)
    return "terminated"


def where_refused(act: Act) -> str:
    """As it was before it was asked."""
    record_decision(act, act.matter, _(STOPPED[act.details.stop]), _("不同意"))
    _adopt_after(act)
    return act.details.resumed_in or "executing"


def go_on(act: Act) -> None:
    """With the project its tasks go on, with the time they had left; what was approved meanwhile takes effect."""
    _tell_tasks(act, "held", "go_on")
    _adopt_after(act)


def _adopt_after(act: Act) -> None:
    transaction.on_commit(partial(adopt_waiting, act.matter.pk), robust=True)


def _tell_tasks(act: Act, state: str, action: str) -> None:
    tasks = Matter.objects.filter(parent=act.matter, procedure="project_task", state=state)
    for task in tasks.order_by("pk"):
        perform(task, action, SYSTEM, now=act.now)
