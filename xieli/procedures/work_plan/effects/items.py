"""An item of a plan as somebody's work; its line in the plan follows."""

from typing import Any

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.models import Event
from xieli.matters.verbs.side import shift as shift_clock
from xieli.organisation import queries as organisation

from ..models import Fate, PlanLine


def hand_out(act: Act) -> None:
    """Its owner takes part from the beginning."""
    act.joins(departments=[act.data["lead_department"].pk], people=[act.details.owner_id])


def report_progress(act: Act) -> None:
    """The plan shows it."""
    _update(act, percent=act.data["percent"], note=act.data["note"])


def deliver(act: Act) -> None:
    """Whoever finished it owns it. The head's own need nobody's confirmation but the summary's."""
    holder = act.item.person if act.item is not None else None
    owner = holder or act.details.owner
    act.set_details(percent=100, owner=owner)
    _update(act, percent=100, note=act.data["result"], owner=owner)
    if after_delivery(act) == "done":
        _done(act)


def after_delivery(act: Act) -> str:
    """Confirmed by the head, unless the head did it."""
    lead = act.matter.lead_department_id
    head = organisation.head_of(lead) if lead is not None else None
    return "done" if head is not None and act.actor.person == head else "delivered"


def undo_deliver(act: Act, event: Event) -> None:
    """Taken back: not finished yet."""
    act.set_details(percent=90)
    _update(act, percent=90)


def accept(act: Act) -> None:
    """Done on the day it was delivered, not on the day somebody looked at it."""
    _done(act)


def _done(act: Act) -> None:
    delivered = Event.objects.filter(matter=act.matter, action="deliver").order_by("-seq").first()
    on = clock.local(delivered.at if delivered is not None else act.now).date()
    _update(act, fate=Fate.DONE, done_on=on, percent=100)


def count_back(act: Act) -> None:
    """One more round."""
    act.set_details(sent_back=act.details.sent_back + 1, percent=90)
    _update(act, percent=90)


def undo_send_back(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(sent_back=act.details.sent_back - 1, percent=100)
    _update(act, percent=100)


def shift(act: Act) -> None:
    """The clock of who does it follows the date the plan gives now; nobody's extension."""
    for item in act.scene.main_items:
        clock_ = act.scene.step_clock(item)
        if item.step == "do_item" and clock_ is not None and clock_.due_at != act.data["due_at"]:
            shift_clock(act, clock_, act.data["due_at"], "plan_change")


def _update(act: Act, **values: Any) -> None:
    PlanLine.objects.filter(matter=act.matter).update(**values)
