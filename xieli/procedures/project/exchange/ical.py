"""Milestones as a calendar to subscribe to: all-day events that keep their identity when they move."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from ..outline import leaves
from ..plan import Plan
from ..schedule import Schedule


def milestones(
    plan: Plan,
    dates: Schedule,
    *,
    project: str,
    title: str,
    sequence: int,
    stamp: datetime,
    urls: Mapping[str, str] | None = None,
) -> bytes:
    """An iCalendar file (RFC 5545) of a project's milestones.

    `project` identifies the project for ever (its uid and the site's name); `sequence` grows with every baseline, so
    that calendars take the newer date; `stamp` (aware) is when the plan was made; `urls` leads from a code to its page.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Xieli//Project milestones//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for task in leaves(plan):
        if task.kind == "milestone":
            day = dates[task.code].finish
            calendar.add_component(
                _event(f"{task.code}@{project}", f"{title} · {task.name}", day, sequence, stamp)
            )
            if urls and task.code in urls:
                calendar.subcomponents[-1].add("url", urls[task.code])
            if task.deliverable:
                calendar.subcomponents[-1].add("description", task.deliverable)
    return bytes(calendar.to_ical())


def _event(uid: str, summary: str, day: date, sequence: int, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(1))  # the day after, as all-day events end
    event.add("dtstamp", stamp)
    event.add("sequence", sequence)
    event.add("transp", "TRANSPARENT")  # keeps nobody's time
    return event
