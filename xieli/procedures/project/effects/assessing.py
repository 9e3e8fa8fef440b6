"""Feasibility: departments are heard, the PMO concludes, executives decide (4.1.b)."""

from typing import Any

from xieli.matters.commands.act import Act
from xieli.organisation import queries as organisation

from ..models import Assessment, Finding, Level
from ..permissions import executive, is_large, level_of
from ..tables import stored

FINDINGS = {
    "feasible": Finding.FEASIBLE,
    "conditional": Finding.CONDITIONAL,
    "infeasible": Finding.INFEASIBLE,
}


def ask_assessors(act: Act) -> None:
    """Who assesses what; they may see it from now on."""
    act.set_details(assessors=stored(act.data["assessors"]))
    act.joins(departments=[row["department"].pk for row in act.data["assessors"]])


def on_assessed(act: Act) -> None:
    """One department's opinion, beside the details: until all are in, nobody else reads it."""
    item, person = act.item, act.actor.person
    assert item is not None and person is not None and item.department_id is not None
    looked_at = {row["department"]: row["dimensions"] for row in act.details.assessors}
    values: dict[str, Any] = {
        "person": person,
        "dimensions": looked_at.get(item.department_id, []),
        "finding": FINDINGS[act.action],
        "necessity": act.data["necessity"],
        "reasons": act.data.get("reasons", ""),
        "conditions": act.data.get("conditions", []),
        "at": act.now,
    }
    # A signer somebody added speaks for the same department: the last word of a department stands.
    Assessment.objects.update_or_create(
        project=act.matter, round=item.round.no, department_id=item.department_id, defaults=values
    )


def conclude(act: Act) -> None:
    """The level is never lower than budget and departments make it; conditions hold from now on."""
    act.set_details(level=level_of(act.details, act.data["level"]), conditions=stored(act.data["conditions"]))


def after_conclusion(act: Act) -> str:
    """Key and major projects are decided by the executive, above the threshold by the general manager too."""
    if act.details.level == Level.ORDINARY:
        return "naming_leader"
    manager = organisation.general_manager()
    # Where the general manager is in charge of the department, they decide once.
    if is_large(act.details) and executive.resolve(act.scene).person == manager:
        return "gm_deciding"
    return "deciding"


def after_decision(act: Act) -> str:
    """Above the threshold the general manager has the last word."""
    if act.matter.state == "deciding" and is_large(act.details):
        return "gm_deciding"
    return "naming_leader"
