"""Collecting and bringing back: what is handed over is there, fit and in time; what comes back is looked at."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Link, Matter
from xieli.organisation import queries as organisation

from . import calendar, commands
from .holding import hold, locked, refuse_unfit
from .models import Blackout, BookingDetails, Remedy

MISSED = gettext_noop("%(matter)s：逾时未领用，%(resource)s 已释放给其他人")
LATE = gettext_noop("%(matter)s：%(resource)s 到期未还，请立即归还")
LATE_FOR_NEXT = gettext_noop("%(resource)s 的上一位使用人到期未还，可能影响您 %(at)s 的领用，请先联系保管人")
DAMAGE = gettext_noop("%(matter)s 登记损坏")


def collect(act: Act) -> None:
    """It is there and may be used until its end; collected before its time, it must be free until then."""
    details = act.details
    resource = locked(details.resource_id)
    if act.now < details.begins_at:
        act.set_details(begins_at=act.now)
    refuse_unfit(act, resource, emergency=True)
    out = BookingDetails.objects.filter(
        resource=resource, holding=True, matter__state__in=("collected", "overdue")
    )
    rows = list(out.exclude(matter=act.matter).select_related("matter").order_by("ends_at"))
    if sum(one.quantity for one in rows) + details.quantity > resource.quantity:
        raise ActionError(
            _("%(resource)s 还没有归还：%(who)s。请先联系保管人，归还后再领用。")
            % {"resource": resource.name, "who": calendar.holder_said(rows[0], act.actor.person)}
        )
    hold(act, resource)
    act.set_details(collected_at=act.now)


def finish_early(act: Act) -> None:
    """The room is free again from now on."""
    if act.now < act.details.begins_at:
        raise ActionError(_("还没有开始使用。不再需要时请取消。"))
    act.set_details(returned_at=act.now)


def taken_back(act: Act) -> None:
    """It is there again: others may have it from now on."""
    act.set_details(holding=False, returned_at=act.now)


def tell_missed(act: Act) -> None:
    """Who booked hears that it was released."""
    act.notice(_users(act), "message", MISSED, resource=act.details.resource.name)


def tell_late(act: Act) -> None:
    """Who has it and their head are urged; who has it next hears that it may be late."""
    details = act.details
    resource = details.resource
    department = act.matter.initiator_department_id
    head = organisation.head_of(department) if department is not None else None
    act.notice([*_users(act), head.pk if head else None], "message", LATE, resource=resource.name)
    following = BookingDetails.objects.filter(
        resource=resource, holding=True, begins_at__gte=details.ends_at,
        begins_at__lt=act.now + timedelta(days=1), matter__closed_at=None,
    ).exclude(matter=act.matter)  # fmt: skip
    for one in following.select_related("matter").order_by("begins_at")[:1]:
        people = [one.matter.initiator_id, one.responsible_id]
        at = calendar.said(one.begins_at)
        act.notice(people, "message", LATE_FOR_NEXT, resource=resource.name, at=at)


def report_damage(act: Act) -> None:
    """What the owner found; where it can't be used any more nobody gets it for a while."""
    act.set_details(damaged=True)
    if act.data.get("unusable_until"):
        resource = locked(act.details.resource_id)
        reason = str(_(DAMAGE)) % {"matter": act.matter.reference}
        until = act.data["unusable_until"]
        commands.black_out(resource, act.now, until, reason, act.actor.person, act.matter)


def settle(act: Act) -> None:
    """How it was dealt with; where somebody answers for it, with the matter in which that is found (5.2.c). Where it
    can be used again, the time out of use ends with the damage."""
    if act.data.get("usable"):
        for off in open_blackouts(act.matter, act.now):
            commands.back_in_use(off)
    about = act.data.get("liability")
    if about is not None:
        Link.objects.get_or_create(source=act.matter, target=about, kind="concerns", defaults={"at": act.now})
        act.note("links", "concerns", [str(about.uid), about.number])
    elif act.data["remedy"] == Remedy.LIABILITY:
        act.note("liability", "asked", [act.matter.initiator_department_id, act.details.responsible_id])


def open_blackouts(matter: Matter, now: datetime) -> "QuerySet[Blackout]":
    """The time for which a booking's damage keeps its resource out of use, while it lasts."""
    return Blackout.objects.filter(matter=matter, ends_at__gt=now).select_related("resource")


def _users(act: Act) -> list[int | None]:
    return [act.matter.initiator_id, act.details.responsible_id]
