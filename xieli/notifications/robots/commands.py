"""Setting robots up, trying them, and what their departments hear: by the system administrator and by heads."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xieli.accounts import audit
from xieli.accounts.audit import By
from xieli.accounts.models.audit import AuditAction
from xieli.core import clock, vault
from xieli.core.errors import Refused
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Delivery, OutgoingState, Robot, RobotChoice
from xieli.organisation.models import Department

from . import speaking
from .service import GAP, Kind, Verdict

BACK = timedelta(days=1)  # what was given up within the last day is said after all once the robot is mended


@transaction.atomic
def set_up(
    robot: Robot | None,
    who: By,
    *,
    service: str,
    name: str,
    department: Department | None,
    address: str,
    secret: str,
    mentions: bool,
) -> Robot:
    """A new robot, or another address, secret or name for one; an empty address or secret leaves what was there.

    Raises Refused for a place that already has a working one of this service.
    """
    row = robot or Robot(service=service)
    row.name, row.department, row.mentions = name, department, mentions
    if address:
        row.address = vault.hidden(address, speaking.PURPOSE)
    if secret:
        row.secret = vault.hidden(secret, speaking.PURPOSE)
    _save(row)
    changed = ", ".join(what for what, given in (("address", address), ("secret", secret)) if given)
    audit.note(who, AuditAction.CONFIGURED, f"robot {row.service} {name}", changed)
    return row


def _save(row: Robot) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(409, _("这个部门已经有一个启用的同类机器人，请先停用它。")) from None


@transaction.atomic
def switch(robot: Robot, who: By, *, on: bool) -> None:
    """Switch it on or off; what waits for one that is off is dropped by the worker."""
    robot.active = on
    if on:
        robot.broken_at, robot.failures, robot.error = None, 0, ""
    _save(robot)
    audit.note(who, AuditAction.CONFIGURED, f"robot {robot.service} {robot.name}", "on" if on else "off")


def trial(robot: Robot) -> Verdict:
    """Say a word in the group now. Where that works, a robot given up is taken up again, with what it missed.

    Raises Refused when it spoke a moment ago: the services count trials, too.
    """
    now = clock.now()
    if not Robot.objects.filter(pk=robot.pk, next_at__lte=now).update(next_at=now + GAP) and (
        robot.broken_at is None
    ):
        raise Refused(429, _("机器人刚刚发过消息，请稍等再试。"))
    text = _("这是协力发出的试发消息，收到说明群机器人“%(name)s”设置正确。") % {"name": robot.name}
    verdict = speaking.say(robot, text, [], trial=True)
    if verdict.kind is Kind.SENT:
        _mended(robot)
    else:
        Robot.objects.filter(pk=robot.pk).update(error=verdict.detail)
    return verdict


@transaction.atomic
def _mended(robot: Robot) -> None:
    Robot.objects.filter(pk=robot.pk).update(broken_at=None, failures=0, error="")
    if robot.broken_at is not None:
        lost = Delivery.objects.filter(
            robot=robot, state=OutgoingState.DEAD, created_at__gt=clock.now() - BACK
        )
        lost.update(state=OutgoingState.WAITING, attempts=0, send_at=clock.now() + GAP)


@transaction.atomic
def choose(robot: Robot, modes: Mapping[str, Mode]) -> None:
    """What the robot's group gets of each kind; nothing is what holds without a choice."""
    RobotChoice.objects.filter(robot=robot).delete()
    RobotChoice.objects.bulk_create(
        RobotChoice(robot=robot, kind=kind, mode=mode) for kind, mode in modes.items() if mode is not Mode.OFF
    )
