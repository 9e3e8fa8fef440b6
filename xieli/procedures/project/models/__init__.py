"""What projects keep beside their matters: the application, the team, plans and baselines, tasks, logs."""

from .application import Kind, Level, ProjectDetails, Urgency
from .baseline import Baseline, PlanDraft
from .execution import PlanTask, TaskDetails
from .team import Assessment, Finding, Member, Necessity

__all__ = [
    "Assessment",
    "Baseline",
    "Finding",
    "Kind",
    "Level",
    "Member",
    "Necessity",
    "PlanDraft",
    "PlanTask",
    "ProjectDetails",
    "TaskDetails",
    "Urgency",
]
