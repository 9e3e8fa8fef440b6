"""What the worker does for announcements, about hourly: harmless when repeated, one announcement at a time."""

import structlog

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.errors import ActionError

from .addressing import PUBLISHED, not_asked
from .models import AnnouncementDetails

log = structlog.get_logger(__name__)


def end_expired() -> int:
    """End those whose time is over. Returns how many."""
    over = AnnouncementDetails.objects.filter(matter__state=PUBLISHED, valid_until__lte=clock.now())
    return sum(_do(one, "expire") for one in over.select_related("matter").order_by("pk"))


def ask_new_readers() -> int:
    """Ask those who joined an addressed department or post since it was published. Returns for how many it was done."""
    live = AnnouncementDetails.objects.filter(matter__state=PUBLISHED, matter__procedure="announcement")
    rows = live.select_related("matter").order_by("pk")
    return sum(_do(one, "ask_joined") for one in rows if not_asked(one))


def _do(details: AnnouncementDetails, action: str) -> int:
    try:
        perform(details.matter, action, SYSTEM, {})
    except ActionError as refused:  # somebody was faster: the next round sees
        log.warning(
            "announcement chore refused", matter=details.matter.number, action=action, why=refused.message
        )
        return 0
    return 1
