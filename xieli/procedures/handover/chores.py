"""What the worker does for handovers, about hourly: harmless when repeated, one handover at a time."""

import structlog

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from .permissions import comes_back, window_open

log = structlog.get_logger(__name__)


def archive_settled() -> int:
    """Put into the archive what took effect and can't be objected to any more. Returns how many."""
    rows = Matter.objects.filter(procedure="handover", state="effective")
    return sum(_archive(one) for one in rows.select_related("handover").order_by("pk") if _settled(one))


def _settled(matter: Matter) -> bool:
    scene = Scene(matter, registry.get(matter.procedure), clock.now())
    scene.details = matter.handover
    return not (window_open.holds(scene, SYSTEM) or comes_back.holds(scene, SYSTEM))


def _archive(matter: Matter) -> int:
    try:
        perform(matter, "archive", SYSTEM, {})
    except ActionError as refused:  # somebody was faster: the next round sees
        log.warning("handover not archived", matter=matter.number, why=refused.message)
        return 0
    return 1
