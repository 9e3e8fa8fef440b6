"""What projects keep beside their matters: the application, the team, plans and baselines, tasks, logs."""

from .application import Kind, Level, ProjectDetails, Urgency
from .baseline import Baseline, PlanDraft
from .execution import PlanTask, TaskDetails
from .governing import ChangeDetails, GroupDecision, LeadingGroup
from .logs import Degree, Expense, ReportDetails, Risk, RiskState, WeeklyReport
from .team import Assessment, Finding, Member, Necessity

__all__ = [
    "Assessment",
    "Baseline",
    "ChangeDetails",
    "Degree",
    "Expense",
    "Finding",
    "GroupDecision",
    "Kind",
    "LeadingGroup",
    "Level",
    "Member",
    "Necessity",
    "PlanDraft",
    "PlanTask",
    "ProjectDetails",
    "ReportDetails",
    "Risk",
    "RiskState",
    "TaskDetails",
    "Urgency",
    "WeeklyReport",
]
