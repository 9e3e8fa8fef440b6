"""What the acts of projects ask for."""

from .application import ApplyForm, ContentForm, MendForm, SupplementForm
from .assessing import (
    AssessorsForm,
    ConclusionForm,
    ConditionalForm,
    DefectsForm,
    FeasibleForm,
    InfeasibleForm,
)
from .executing import StopForm
from .plan import PlanForm
from .task import HandOutForm, OutcomeForm, ShiftForm, TaskProgressForm
from .team import LeaderForm, MembersForm

__all__ = [
    "ApplyForm",
    "AssessorsForm",
    "ConclusionForm",
    "ConditionalForm",
    "ContentForm",
    "DefectsForm",
    "FeasibleForm",
    "HandOutForm",
    "InfeasibleForm",
    "LeaderForm",
    "MembersForm",
    "MendForm",
    "OutcomeForm",
    "PlanForm",
    "ShiftForm",
    "StopForm",
    "SupplementForm",
    "TaskProgressForm",
]
