"""The official forms of projects, named here for their declarations."""

from .acceptance_report import acceptance_report
from .application_form import application
from .change_form import change
from .notice import notice
from .receipts import receipts

__all__ = ["acceptance_report", "application", "change", "notice", "receipts"]
