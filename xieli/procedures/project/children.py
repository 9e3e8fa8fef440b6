"""Matters the product opens under a project: under the project's lock, in the act's own transaction."""

from datetime import datetime
from typing import Any

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter
from xieli.matters.commands.act import Act
from xieli.matters.models import Link, Matter
from xieli.organisation.models import Department, Person


def open_under(act: Act, label: str, procedure: str, action: str, data: dict[str, Any]) -> Matter:
    """A child of the matter acted on, opened by the product; a line of it stands in the act's journal."""
    child = open_matter(procedure, SYSTEM, action, data, now=act.now, parent=act.matter, parent_label=label)
    Link.objects.create(source=act.matter, target=child, kind="child", at=act.now)
    act.note("children", label, [str(child.uid), child.number])
    return child


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
    return open_under(act, label, "project_task", "hand_out", data)
