"""Notices, their deliveries beyond the product, the person's choices, and short messages to customers.

A notice is written in the transaction of the act it tells of, so it is the outbox: `planned_at` null means
that the worker has still to decide which channels carry it. A `Delivery` or `SmsMessage` is one thing to be
sent.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field
from xieli.notifications.causes import explained
from xieli.notifications.kinds import KINDS, Mode
from xieli.notifications.texts import render
from xieli.notifications.timing import Habits
from xieli.organisation.models import Person


class Urgency(models.TextChoices):
    NORMAL = "normal", _("普通")
    URGENT = "urgent", _("紧急")


class Notification(models.Model):
    """One notice to one person.

    `matter` is the matter's key without a foreign key: matters lie above this app.
    """

    uid = uid_field()
    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    urgency = models.TextField(choices=Urgency.choices, default=Urgency.NORMAL)
    text = models.TextField()
    params = models.JSONField(default=dict)
    url = models.TextField()
    matter = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    shown = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("通知")
        constraints: ClassVar = [
            models.CheckConstraint(name="notification_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="notification_urgency", condition=Q(urgency__in=Urgency.values)),
        ]
        indexes: ClassVar = [
            models.Index(F("recipient"), F("created_at").desc(), F("id").desc(), name="notification_list"),
            models.Index(
                fields=["recipient"], condition=Q(shown=True, read_at=None), name="notification_unread"
            ),
            models.Index(fields=["id"], condition=Q(planned_at=None), name="notification_unplanned"),
            models.Index(fields=["matter"], condition=Q(matter__isnull=False), name="notification_matter"),
        ]

    def __str__(self) -> str:
        return self.words()

    def words(self) -> str:
        """What it says, in the active language."""
        return render(self.text, self.params)

    @property
    def label(self) -> str:
        """Its kind in words."""
        return str(KINDS[self.kind].label)


class OutgoingState(models.TextChoices):
    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    DEAD = "dead", _("发送失败")
    DROPPED = "dropped", _("未发送")


class Outgoing(models.Model):
    """Something to be sent.

    Claiming plans the next attempt first, so a killed sender leaves nothing stuck.
    """

    state = models.TextField(choices=OutgoingState.choices, default=OutgoingState.WAITING)
    created_at = models.DateTimeField(default=clock.now)
    send_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(name="%(class)s_state", condition=Q(state__in=OutgoingState.values)),
            models.CheckConstraint(
                name="%(class)s_sent",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["send_at", "id"], condition=Q(state="waiting"), name="%(class)s_waiting"),
            models.Index(F("id").desc(), condition=Q(state="dead"), name="%(class)s_dead"),
        ]

    @property
    def why(self) -> str:
        """Why it was not sent, in the active language."""
        return explained(self.error)


class Delivery(Outgoing):
    """One notice over one channel, at once or as a line of the person's digest."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries", db_index=False)
    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.TextField()
    digest = models.BooleanField(default=False)
    robot = models.ForeignKey(
        "notifications.Robot", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(Outgoing.Meta):
        verbose_name = _("投递")
        indexes: ClassVar = [
            *Outgoing.Meta.indexes,
            models.Index(
                fields=["robot", "send_at"],
                condition=Q(state="waiting", robot__isnull=False),
                name="delivery_by_robot",
            ),
        ]
        constraints: ClassVar = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once_per_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"

    @property
    def channel_label(self) -> str:
        """The channel in words; its code where it was taken away since."""
        from xieli.notifications.channels import channels

        channel = channels().get(self.channel)
        return str(channel.label) if channel else self.channel


class SmsMessage(Outgoing):
    """One short message to a telephone, almost always a customer's.

    The number is masked wherever it is shown.
    """

    phone = models.TextField()
    template = models.TextField()
    params = models.JSONField(default=dict)
    language = models.TextField(default="zh-hans")

    class Meta(Outgoing.Meta):
        verbose_name = _("短信")
        indexes: ClassVar = [
            *Outgoing.Meta.indexes,
            models.Index(fields=["phone", "-created_at"], name="sms_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"

    @property
    def masked_phone(self) -> str:
        """The number as pages show it: enough to compare with, too little to call."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) > 7 else "****"


class Attempt(models.Model):
    """One line of the delivery log: what a try to send ended with."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    at = models.DateTimeField(default=clock.now)
    ok = models.BooleanField()
    detail = models.TextField(blank=True)

    class Meta:
        verbose_name = _("投递记录")

    def __str__(self) -> str:
        return self.detail or str(self.ok)


class Preference(models.Model):
    """A person's hours. Who has no row has the defaults."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField(_("安静时段开始"), default=Habits().quiet_from)
    quiet_to = models.TimeField(_("安静时段结束"), default=Habits().quiet_to)
    digest_at = models.TimeField(_("每日摘要时间"), default=Habits().digest_at)

    class Meta:
        verbose_name = _("通知时段")

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_to:%H:%M}"

    def habits(self) -> Habits:
        """The same as a plain value for the pure rules."""
        return Habits(self.quiet_from, self.quiet_to, self.digest_at)


class Choice(models.Model):
    """Where a person departs from the default of a kind on a channel (`product` is the bell)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    channel = models.TextField()
    mode = models.TextField()

    class Meta:
        verbose_name = _("通知选择")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="choice_once"),
            models.CheckConstraint(name="choice_mode", condition=Q(mode__in=[mode.value for mode in Mode])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.mode}"
