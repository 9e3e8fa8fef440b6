"""What the acts of projects do besides moving them, by part of their life."""

from collections.abc import Mapping
from typing import Any

from xieli.matters.scene import Scene

from .application import apply, category_labels, find_defects, mend
from .assessing import after_conclusion, after_decision, ask_assessors, conclude, on_assessed
from .establishing import issue, submit_plan, write_plan
from .executing import advance, ask_to_stop, where_decided, where_refused
from .task import (
    accept_task,
    count_back,
    deliver,
    hand_out,
    report_progress,
    shift,
    undo_deliver,
    undo_send_back,
)
from .team import name_leader, name_members

__all__ = [
    "accept_task",
    "advance",
    "after_conclusion",
    "after_decision",
    "apply",
    "ask_assessors",
    "ask_to_stop",
    "category_labels",
    "conclude",
    "count_back",
    "deliver",
    "facts",
    "find_defects",
    "hand_out",
    "issue",
    "mend",
    "name_leader",
    "name_members",
    "on_assessed",
    "report_progress",
    "shift",
    "submit_plan",
    "undo_deliver",
    "undo_send_back",
    "where_decided",
    "where_refused",
    "write_plan",
]


def facts(scene: Scene) -> Mapping[str, Any]:
    """What limits and predicates may name."""
    match scene.procedure.key:
        case "project":
            return {"level": scene.details.level, "urgency": scene.details.urgency}
        case "project_task":
            return {"condition": scene.details.condition, "round": scene.details.sent_back + 1}
        case _:
            return {}
