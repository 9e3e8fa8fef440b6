"""What the acts of projects do besides moving them, by part of their life."""

from collections.abc import Mapping
from typing import Any

from xieli.matters.scene import Scene

from .acceptance import (
    after_report,
    ask_acceptance,
    ask_again,
    ask_evidence,
    complete,
    conditions_met,
    issue_report,
    on_judged,
    organise,
    pass_on_judging,
    verdict_of_lines,
)
from .application import apply, category_labels, find_defects, mend
from .assessing import after_conclusion, after_decision, ask_assessors, conclude, on_assessed
from .change import (
    adopt,
    after_adoption,
    after_change,
    after_submit,
    open_change,
    refuse_change,
    submit_change,
    take_effect,
)
from .closing import archive, close_project
from .establishing import issue, issue_again, submit_plan, write_plan
from .executing import advance, ask_to_stop, go_on, reach, where_decided, where_refused
from .governing import dissolve_group, group_decides, ruled, set_up_group
from .logs import ask_report, ask_reports, log_risk, record_cost, report_week, update_risk
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
    "adopt",
    "advance",
    "after_adoption",
    "after_change",
    "after_conclusion",
    "after_decision",
    "after_report",
    "after_submit",
    "apply",
    "archive",
    "ask_acceptance",
    "ask_again",
    "ask_assessors",
    "ask_evidence",
    "ask_report",
    "ask_reports",
    "ask_to_stop",
    "category_labels",
    "close_project",
    "complete",
    "conclude",
    "conditions_met",
    "count_back",
    "deliver",
    "dissolve_group",
    "facts",
    "find_defects",
    "go_on",
    "group_decides",
    "hand_out",
    "issue",
    "issue_again",
    "issue_report",
    "log_risk",
    "mend",
    "name_leader",
    "name_members",
    "on_assessed",
    "on_judged",
    "open_change",
    "organise",
    "pass_on_judging",
    "reach",
    "record_cost",
    "refuse_change",
    "report_progress",
    "report_week",
    "ruled",
    "set_up_group",
    "shift",
    "submit_change",
    "submit_plan",
    "take_effect",
    "undo_deliver",
    "undo_send_back",
    "update_risk",
    "verdict_of_lines",
    "where_decided",
    "where_refused",
    "write_plan",
]


def facts(scene: Scene) -> Mapping[str, Any]:
    """What limits and predicates may name."""
    match scene.procedure.key:
        case "project":
            return {"level": scene.details.level, "urgency": scene.details.urgency}
        case "project_acceptance":
            return {"round": scene.details.round}
        case "project_task":
            return {"condition": scene.details.condition, "round": scene.details.sent_back + 1}
        case _:
            return {}
