"""What the acts of meetings and series ask for."""

from .calling import AgendaRow, CallForm, InviteForm, ProposeForm, SeriesForm
from .holding import ConfirmForm, HoldForm, MinutesForm, ResolutionRow

__all__ = [
    "AgendaRow", "CallForm", "ConfirmForm", "HoldForm", "InviteForm", "MinutesForm", "ProposeForm",
    "ResolutionRow", "SeriesForm",
]  # fmt: skip
