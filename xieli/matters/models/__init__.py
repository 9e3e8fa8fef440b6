"""The five nouns as tables. Written by `matters.commands` alone."""

from .clocks import Alert, Clock, ClockChange
from .ledger import Event, EventText, Idempotency
from .matter import Classification, GenericDetails, Matter
from .relations import Attachment, Comment, Follow, Heard, Link, Phrase, Reaction, Reading, Sign
from .responsibility import Round, Seat, WorkItem
from .rules import DutyEntry, FormTemplate, Ruling, SavedView, ServiceLevel

__all__ = [
    "Alert",
    "Attachment",
    "Classification",
    "Clock",
    "ClockChange",
    "Comment",
    "DutyEntry",
    "Event",
    "EventText",
    "Follow",
    "FormTemplate",
    "GenericDetails",
    "Heard",
    "Idempotency",
    "Link",
    "Matter",
    "Phrase",
    "Reaction",
    "Reading",
    "Round",
    "Ruling",
    "SavedView",
    "Seat",
    "ServiceLevel",
    "Sign",
    "WorkItem",
]
