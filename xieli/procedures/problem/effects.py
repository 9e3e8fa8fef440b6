"""What the acts on a problem do besides moving it."""

from typing import Any

from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.models import Event
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .models import Severity

PRIORITY = {Severity.MINOR: 0, Severity.MAJOR: 0, Severity.CRITICAL: 1}
CRITICAL_REPORTED = gettext_noop("%(matter)s：本部门有一个严重问题待解决")


def facts(scene: Scene) -> dict[str, Any]:
    """What the limits ask for."""
    severity = scene.details.severity
    return {"severity": severity, "warnings": "urgent" if severity == Severity.CRITICAL else ""}


def report(act: Act) -> None:
    """Named by its first words; it counts for the solver's department, whose head hears of the grave ones."""
    solver, severity = act.data["solver"], Severity(act.data["severity"])
    act.set_details(
        title=act.data["content"].splitlines()[0][:60],
        lead_department=solver.department,
        category=severity,
        priority=PRIORITY[severity],
    )
    head = organisation.head_of(solver.department) if solver.department else None
    if severity == Severity.CRITICAL and head is not None and head != solver:
        act.notice([head.pk], "problem", CRITICAL_REPORTED, matter=act.matter.title)


def count(act: Act) -> None:
    """Its reporter does not agree: one more round."""
    act.set_details(disagreements=act.details.disagreements + 1)


def undo_disagree(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(disagreements=act.details.disagreements - 1)


def category_labels() -> list[tuple[str, Any]]:
    """Problems are listed by severity."""
    return list(Severity.choices)
