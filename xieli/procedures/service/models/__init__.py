"""What service keeps beside the matters: cases, incidents, knowledge, calls, the roster, opinions."""

from xieli.procedures.service.models.calls import CallRecord
from xieli.procedures.service.models.case import CaseDetails, Incident
from xieli.procedures.service.models.knowledge import Article, ArticleUse
from xieli.procedures.service.models.opinion import DigestDetails, OpinionDetails
from xieli.procedures.service.models.roster import Duty, Shift, ShiftNote

__all__ = [
    "Article",
    "ArticleUse",
    "CallRecord",
    "CaseDetails",
    "DigestDetails",
    "Duty",
    "Incident",
    "OpinionDetails",
    "Shift",
    "ShiftNote",
]
