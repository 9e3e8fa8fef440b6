"""What the acts on an assigned task do besides moving it."""

from django.utils.translation import gettext as _

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Event

from .permissions import in_line


def assign(act: Act) -> None:
    """Only down the line: one asks others through a collaboration request. It counts for the assignee's department."""
    assignee = act.data["assignee"]
    assert act.actor.person is not None
    if not in_line(act.actor.person, assignee):
        raise ActionError(
            _("%(person)s不是您的下属。请其他部门配合请用「协作请求」。") % {"person": assignee.name}
        )
    act.set_details(lead_department=assignee.department)


def count(act: Act) -> None:
    """Sent back: one more round."""
    act.set_details(sent_back=act.details.sent_back + 1)


def undo_send_back(act: Act, event: Event) -> None:
    """Taken back: the round never was."""
    act.set_details(sent_back=act.details.sent_back - 1)
