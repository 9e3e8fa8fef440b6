"""How much is lent, idle and refused, folded from the ledger: what happened counts, not what was planned (4.2.c)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from xieli.matters.models import Event
from xieli.worktime import calendars

from .forms import GROUNDS
from .models import BookingDetails, Resource

ENDS_USE = ("give_back", "bring_back", "timer:used", "finish_early")
COUNTED = {
    "apply": "asked", "refuse": "refused", "timer:release": "missed", "timer:fall_due": "late",
    "report_damage": "damaged", "cancel": "cancelled",
}  # fmt: skip


@dataclass
class Line:
    """One resource in a period. `seconds`: lent, each piece of a pool counted; `worked`: within working time."""

    resource: Resource
    counts: Counter[str] = field(default_factory=Counter)
    grounds: Counter[str] = field(default_factory=Counter)
    seconds: int = 0
    worked: int = 0
    idle: int = 100

    @property
    def hours(self) -> float:
        """Hours lent, as people say it."""
        return round(self.seconds / 3600, 1)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why it was refused, the most frequent first."""
        labels = {key: str(label) for key, label in GROUNDS}
        return [(labels.get(key, key), n) for key, n in self.grounds.most_common()]


def usage(begins: datetime, ends: datetime, resources: Iterable[Resource] | None = None) -> list[Line]:
    """Each resource between two moments, by its owner and code. Three queries."""
    if resources is None:
        resources = Resource.objects.select_related("department").order_by("department__order", "code")
    lines = {one.pk: Line(one) for one in resources}
    lived = Q(matter__closed_at=None) | Q(matter__closed_at__gte=begins)
    details = BookingDetails.objects.filter(lived, matter__opened_at__lt=ends, resource__in=lines).in_bulk()
    begun: dict[int, datetime] = {}
    happened = Event.objects.filter(matter__procedure="sharing", at__lt=ends, matter__in=details)
    for event in happened.order_by("at", "seq").values("matter_id", "action", "at", "facts"):
        booking = details[event["matter_id"]]
        line, within = lines[booking.resource_id], event["at"] >= begins
        action = event["action"]
        if within and action in COUNTED:
            line.counts[COUNTED[action]] += 1
        if within and action == "refuse":
            line.grounds[_ground(event["facts"])] += 1
        if action == "collect":
            begun[booking.pk] = event["at"]
        elif action in ENDS_USE:
            since = begun.pop(booking.pk, booking.begins_at)
            until = min(event["at"], booking.ends_at) if action == "timer:used" else event["at"]
            _lent(line, booking, since, until, begins, ends)
    for pk, since in begun.items():  # still out
        _lent(lines[details[pk].resource_id], details[pk], since, ends, begins, ends)
    for line in lines.values():
        whole = _worked(line.resource, begins, ends) * line.resource.quantity
        line.idle = max(0, round(100 * (1 - line.worked / whole))) if whole else 100
    return list(lines.values())


def _lent(
    line: Line, booking: BookingDetails, since: datetime, until: datetime, begins: datetime, ends: datetime
) -> None:
    since, until = max(since, begins), min(until, ends)
    if until <= since:
        return
    line.counts["lent"] += 1
    line.seconds += int((until - since).total_seconds()) * booking.quantity
    line.worked += _worked(line.resource, since, until) * booking.quantity


def _worked(resource: Resource, begins: datetime, ends: datetime) -> int:
    return int(calendars.get(resource.department.calendar or "office").elapsed(begins, ends))


def _ground(facts: dict[str, Any]) -> str:
    return str(facts.get("data", {}).get("ground") or facts.get("ground") or "other")
