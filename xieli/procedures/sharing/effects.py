"""What the acts of a booking do besides moving it. The database refuses what overlaps; here it is said who holds it."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.commands.start import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from . import calendar
from .handing import collect, finish_early, report_damage, settle, taken_back, tell_late, tell_missed
from .holding import hold, locked, refuse_unfit, title_of
from .models import BookingDetails, Resource

__all__ = ["collect", "finish_early", "report_damage", "settle", "taken_back", "tell_late", "tell_missed"]

STANDING = gettext_noop("%(matter)s：按归口部门的预先同意，已预约 %(resource)s")
FREED = gettext_noop("%(matter)s：%(resource)s 的时段已空出，请在 %(until)s 前确认是否还需要")


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    return {"emergency": bool(scene.details.emergency)}


def apply(act: Act) -> None:
    """Its owner leads; each time of a series is a booking of its own; what is taken is refused, or waited for."""
    details, data = act.details, act.data
    resource = locked(details.resource_id)
    refuse_unfit(act, resource, emergency=details.emergency)
    act.set_details(title=title_of(resource, details.begins_at), lead_department=resource.department)
    act.joins(
        departments=[resource.department_id],
        people=[details.responsible_id, resource.custodian_id],
    )
    times = calendar.occurrences(
        details.begins_at, details.ends_at, data.get("repeat") or "", data.get("repeat_until")
    )
    taken = [_conflict(act, resource, begins, ends) for begins, ends in times]
    waits = bool(data.get("wait"))
    if any(taken) and not waits:
        sentences = [why for why in taken if why]
        raise ActionError("\n".join(sentences), conflicts=sentences)
    if taken[0]:
        act.set_details(waits_since=act.now)
    else:
        act.set_details(holding=True)
        _consented(act, resource)
    if len(times) > 1:
        _rest_of_series(act, times[1:], waits=waits)


def _consented(act: Act, resource: Resource) -> None:
    """Agreed by what its owner allowed beforehand: the ledger says whose consent it is, the custodian hears of it."""
    if resource.auto_agree:
        act.note("consent", "standing", [resource.code, resource.department_id])
        act.notice([resource.custodian_id], "message", STANDING, resource=resource.name)


def _rest_of_series(act: Act, times: Any, *, waits: bool) -> None:
    """Each other time is a booking of its own, by the same applicant; taken ones are waited for where asked."""
    series = uuid.uuid4()
    act.set_details(series=series)
    details = act.details
    same = {
        "resource": str(details.resource.uid), "quantity": details.quantity, "purpose": details.purpose,
        "place": details.place, "responsible": str(details.responsible.uid), "emergency": details.emergency,
        "accepted": True, "wait": waits,
    }  # fmt: skip
    for begins, ends in times:
        own = {**same, "begins_at": calendar.typed(begins), "ends_at": calendar.typed(ends)}
        one = open_matter("sharing", act.actor, "apply", own, now=act.now)
        BookingDetails.objects.filter(matter=one).update(series=series)
        act.note("series", "booked", [str(one.uid), one.number])


def after_apply(act: Act) -> str:
    """Waits, is had by the owner's standing consent, or lies with the owner."""
    return "waiting" if act.details.waits_since is not None else once_asked(act)


def once_asked(act: Act) -> str:
    """Had at once where the owner agreed beforehand, else the owner is asked."""
    return once_agreed(act) if act.details.resource.auto_agree else "applied"


def once_agreed(act: Act) -> str:
    """To be collected, or just used at its time."""
    return "agreed" if act.details.resource.handed_over else "reserved"


def move(act: Act) -> None:
    """Another time: its owner is asked again, unless agreed beforehand."""
    resource = locked(act.details.resource_id)
    refuse_unfit(act, resource, emergency=act.details.emergency)
    hold(act, resource)
    if act.matter.state != "applied":
        _consented(act, resource)


