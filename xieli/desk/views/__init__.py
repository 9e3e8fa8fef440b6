"""Screens over all matters: they read through `matters.queries` and act through `matters.commands`."""
