"""会议日历: a person's meetings, or all they may see, by month or week; on the phone a list by days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.matters.models import Matter
from xieli.organisation.models import Person
from xieli.worktime import calendars

from ..models import Attendee, Feed, MeetingDetails

MOST = 500
OFF = ("cancelled", "void")


@dataclass(frozen=True)
class Day:
    """One day of the calendar with its meetings; `inside`: of the month shown."""

    on: date
    inside: bool
    today: bool
    works: bool
    meetings: list[MeetingDetails]


@employee
@require_GET
def page(request: EmployeeRequest) -> HttpResponse:
    """`?view=week`, `?on=2026-11-26`, `?whose=all`."""
    return month_page(request)


def month_page(request: EmployeeRequest, *, address: str = "") -> HttpResponse:
    """The page; `address`: the secret of a feed that was just made, to be shown once."""
    today = clock.local(clock.now()).date()
    on = day_of(request.GET.get("on", ""), today)
    week = request.GET.get("view") == "week"
    everyone = request.GET.get("whose") == "all"
    days = _days(request.person, on, today, week=week, everyone=everyone)
    before, after = _beside(on, week=week)
    context = {
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "days": days,
        "busy": any(one.meetings for one in days),
        "on": on, "before": before, "after": after, "today": today, "week": week, "everyone": everyone,
        "address": address,
        "subscribed": Feed.objects.filter(person=request.person).first(),
    }  # fmt: skip
    return html.render(request, "meeting/calendar.html", context)


def day_of(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if 2000 <= found.year <= 2100 else today


def _beside(on: date, *, week: bool) -> tuple[date, date]:
    """A day of the period before and of the one after."""
    if week:
        return on - timedelta(days=7), on + timedelta(days=7)
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)


def _days(person: Person, on: date, today: date, *, week: bool, everyone: bool) -> list[Day]:
    begin = on if week else on.replace(day=1)
    end = on if week else (begin + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    begin -= timedelta(days=begin.weekday())
    end += timedelta(days=6 - end.weekday())
    count = (end - begin).days + 1
    by_day = _meetings(person, midnight(begin), midnight(end + timedelta(days=1)), everyone=everyone)
    works = calendars.get("office").is_working_day
    all_days = (begin + timedelta(days=one) for one in range(count))
    return [
        Day(day, week or day.month == on.month, day == today, works(day), by_day.get(day, []))
        for day in all_days
    ]


def midnight(day: date) -> datetime:
    return clock.at(day.year, day.month, day.day)


def _meetings(
    person: Person, begins: datetime, ends: datetime, *, everyone: bool
) -> dict[date, list[MeetingDetails]]:
    """The meetings between two moments by local day. One query."""
    seen = Matter.objects.visible_to(person).filter(procedure="meeting").exclude(state__in=("draft", *OFF))
    rows = MeetingDetails.objects.filter(
        begins_at__gte=begins, begins_at__lt=ends, matter__in=seen.values("pk")
    )
    if not everyone:
        mine = Attendee.objects.filter(person=person, invited=True)
        rows = rows.filter(matter__in=mine.values("matter"))
    found: dict[date, list[MeetingDetails]] = defaultdict(list)
    for one in rows.select_related("matter", "chair").order_by("begins_at", "pk")[:MOST]:
        if one.begins_at is not None:
            found[clock.local(one.begins_at).date()].append(one)
    return found
