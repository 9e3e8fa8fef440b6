"""What the acts of work plans and of their items do besides moving them, by part of their life."""

from collections.abc import Sequence
from typing import Any

from xieli.matters.scene import Scene

from ..models import Cadence
from .changing import change, propose, ruled
from .drawing import after_confirm, after_submit, begin, carry_in, confirm, submit, write_lines
from .ending import sum_up
from .items import (
    accept,
    after_delivery,
    count_back,
    deliver,
    hand_out,
    report_progress,
    shift,
    undo_deliver,
    undo_send_back,
)
from .running import hand_out_due, start_early

__all__ = [
    "accept",
    "after_confirm",
    "after_delivery",
    "after_submit",
    "begin",
    "carry_in",
    "category_labels",
    "change",
    "confirm",
    "count_back",
    "deliver",
    "facts",
    "hand_out",
    "hand_out_due",
    "propose",
    "report_progress",
    "ruled",
    "shift",
    "start_early",
    "submit",
    "sum_up",
    "undo_deliver",
    "undo_send_back",
    "write_lines",
]


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits and conditions ask for."""
    details = scene.details
    if scene.procedure.key == "plan_item":
        return {"round": details.sent_back + 1}
    return {"cadence": details.cadence}


def category_labels() -> Sequence[tuple[str, Any]]:
    """Plans are listed by how long they are for."""
    return Cadence.choices
