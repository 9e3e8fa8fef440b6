"""What the acts on an assigned task do besides moving it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event
from xieli.organisation import queries as organisation

from .models import Rhythm
from .permissions import in_line

SPANS: dict[str, timedelta] = {
    Rhythm.WEEKLY: timedelta(days=7),
    Rhythm.FORTNIGHTLY: timedelta(days=14),
    Rhythm.MONTHLY: timedelta(days=30),
}
PROGRESS = gettext_noop("%(matter)s 进展 %(percent)s%%")
SUPERVISED = gettext_noop("%(person)s 督办：%(matter)s")


def assign(act: Act) -> None:
    """Only down the line: one asks others through a collaboration request. It counts for the assignee's department."""
    assignee = act.data["assignee"]
    assert act.actor.person is not None
    if not in_line(act.actor.person, assignee):
        raise ActionError(
            _("%(person)s不是您的下属。请其他部门配合请用「协作请求」。") % {"person": assignee.name}
        )
    act.set_details(lead_department=assignee.department)


def instruct(act: Act) -> None:
    """The office watches over it; from now on progress is asked for in the rhythm chosen."""
    assign(act)
    office = organisation.department_with_duty("admin")
    act.joins(departments=[office.pk if office else None])
    act.set_details(next_report_at=next_report(act.details.rhythm, act.now))


def next_report(rhythm: str, since: datetime) -> datetime | None:
    """When progress is asked for next: so many weeks later, or a month; None without a rhythm."""
    span = SPANS.get(rhythm)
    return since + span if span is not None else None


def asked(act: Act) -> None:
    """The next one counts from now."""
    act.set_details(next_report_at=next_report(act.details.rhythm, act.now))


def reported(act: Act) -> None:
    """Asked for or not: the leader and the office hear of it, and the rhythm begins anew."""
    act.set_details(
        percent=act.data["percent"], progress=act.data["progress"], reported_at=act.now,
        next_report_at=next_report(act.details.rhythm, act.now),
    )  # fmt: skip
    act.notice([act.matter.initiator_id], "progress", PROGRESS, percent=act.data["percent"])


def supervised(act: Act) -> None:
    """Who holds it and the leader read what the office found."""
    holders = [item.person_id for item in act.scene.main_items]
    name = act.actor.person.name if act.actor.person else ""
    act.notice([*holders, act.matter.initiator_id], "urged", SUPERVISED, person=name)


def count(act: Act) -> None:
    """Sent back: one more round."""
    act.set_details(sent_back=act.details.sent_back + 1)


def undo_send_back(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(sent_back=act.details.sent_back - 1)
