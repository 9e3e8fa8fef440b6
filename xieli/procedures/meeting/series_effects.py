"""What the acts of a regular series do besides moving it."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.worktime import calendars

from . import circles, repeating
from .models import MeetingDetails, SeriesDetails
from .periods import Period, on_a_working_day, to_plan

AHEAD = timedelta(days=7)  # a meeting is planned so long before it
UNDONE = ("withdrawn", "void")


def begin_series(act: Act) -> None:
    """Its first meeting lies ahead."""
    if act.data["first_at"] <= act.now:
        raise ActionError(_("首次时间要晚于现在。"))
    change_series(act)


def change_series(act: Act) -> None:
    """From the next meeting on; those already planned stay as they are."""
    given = act.data
    convener = given["convener"] or act.actor.person
    if convener is None:
        raise ActionError(_("会议要有召集人。"))
    circles.check_convener(given["kind"], convener)
    circles.with_circle(given["kind"], given["attendees"])
    people = [one.pk for one in given["attendees"]]
    rule = repeating.written(given["repeat"], given["weeks"] or 2, given["first_at"])
    if rule != act.details.rule or act.details.since is None:
        act.set_details(rule=rule, since=act.now)
    act.set_details(
        convener=convener, chair=given["chair"] or convener, secretary=given["secretary"] or convener,
        duration=given["duration"] or 60, attendees=people, lead_department=convener.department,
        category=given["kind"],
    )  # fmt: skip
    act.joins(people=[convener.pk, act.details.chair_id, act.details.secretary_id])
    act.joins(people=[one.pk for one in act.details.people])


def missing(matter: Matter, details: SeriesDetails, now: datetime) -> list[Period]:
    """Periods without a meeting that is planned or was held: the last one that is over, and those that are not.

    A cancelled meeting does not count while its period runs; cancelled when it was over, it says why there was none.
    Of the periods that went by while the product stood still the last stands for all.
    """
    since = details.since or matter.opened_at
    wanted = to_plan(details.first_at, details.rule, since, now, AHEAD)
    over = [one for one in wanted if one.ends <= now]
    planned = MeetingDetails.objects.filter(matter__parent=matter).exclude(period_ends=None)
    planned = planned.filter(~Q(matter__outcome__in=UNDONE) | Q(matter__closed_at__gte=F("period_ends")))
    have = list(planned.values_list("period_begins", "period_ends"))
    return [
        one
        for one in [*over[-1:], *wanted[len(over) :]]
        if not any(a and b and a < one.ends and b > one.begins for a, b in have)
    ]


def plan_next(act: Act) -> None:
    """A meeting for each period that has none."""
    details, works = act.details, calendars.get("office").is_working_day
    for one in missing(act.matter, details, act.now):
        meets = on_a_working_day(one.meets, one.begins, one.ends, works)
        open_under(
            act,
            "meeting",
            {
                "title": f"{act.matter.title} {meets:%m-%d}",
                "kind": details.kind,
                "purpose": details.purpose,
                "begins_at": _typed(meets) if meets > act.now else None,
                "duration": details.duration,
                "place": details.place,
                "attendees": [str(person.uid) for person in details.people if person.active],
                "convener": str(details.convener.uid),
                "chair": str(details.chair.uid),
                "secretary": str(details.secretary.uid),
                "period_begins": _typed(one.begins),
                "period_ends": _typed(one.ends),
            },
        )


def _typed(moment: Any) -> str:
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")


def end_series(act: Act) -> None:
    """Meetings not held yet are cancelled; minutes and resolutions go on to their end."""
    ahead = Matter.objects.filter(parent=act.matter, state__in=("planned", "invited"), closed_at=None)
    for meeting in ahead.order_by("pk"):
        perform(meeting, "cancel", SYSTEM, {"reason": str(_("例会已结束"))}, now=act.now)
