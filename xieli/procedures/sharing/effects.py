"""What the acts of a booking do besides moving it. The database refuses what overlaps; here it is said who holds it."""

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.start import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.scene import Scene

from . import calendar
from .models import Resource

STANDING = gettext_noop("%(matter)s：按归口部门的预先同意，已预约 %(resource)s")


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    return {"emergency": bool(scene.details.emergency)}


def apply(act: Act) -> None:
    """Its owner leads; the times of a series are applied for one by one; what is taken is refused, or waited for."""
    details, data = act.details, act.data
    resource = _locked(details.resource_id)
    _refuse_unfit(act, resource)
    title = f"{resource.name} {calendar.said(details.begins_at)}"[:200]
    act.set_details(title=title, lead_department=resource.department)
    act.joins(
        departments=[resource.department_id],
        people=[details.responsible_id, resource.custodian_id],
    )
    times = calendar.occurrences(
        details.begins_at, details.ends_at, data.get("repeat") or "", data.get("repeat_until")
    )
    taken = [why for a, b in times if (why := _conflict(act, resource, a, b))]
    waits = bool(taken) and bool(data.get("wait"))
    if taken and not waits:
        raise ActionError("\n".join(taken), conflicts=taken)
    act.set_details(holding=not waits, waits_since=act.now if waits else None)
    if resource.auto_agree and not waits:
        act.note("consent", "standing", [resource.code, resource.department_id])
        act.notice([resource.custodian_id], "message", STANDING, resource=resource.name)
    if len(times) > 1:
        _rest_of_series(act, times[1:])


def _rest_of_series(act: Act, times: Any) -> None:
    """Each other time is a booking of its own, by the same applicant."""
    series = uuid.uuid4()
    act.set_details(series=series)
    details = act.details
    same = {
        "resource": str(details.resource.uid), "quantity": details.quantity, "purpose": details.purpose,
        "place": details.place, "responsible": str(details.responsible.uid), "emergency": details.emergency,
        "accepted": True,
    }  # fmt: skip
    for begins, ends in times:
        own = {**same, "begins_at": clock.local(begins).strftime("%Y-%m-%dT%H:%M"),
               "ends_at": clock.local(ends).strftime("%Y-%m-%dT%H:%M")}  # fmt: skip
        one = open_matter("sharing", act.actor, "apply", own, now=act.now)
        type(details).objects.filter(matter=one).update(series=series)
        act.note("series", "booked", [str(one.uid), one.number])


def after_apply(act: Act) -> str:
    """Waits, is agreed by the owner's standing consent, or lies with the owner."""
    if act.details.waits_since is not None:
        return "waiting"
    return "agreed" if act.details.resource.auto_agree else "applied"


def move(act: Act) -> None:
    """One's own application at another time: its owner is asked again where it isn't free for all."""
    resource = _locked(act.details.resource_id)
    _refuse_unfit(act, resource)
    _hold(act, resource)


def counter(act: Act) -> None:
    """What the owner offers instead: it must be free now; it is taken when the applicant accepts."""
    data, details = act.data, act.details
    resource = _locked(data["resource"].pk)
    begins, ends = data["begins_at"], data["ends_at"]
    why = calendar.unfit(resource, begins, ends, act.now, emergency=True)
    why = why or calendar.conflict(resource, begins, ends, details.quantity, act.matter.pk)
    if why:
        raise ActionError(why)
    offer = {"resource": str(resource.uid), "begins_at": begins.isoformat(), "ends_at": ends.isoformat()}
    act.set_details(offer={**offer, "name": resource.name})


def accept_offer(act: Act) -> None:
    """The applicant takes what the owner offered."""
    offer = act.details.offer
    resource = _locked(Resource.objects.get(uid=offer["resource"]).pk)
    begins, ends = datetime.fromisoformat(offer["begins_at"]), datetime.fromisoformat(offer["ends_at"])
    act.set_details(resource=resource, begins_at=begins, ends_at=ends, lead_department=resource.department)
    act.joins(departments=[resource.department_id], people=[resource.custodian_id])
    _hold(act, resource)


def agree(act: Act) -> None:
    """What was agreed is still fit: a certificate may have been entered since."""
    _refuse_unfit(act, _locked(act.details.resource_id), emergency=True)


def offer_slot(act: Act) -> None:
    """What was freed is kept for the first who waits, for a while."""
    _hold(act, _locked(act.details.resource_id))


def let_pass(act: Act) -> None:
    """Not taken in time: the next gets it."""
    act.set_details(holding=False)


def taken_back(act: Act) -> None:
    """It is there again: others may have it from now on."""
    act.set_details(holding=False)


def after_check(act: Act) -> str:
    """Closed, or kept open for what was damaged."""
    return "damage" if act.details.damaged else "closed"


def report_damage(act: Act) -> None:
    """What the owner found."""
    act.set_details(damaged=True)


def _locked(pk: int) -> Resource:
    """The resource under its lock: who wants the same waits here."""
    return Resource.objects.select_for_update(of=("self",)).select_related("department").get(pk=pk)


def _refuse_unfit(act: Act, resource: Resource, *, emergency: bool = False) -> None:
    details = act.details
    emergency = emergency or details.emergency
    if why := calendar.unfit(resource, details.begins_at, details.ends_at, act.now, emergency=emergency):
        raise ActionError(why)


def _conflict(act: Act, resource: Resource, begins: Any, ends: Any) -> str:
    return calendar.conflict(resource, begins, ends, act.details.quantity, act.matter.pk)


def _hold(act: Act, resource: Resource) -> None:
    if why := _conflict(act, resource, act.details.begins_at, act.details.ends_at):
        raise ActionError(why)
    title = f"{resource.name} {calendar.said(act.details.begins_at)}"[:200]
    act.set_details(holding=True, title=title)
