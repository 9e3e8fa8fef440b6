"""What the worker does for meetings, about hourly: harmless when repeated, one series or meeting at a time."""

import structlog

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter

from .series_effects import missing

log = structlog.get_logger(__name__)


def plan_regular() -> int:
    """Plan what is to come; a series whose own matter is over ends with it. Returns how many series were touched."""
    running = Matter.objects.filter(procedure="meeting_series", state="running")
    done = 0
    for series in running.select_related("meeting_series", "parent").order_by("pk"):
        if series.parent is not None and series.parent.closed_at is not None:
            done += _do(series, "end")
        elif missing(series, series.meeting_series, clock.now()):
            done += _do(series, "plan_next")
    return done


def close_settled() -> int:
    """Close the meetings whose resolutions are all carried out."""
    waiting = Matter.objects.filter(procedure="meeting", state="minutes_confirmed")
    still = Matter.objects.filter(procedure="resolution", closed_at=None).values("parent")
    return sum(_do(meeting, "close") for meeting in waiting.exclude(pk__in=still).order_by("pk"))


def _do(matter: Matter, action: str) -> int:
    try:
        perform(matter, action, SYSTEM, {"reason": "—"} if action == "end" else {})
    except ActionError as refused:  # somebody was faster: the next round sees
        log.warning("meeting chore refused", matter=matter.number, action=action, why=refused.message)
        return 0
    return 1
