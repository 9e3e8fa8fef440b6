"""What the acts of meetings and series ask for."""

from .calling import AgendaRow, CallForm, InviteForm, NeedsForm, ProposeForm, ReplyForm, SeriesForm
from .holding import ConfirmForm, HoldForm, LineForm, MinutesForm, ResolutionRow

__all__ = [
    "AgendaRow", "CallForm", "ConfirmForm", "HoldForm", "InviteForm", "LineForm", "MinutesForm", "NeedsForm",
    "ProposeForm", "ReplyForm", "ResolutionRow", "SeriesForm",
]  # fmt: skip
