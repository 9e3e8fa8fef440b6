"""When a resource is free: who holds it and until when, how much of a pool is left, on which days it recurs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from dateutil.rrule import DAILY, WEEKLY, rrule
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.models import Matter
from xieli.matters.web.names import department_name, person_name
from xieli.organisation.models import Person
from xieli.worktime import calendars

from .models import BookingDetails, Resource

Span = tuple[datetime, datetime]
MOST = 60
"""Bookings in one series."""
KEPT_FOR = 4 * 3600
"""Seconds of working time for which what was freed is kept for who waits longest."""
JUST_NOW = timedelta(minutes=15)


def holding(resource: Resource, span: Span, but: int | None = None) -> "QuerySet[BookingDetails]":
    """The bookings that keep the resource within `span` (aware moments), without that of the matter `but`."""
    rows = BookingDetails.objects.filter(resource=resource, holding=True, held__overlap=span)
    return rows.exclude(matter=but).select_related("matter").order_by("begins_at")


def peak(spans: Iterable[tuple[datetime, datetime, int]], span: Span) -> int:
    """How many are taken at most at one moment of `span`, half open, by bookings of (from, to, how many)."""
    inside = [(a, b, n) for a, b, n in spans if a < span[1] and b > span[0]]
    moments = {span[0], *(a for a, _b, _n in inside if a >= span[0])}
    return max((sum(n for a, b, n in inside if a <= at < b) for at in moments), default=0)


def conflict(
    resource: Resource, begins: datetime, ends: datetime, quantity: int, but: int | None = None,
    person: Person | None = None, *, now: datetime | None = None,
) -> str:  # fmt: skip
    """Why it can't be had then, as a sentence; empty where it is free. `person`: who reads it and is told who holds it
    only as far as they may know. What was not brought back in time is not there at the moment `now` either."""
    span = resource.held(begins, ends)
    off = resource.blackouts.filter(begins_at__lt=ends, ends_at__gt=begins).first()
    if off is not None:
        return _("%(resource)s 在 %(from)s 至 %(to)s 停用：%(reason)s。") % {
            "resource": resource.name, "from": said(off.begins_at), "to": said(off.ends_at), "reason": off.reason,
        }  # fmt: skip
    rows = list(holding(resource, span, but))
    late = _late(resource, but) if now is not None and begins <= now else []
    spans = [(one.held.lower, one.held.upper, one.quantity) for one in rows if one not in late]
    taken = peak(spans, span) + sum(one.quantity for one in late)
    if taken + quantity <= resource.quantity:
        return ""
    if late and resource.quantity == 1:
        return _("%(resource)s 到期未还：%(who)s。请先联系保管人。") % {
            "resource": resource.name, "who": holder_said(late[0], person),
        }  # fmt: skip
    if resource.quantity == 1:
        words = _(
            "%(resource)s 已由 %(who)s 预约，占用到 %(to)s。请换时间或另选一个，也可以在「共享资源」中排队等候。"
        )
        return words % {
            "resource": resource.name, "who": holder_said(rows[0], person), "to": said(rows[0].held.upper),
        }  # fmt: skip
    words = _(
        "%(resource)s 共 %(all)s，该时段只剩 %(left)s，最早 %(to)s 有归还。请减少数量、换时间，或排队等候。"
    )
    return words % {
        "resource": resource.name,
        "all": resource.quantity,
        "left": max(0, resource.quantity - taken),
        "to": said(min((one.held.upper for one in rows), default=ends)),
    }  # fmt: skip


def _late(resource: Resource, but: int | None) -> list[BookingDetails]:
    rows = BookingDetails.objects.filter(resource=resource, holding=True, matter__state="overdue")
    return list(rows.exclude(matter=but).select_related("matter").order_by("ends_at"))


def holder_said(booking: BookingDetails, person: Person | None) -> str:
    """Who has it, for a reader who may know; others read only that somebody has."""
    if person is not None and Matter.objects.visible_to(person).filter(pk=booking.pk).exists():
        department = department_name(booking.matter.initiator_department_id)
        return f"{department} {person_name(booking.responsible_id)}"
    return _("其他人")


def unfit(resource: Resource, begins: datetime, ends: datetime, now: datetime, *, emergency: bool) -> str:
    """Why the resource may not be lent then, whoever holds it: retired, over, not certified, too short notice."""
    if not resource.active:
        return _("%(resource)s 已停用，不能预约。") % {"resource": resource.name}
    if ends <= now:
        return _("这段时间已经过去，请选今后的时间。")
    until = resource.certified_until
    if until is not None and clock.local(ends).date() > until:
        return _("%(resource)s 的检定或试验有效期到 %(day)s，到期后不能使用。请选更早的时间或其他资源。") % {
            "resource": resource.name, "day": f"{until:%Y-%m-%d}",
        }  # fmt: skip
    if emergency:
        return ""
    if begins < now - JUST_NOW:
        return _("开始时间已经过去，请选今后的时间。")
    if resource.notice_hours and begins < now + timedelta(hours=resource.notice_hours):
        return _("%(resource)s 要提前至少 %(hours)s 小时申请。紧急抢修请勾选「紧急抢修」。") % {
            "resource": resource.name, "hours": resource.notice_hours,
        }  # fmt: skip
    return ""


def offered_until(now: datetime, begins: datetime) -> datetime:
    """How long a freed time is kept for who waits: half a working day, not beyond its beginning."""
    kept: datetime = calendars.get("office").add(now, KEPT_FOR)
    return min(kept, begins)


def occurrences(begins: datetime, ends: datetime, repeat: str, until: date | None) -> Sequence[Span]:
    """The times of a series, the first among them, at the same time of day; not more than MOST."""
    if not repeat or until is None:
        return [(begins, ends)]
    first = clock.local(begins)
    last = datetime.combine(until, first.timetz())
    frequency, interval = {"daily": (DAILY, 1), "weekly": (WEEKLY, 1), "biweekly": (WEEKLY, 2)}[repeat]
    found = rrule(frequency, interval=interval, dtstart=first, until=max(first, last), count=None)
    return [(at, at + (ends - begins)) for _n, at in zip(range(MOST), found, strict=False)]


def said(moment: datetime) -> str:
    """A moment as people say it."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def typed(moment: datetime) -> str:
    """A moment as a form takes it."""
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")
