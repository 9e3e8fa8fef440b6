"""Everything that changes the organisation. Each command is one transaction and refuses with a sentence.

A refusal is `core.errors.Refused`; what the checks here overlook, the database's constraints still hold.
"""

from xieli.organisation.commands.delegation import delegate, revoke
from xieli.organisation.commands.people import appoint, edit_person, join, leave, relieve, transfer
from xieli.organisation.commands.structure import (
    delete_post,
    delete_team,
    set_department,
    set_post,
    set_team,
)

__all__ = [
    "appoint",
    "delegate",
    "delete_post",
    "delete_team",
    "edit_person",
    "join",
    "leave",
    "relieve",
    "revoke",
    "set_department",
    "set_post",
    "set_team",
    "transfer",
]
