"""What a line of a log does."""

from django.utils.translation import gettext as _

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.organisation import queries as organisation


def take_line(act: Act) -> None:
    """The line's team leads from now on; the first line names the case."""
    if act.data["case"]:
        act.set_details(log=act.data["log"], case=act.data["case"], title=act.data["case"])
    team = organisation.department_by_id(act.data["team"])
    if team is None:
        raise ActionError(_("回放的班组不存在，请重新读取日志。"))
    if act.matter.lead_department_id != team.pk:
        act.matter.lead_department = team


def state_of_line(act: Act) -> str:
    """Where the line leads."""
    return str(act.data["state"])
