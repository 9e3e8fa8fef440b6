"""What projects keep beside their matters: the application, the team, plans and baselines, tasks, logs."""

from .acceptance import (
    AcceptanceDetails,
    AcceptanceItem,
    Evidence,
    Judgement,
    ProjectArchive,
    Reason,
    Verdict,
)
from .application import Kind, Level, ProjectDetails, Urgency
from .baseline import Baseline, PlanDraft
from .execution import PlanTask, TaskDetails
from .governing import ChangeDetails, GroupDecision, LeadingGroup
from .logs import Degree, Expense, ReportDetails, Risk, RiskState, WeeklyReport
from .team import Assessment, Finding, Member, Necessity

__all__ = [
    "AcceptanceDetails",
    "AcceptanceItem",
    "Assessment",
    "Baseline",
    "ChangeDetails",
    "Degree",
    "Evidence",
    "Expense",
    "Finding",
    "GroupDecision",
    "Judgement",
    "Kind",
    "LeadingGroup",
    "Level",
    "Member",
    "Necessity",
    "PlanDraft",
    "PlanTask",
    "ProjectArchive",
    "ProjectDetails",
    "Reason",
    "ReportDetails",
    "Risk",
    "RiskState",
    "TaskDetails",
    "Urgency",
    "Verdict",
    "WeeklyReport",
]
