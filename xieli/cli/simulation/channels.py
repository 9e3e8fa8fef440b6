"""A robot as the demo's administrator finds it: of a group that doesn't exist, and therefore switched off."""

from xieli.accounts.audit import By
from xieli.notifications.kinds import Mode
from xieli.notifications.robots import commands
from xieli.organisation.models import Department

ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=0000"  # of no group


def one_robot(department: Department) -> None:
    """Set it up with what its head would choose, and leave it off: the demo calls nobody."""
    robot = commands.set_up(
        None, By(None), service="dingtalk", name=f"{department.short_name}群", department=department,
        address=ADDRESS, secret="", mentions=False,
    )  # fmt: skip
    commands.choose(robot, {"assigned": Mode.NOW, "alert_red": Mode.NOW, "comment": Mode.DIGEST})
    commands.switch(robot, By(None), on=False)
