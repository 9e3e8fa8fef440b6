"""The only way to change a matter. Views, API, portal, jobs and simulation call these and nothing below."""

from .available import Available, available_actions
from .drafts import discard_draft, save_draft
from .perform import perform
from .start import may_begin, may_start, open_child, open_matter, start

__all__ = [
    "Available",
    "available_actions",
    "discard_draft",
    "may_begin",
    "may_start",
    "open_child",
    "open_matter",
    "perform",
    "save_draft",
    "start",
]
