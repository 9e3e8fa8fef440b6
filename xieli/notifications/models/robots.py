"""群机器人: the robot of a department's group in a chat service, what its department wants to hear, what it said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field
from xieli.notifications.causes import explained
from xieli.notifications.kinds import KINDS, Mode
from xieli.organisation.models import Department


class Service(models.TextChoices):
    """The chat services whose robots can be set up; each is a channel of the same code."""

    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")


class Robot(models.Model):
    """A robot in a group: of a department, or of the whole company (without one).

    Its address is as good as a password, so both it and the signing secret are stored encrypted. `next_at`: before it
    the robot may not speak again, be it for the service's rate limit or after a failure.
    """

    uid = uid_field()
    service = models.TextField(_("服务"), choices=Service.choices)
    name = models.CharField(_("名称"), max_length=60)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("部门")
    )
    address = models.TextField(editable=False)
    secret = models.TextField(blank=True, editable=False)
    mentions = models.BooleanField(_("提醒本人"), default=False)
    active = models.BooleanField(_("启用"), default=True)
    next_at = models.DateTimeField(default=clock.now)
    failures = models.PositiveSmallIntegerField(default=0)
    broken_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("群机器人")
        constraints: ClassVar = [
            models.CheckConstraint(name="robot_service", condition=Q(service__in=Service.values)),
            models.UniqueConstraint(
                fields=["service", "department"],
                condition=Q(active=True),
                nulls_distinct=False,
                name="robot_one_per_department",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        """What was wrong last, in the active language."""
        return explained(self.error)

    @property
    def working(self) -> bool:
        """Whether it carries notices now: switched on and not given up."""
        return self.active and self.broken_at is None


class RobotChoice(models.Model):
    """What a robot's group gets of a kind of notice, as its department's head chose; no row: nothing."""

    robot = models.ForeignKey(Robot, models.CASCADE, related_name="choices", db_index=False)
    kind = models.TextField()
    mode = models.TextField()

    class Meta:
        verbose_name = _("群通知选择")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "kind"], name="robot_choice_once"),
            models.CheckConstraint(name="robot_choice_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="robot_choice_mode", condition=Q(mode__in=[mode.value for mode in Mode])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mode}"


class RobotCall(models.Model):
    """One line of a robot's log: when it spoke for how many notices, and what the service answered."""

    robot = models.ForeignKey(Robot, models.CASCADE, related_name="calls", db_index=False)
    created_at = models.DateTimeField(default=clock.now)
    ok = models.BooleanField()
    lines = models.PositiveSmallIntegerField(default=0)
    trial = models.BooleanField(default=False)
    detail = models.TextField(blank=True)

    class Meta:
        verbose_name = _("群机器人记录")
        indexes: ClassVar = [models.Index(fields=["robot", "-id"], name="robot_call_newest")]

    def __str__(self) -> str:
        return self.detail or str(self.ok)

    @property
    def why(self) -> str:
        """What the service answered, in the active language where its meaning is known."""
        return explained(self.detail)
