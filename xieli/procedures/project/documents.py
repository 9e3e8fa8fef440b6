"""The official forms of projects, named here for their declarations."""

from .acceptance_report import acceptance_report

__all__ = ["acceptance_report"]
