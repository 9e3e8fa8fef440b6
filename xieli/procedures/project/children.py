"""Tasks, conditions and meetings the product sets going under a project."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.commands.under import open_under
from xieli.matters.models import Matter
from xieli.organisation.models import Department, Person

from .models import Level, Member


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


def begin_meetings(act: Act) -> None:
    """项目推进会 every two weeks, of key and major projects every week: the leader convenes the team (4.1.c)."""
    leader, weeks = act.details.leader, 2 if act.details.level == Level.ORDINARY else 1
    members = Member.objects.filter(project=act.matter).select_related("person")
    team = dict.fromkeys((leader, *(one.person for one in members)))
    first = (clock.local(act.now) + timedelta(weeks=weeks)).replace(hour=14, minute=0)
    data = {
        "title": _("%(project)s 推进会") % {"project": act.matter.title[:100]},
        "kind": "progress",
        "repeat": "weeks",
        "weeks": weeks,
        "first_at": first.strftime("%Y-%m-%dT%H:%M"),
        "duration": 60,
        "attendees": [str(person.uid) for person in team],
        "convener": str(leader.uid),
    }
    open_under(act, "meetings", data)


def end_meetings(act: Act) -> None:
    """With the project its meetings end; minutes and resolutions go on to their end."""
    series = Matter.objects.filter(parent=act.matter, procedure="meeting_series", closed_at=None)
    for one in series.order_by("pk"):
        perform(one, "end", SYSTEM, {"reason": str(_("项目已结束"))}, now=act.now)
