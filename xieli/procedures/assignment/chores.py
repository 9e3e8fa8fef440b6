"""Progress of instructions is asked for when it is due: harmless when repeated, one instruction at a time."""

import structlog

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem

log = structlog.get_logger(__name__)


def ask_for_progress() -> int:
    """Each one in hand whose rhythm has come round, unless it is asked already."""
    rows = Matter.objects.filter(
        procedure="instruction", state="doing", assignment__next_report_at__lte=clock.now()
    )
    open_ones = WorkItem.objects.filter(step="give_progress", closed_at=None).values("matter")
    done = 0
    for matter in rows.exclude(pk__in=open_ones).order_by("pk"):
        try:
            perform(matter, "ask_progress", SYSTEM)
        except ActionError as refused:  # it has ended meanwhile
            log.warning("progress could not be asked for", matter=matter.number, why=refused.message)
            continue
        done += 1
    return done
