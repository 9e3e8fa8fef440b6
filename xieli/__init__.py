"""Xieli 协力: a company's regulation on working together, running."""

__version__ = "0.1.0"
