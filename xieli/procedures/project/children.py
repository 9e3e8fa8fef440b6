"""Tasks and conditions the product hands out under a project."""

from datetime import datetime

from xieli.core import clock
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.models import Matter
from xieli.organisation.models import Department, Person


def hand_out(
    act: Act,
    label: str,
    *,
    title: str,
    content: str,
    department: Department,
    accepter: Person,
    due: datetime,
    owner: Person | None = None,
    deliverable: str = "",
) -> Matter:
    """A task of the project (`label` "task") or a condition of its approval ("condition") becomes work."""
    data = {
        "title": title,
        "content": content,
        "deliverable": deliverable,
        "lead_department": str(department.uid),
        "owner": str(owner.uid) if owner is not None else None,
        "accepter": str(accepter.uid),
        "due_at": clock.local(due).strftime("%Y-%m-%dT%H:%M"),
        "condition": label == "condition",
    }
    return open_under(act, label, data)
