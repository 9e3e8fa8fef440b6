"""Who is free when: other meetings, away with somebody standing in, outside the department's working hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.organisation.models import Delegation, Person
from xieli.worktime import calendars

from .models import Attendee

STEP = timedelta(minutes=30)
AHEAD = timedelta(days=14)
TAKES = ("planned", "invited", "held")


@dataclass(frozen=True)
class Span:
    """A time somebody is not free: `why` in words that tell nothing of what only others may know."""

    begins: datetime
    ends: datetime
    why: str


def spans(
    people: Iterable[Person], begins: datetime, ends: datetime, *, but: int | None = None
) -> dict[int, list[Span]]:
    """By person (id), what they have between two moments; `but`: a meeting that doesn't count. Two queries."""
    found: dict[int, list[Span]] = {one.pk: [] for one in people}
    meetings = Attendee.objects.filter(
        person__in=found, matter__meeting__begins_at__lt=ends, matter__meeting__ends_at__gt=begins,
        matter__state__in=TAKES,
    ).exclude(matter=but).exclude(reply=Attendee.Reply.DECLINED)  # fmt: skip
    times = meetings.values_list("person_id", "matter__meeting__begins_at", "matter__meeting__ends_at")
    for person, since, until in times:
        if since is not None and until is not None:
            found[person].append(Span(since, until, _("已有会议")))
    lasting = Q(revoked_at=None) | Q(revoked_at__gt=begins)
    away = Delegation.objects.filter(lasting, person__in=found, from_at__lt=ends, to_at__gt=begins)
    for person, since, until in away.values_list("person_id", "from_at", "to_at"):
        found[person].append(Span(since, until, _("外出，有人代理")))
    return {pk: sorted(one, key=lambda span: span.begins) for pk, one in found.items()}


def why_not(person: Person, mine: Sequence[Span], begins: datetime, ends: datetime) -> str:
    """Why somebody can't come then, in words; empty where they can."""
    for one in mine:
        if one.begins < ends and one.ends > begins:
            hours = f"{clock.local(one.begins):%m-%d %H:%M}–{clock.local(one.ends):%H:%M}"
            return f"{one.why} {hours}"
    return "" if _at_work(person, begins, ends) else _("不在工作时间")


def _at_work(person: Person, begins: datetime, ends: datetime) -> bool:
    calendar = calendars.get(person.department.calendar if person.department else "office")
    return calendar.elapsed(begins, ends) == (ends - begins).total_seconds()


def free_slots(
    people: Sequence[Person], since: datetime, minutes: int, *, but: int | None = None, n: int = 3
) -> list[datetime]:
    """The next `n` moments from which all are free for so long, in working time, on the half hour, within two weeks."""
    length = timedelta(minutes=minutes)
    taken = spans(people, since, since + AHEAD, but=but)
    office = calendars.get("office")
    at = clock.local(since).replace(minute=0, second=0, microsecond=0)
    found: list[datetime] = []
    while at < since + AHEAD and len(found) < n:
        at += STEP
        if at <= since or office.elapsed(at, at + length) < length.total_seconds():
            continue
        if all(not why_not(one, taken[one.pk], at, at + length) for one in people):
            found.append(at)
            at += length - STEP
    return found
