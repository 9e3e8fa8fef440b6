"""What the acts of a collaboration request do besides moving it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event
from xieli.matters.procedure import FAULTS_OF_SENDER
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department

from .models import Urgency

ASKED_TO_ASSIST = gettext_noop("%(matter)s：请贵部门协办")


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    details = scene.details
    return {
        "urgency": details.urgency,
        "ordered": details.ordered,
        "round": details.reworks + 1,
        "warnings": "urgent" if details.urgency == Urgency.URGENT else "",
    }


def send(act: Act) -> None:
    """Urgent requests stand first on the desk; departments asked to assist are told and may see it."""
    act.set_details(priority=int(act.data["urgency"] == Urgency.URGENT))
    _assist(act, act.data["assisting"])


def add_assisting(act: Act) -> None:
    """More departments take part."""
    _assist(act, act.data["departments"])


def _assist(act: Act, departments: Iterable[Department]) -> None:
    have = {*act.matter.assisting, act.matter.lead_department_id}
    new = [one for one in departments if one.pk not in have]
    if not new:
        return
    act.set_details(assisting=[*act.matter.assisting, *(one.pk for one in new)])
    act.joins(departments=[one.pk for one in new])
    heads = [organisation.head_of(one) for one in new]
    act.notice([head.pk for head in heads if head], "message", ASKED_TO_ASSIST)


def name_handler(act: Act) -> None:
    """The one named, of the department that accepts; else who accepts."""
    person = act.data.get("handler") or act.actor.person
    assert person is not None
    if act.matter.lead_department_id not in organisation.departments_of(person):
        raise ActionError(_("%(person)s不在主办部门，请改选本部门人员。") % {"person": person.name})
    act.set_details(handler=person)


def undo_accept(act: Act, event: Event) -> None:
    """Taken back: nobody handles it yet."""
    act.set_details(handler=None)


def order(act: Act) -> None:
    """The executive decided: it can't be declined again."""
    act.set_details(ordered=True)


def count_rework(act: Act) -> None:
    """One more round. Faulty information counts against who delivered it; work below standard does not."""
    act.set_details(reworks=act.details.reworks + 1)
    if act.item is not None and act.item.judges:
        act.item.ground = act.data["ground"]
        act.item.info_ok = act.data["ground"] not in FAULTS_OF_SENDER


def undo_rework(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(reworks=act.details.reworks - 1)
