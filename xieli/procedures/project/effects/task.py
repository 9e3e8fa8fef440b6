"""A task of a project: progress by percent and evidence, accepted by the leader; its plan line follows (4.1.c)."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event, Matter
from xieli.matters.verbs.side import shift as shift_clock
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from ..calendar import today
from ..models import PlanTask


def hand_out(act: Act) -> None:
    """Its department and people may know of the whole project."""
    act.set_details(summary=act.details.content)
    act.joins(
        departments=[act.data["lead_department"].pk],
        people=[one.pk for one in (act.details.owner, act.details.accepter) if one is not None],
    )


def report_progress(act: Act) -> None:
    """The plan's line follows; a forecast after the date is the early word to who waits for it."""
    on = today(act.now)
    row = _row(act)
    if row is not None and row.actual_start is None and act.data["percent"]:
        _update(act, actual_start=on)
    _update(act, percent=act.data["percent"], forecast_end=act.data["forecast"])


def deliver(act: Act) -> None:
    """Whoever delivers did it. All but accepted; what the accepter did, the next above looks at."""
    if act.details.owner_id is None:
        act.set_details(owner=act.actor.person)
    own = {act.details.owner_id, act.actor.person_id}
    if act.details.accepter_id in own and (other := _next_above(act.details.accepter, own)) is not None:
        act.set_details(accepter=other)
        act.joins(people=[other.pk])
    act.set_details(percent=99)
    _update(act, percent=99)


def _next_above(person: Person, own: set[int | None]) -> Person | None:
    """The first above somebody who did not do the work; above the general manager, the head of the PMO."""
    seen = {person.pk}
    above = organisation.superior_of(person)
    while above is not None and above.pk in own and above.pk not in seen:
        seen.add(above.pk)
        above = organisation.superior_of(above)
    if above is None or above.pk in own | seen:
        office = organisation.department_with_duty("pmo")
        above = organisation.head_of(office) if office is not None else None
    return above if above is not None and above.pk not in own else None


def undo_deliver(act: Act, event: Event) -> None:
    """Taken back: not delivered yet."""
    _update(act, percent=act.details.percent)


def accept_task(act: Act) -> None:
    """Done on the day it was delivered, not on the day somebody looked at it."""
    if act.actor.person is not None and act.actor.person == act.details.owner:
        raise ActionError(_("不能验收自己的任务，请用「转办」请他人验收。"))
    act.set_details(percent=100)
    delivered = Event.objects.filter(matter=act.matter, action="deliver").order_by("-seq").first()
    ended = today(delivered.at if delivered is not None else act.now)
    row = _row(act)
    begun = (
        row.actual_start if row is not None and row.actual_start else min(today(act.matter.opened_at), ended)
    )
    if act.matter.parent_id is not None and row is not None:
        # After the commit: a project is locked before its children. The hourly chore does it where this could not.
        transaction.on_commit(partial(advance_now, act.matter.parent_id), robust=True)
    _update(act, percent=100, actual_start=min(begun, ended), actual_end=ended, forecast_end=None)


def count_back(act: Act) -> None:
    """One more round."""
    act.set_details(sent_back=act.details.sent_back + 1, percent=90)
    _update(act, percent=90)


def undo_send_back(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(sent_back=act.details.sent_back - 1, percent=99)
    _update(act, percent=99)


def shift(act: Act) -> None:
    """The clock follows the date the plan gives now; nobody's extension."""
    for item in act.scene.main_items:
        clock = act.scene.step_clock(item)
        if clock is not None:
            shift_clock(act, clock, act.data["due_at"], "upstream")


def advance_now(project: int) -> None:
    """What waited for this begins, and what is late moves what waits for it."""
    perform(Matter.objects.get(pk=project), "advance", SYSTEM)


def _row(act: Act) -> PlanTask | None:
    return PlanTask.objects.filter(matter=act.matter).first()


def _update(act: Act, **values: Any) -> None:
    PlanTask.objects.filter(matter=act.matter).update(**values)
