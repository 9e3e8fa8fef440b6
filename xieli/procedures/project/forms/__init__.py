"""What the acts of projects ask for."""

from .acceptance import AcceptanceReportForm, AskAcceptanceForm, AskAgainForm, JudgeForm, OrganiseForm
from .application import ApplyForm, ContentForm, MendForm, SupplementForm
from .assessing import (
    AssessorsForm,
    ConclusionForm,
    ConditionalForm,
    DefectsForm,
    FeasibleForm,
    InfeasibleForm,
)
from .change import AdoptForm, ChangeForm, ReworkChangeForm, SubmitChangeForm
from .executing import (
    AskReportForm,
    DisputeForm,
    ExpenseForm,
    ReachForm,
    ReportForm,
    RiskForm,
    RiskStateForm,
    StopForm,
    WeeklyForm,
)
from .governing import GroupDecisionForm, GroupForm, RulingForm
from .plan import PlanForm
from .task import HandOutForm, OutcomeForm, ShiftForm, TaskProgressForm
from .team import LeaderForm, MembersForm

__all__ = [
    "AcceptanceReportForm",
    "AdoptForm",
    "ApplyForm",
    "AskAcceptanceForm",
    "AskAgainForm",
    "AskReportForm",
    "AssessorsForm",
    "ChangeForm",
    "ConclusionForm",
    "ConditionalForm",
    "ContentForm",
    "DefectsForm",
    "DisputeForm",
    "ExpenseForm",
    "FeasibleForm",
    "GroupDecisionForm",
    "GroupForm",
    "HandOutForm",
    "InfeasibleForm",
    "JudgeForm",
    "LeaderForm",
    "MembersForm",
    "MendForm",
    "OrganiseForm",
    "OutcomeForm",
    "PlanForm",
    "ReachForm",
    "ReportForm",
    "ReworkChangeForm",
    "RiskForm",
    "RiskStateForm",
    "RulingForm",
    "ShiftForm",
    "StopForm",
    "SubmitChangeForm",
    "SupplementForm",
    "TaskProgressForm",
    "WeeklyForm",
]