def cancel(act: Act) -> None:
    """With the later ones of its series, where that is wanted: those not collected yet."""
    if not act.data.get("whole_series") or act.details.series is None:
        return
    later = _others_of_series(act, "waiting", "offered", "applied", "countered", "agreed", "reserved")
    for one in later.filter(sharing__begins_at__gt=act.details.begins_at):
        perform(one, "cancel", act.actor, {"reason": act.texts.get("reason", "")}, now=act.now)
        act.note("series", "cancelled", [str(one.uid), one.number])


def _others_of_series(act: Act, *states: str) -> "QuerySet[Matter]":
    rows = Matter.objects.filter(
        procedure="sharing", closed_at=None, sharing__series=act.details.series, state__in=states
    )
    return rows.exclude(pk=act.matter.pk).order_by("pk")


def counter(act: Act) -> None:
    """What the owner offers instead, of its own: it must be free now, and is looked at again when it is taken."""
    data, details = act.data, act.details
    resource = locked(data["resource"].pk)
    if resource.department_id != details.resource.department_id:
        raise ActionError(_("只能建议本部门归口的资源。其他部门的资源请申请人另行申请。"))
    begins, ends = data["begins_at"], data["ends_at"]
    why = calendar.unfit(resource, begins, ends, act.now, emergency=True)
    why = why or calendar.conflict(
        resource, begins, ends, details.quantity, act.matter.pk, act.actor.person, now=act.now
    )
    if why:
        raise ActionError(why)
    offer = {"resource": str(resource.uid), "begins_at": begins.isoformat(), "ends_at": ends.isoformat()}
    act.set_details(offer={**offer, "name": resource.name})


def accept_offer(act: Act) -> None:
    """The applicant takes what the owner offered, if it is still fit and free."""
    offer = act.details.offer
    resource = locked(Resource.objects.get(uid=offer["resource"]).pk)
    begins, ends = datetime.fromisoformat(offer["begins_at"]), datetime.fromisoformat(offer["ends_at"])
    act.set_details(resource=resource, begins_at=begins, ends_at=ends, lead_department=resource.department)
    act.joins(departments=[resource.department_id], people=[resource.custodian_id])
    refuse_unfit(act, resource, emergency=True)
    hold(act, resource)


def agree(act: Act) -> None:
    """What is agreed to is fit now: a certificate or a time out of use may have been entered since. The others of its
    series with it, where that is wanted; what is not fit stays to be answered."""
    resource = locked(act.details.resource_id)
    refuse_unfit(act, resource, emergency=True)
    hold(act, resource)
    if not act.data.get("whole_series") or act.details.series is None:
        return
    for one in _others_of_series(act, "applied"):
        try:
            perform(one, "agree", act.actor, {"opinion": act.texts.get("opinion", "")}, now=act.now)
        except ActionError:
            continue
        act.note("series", "agreed", [str(one.uid), one.number])


def offer_slot(act: Act) -> None:
    """What was freed is kept for the first who waits: for half a working day, and not beyond its beginning."""
    resource = locked(act.details.resource_id)
    hold(act, resource)
    until = calendar.offered_until(act.now, act.details.begins_at)
    act.set_details(waits_since=None, slot_until=until)
    act.notice(
        [act.matter.initiator_id], "message", FREED, resource=resource.name, until=calendar.said(until)
    )


def take_slot(act: Act) -> None:
    """Still wanted: looked at like a fresh application."""
    resource = locked(act.details.resource_id)
    refuse_unfit(act, resource, emergency=True)
    _consented(act, resource)


def after_check(act: Act) -> str:
    """Closed, or kept open for what was damaged."""
    return "damage" if act.details.damaged else "closed"


def _conflict(act: Act, resource: Resource, begins: datetime, ends: datetime) -> str:
    return calendar.conflict(
        resource, begins, ends, act.details.quantity, act.matter.pk, act.actor.person, now=act.now
    )
