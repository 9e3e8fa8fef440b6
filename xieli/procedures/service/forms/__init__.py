"""One form per act of a service case, an opinion and a digest that needs input."""

from xieli.matters.forms import ReasonForm, TextForm

from .case import (
    AcceptForm,
    AnswerForm,
    ArrivalForm,
    AskForm,
    AttemptForm,
    CallBackForm,
    CheckForm,
    ContactForm,
    DeterminationForm,
    DispatchForm,
    DissatisfiedForm,
    GroupAnswerForm,
    GroupForm,
    MergeForm,
    RecordForm,
    ResultForm,
    SupplementForm,
)
from .opinion import (
    AssignOpinionForm,
    ForewordForm,
    MonthForm,
    OpinionAnswerForm,
    OpinionForm,
    OpinionToldForm,
)

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "ArrivalForm",
    "AskForm",
    "AssignOpinionForm",
    "AttemptForm",
    "CallBackForm",
    "CheckForm",
    "ContactForm",
    "DeterminationForm",
    "DispatchForm",
    "DissatisfiedForm",
    "ForewordForm",
    "GroupAnswerForm",
    "GroupForm",
    "MergeForm",
    "MonthForm",
    "OpinionAnswerForm",
    "OpinionForm",
    "OpinionToldForm",
    "ReasonForm",
    "RecordForm",
    "ResultForm",
    "SupplementForm",
    "TextForm",
]
