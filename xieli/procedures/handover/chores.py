"""What the worker does for handovers, about hourly: harmless when repeated, one handover at a time."""

import structlog

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from .models import Reason
from .permissions import comes_back, window_open

log = structlog.get_logger(__name__)


def archive_settled() -> int:
    """Put into the archive what took effect and can't be objected to any more. Returns how many."""
    rows = Matter.objects.filter(procedure="handover", closed_at=None, handover__effective_at__isnull=False)
    rows = rows.exclude(state="reviewing")
    return sum(
        _carried(one, "archive") for one in rows.select_related("handover").order_by("pk") if _settled(one)
    )


def await_returns() -> int:
    """Whose leave is over is asked to take their work back. Returns how many."""
    rows = Matter.objects.filter(
        procedure="handover", state="in_force", handover__returns_at__lte=clock.now()
    )
    rows = rows.filter(handover__reason=Reason.ABSENCE).select_related("handover").order_by("pk")
    return sum(_carried(one, "await_return") for one in rows if comes_back.holds(_scene(one), SYSTEM))


def _settled(matter: Matter) -> bool:
    scene = _scene(matter)
    return not (window_open.holds(scene, SYSTEM) or comes_back.holds(scene, SYSTEM))


def _scene(matter: Matter) -> Scene:
    scene = Scene(matter, registry.get(matter.procedure), clock.now())
    scene.details = matter.handover
    return scene


def _carried(matter: Matter, act: str) -> int:
    try:
        perform(matter, act, SYSTEM, {})
    except ActionError as refused:  # somebody was faster: the next round sees
        log.warning("handover not carried on", matter=matter.number, act=act, why=refused.message)
        return 0
    return 1
