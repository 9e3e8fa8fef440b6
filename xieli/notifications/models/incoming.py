"""What came into the mailbox: one row for each mail, so that none counts twice; never what it said."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.organisation.models import Person


class IncomingOutcome(models.TextChoices):
    TRYING = "trying", _("处理中")
    TAKEN = "taken", _("已收录")
    IGNORED = "ignored", _("已忽略")
    REFUSED = "refused", _("未收录")


class IncomingMail(models.Model):
    """A mail by its Message-ID, and what became of it. `reason` is a msgid; `matter` a key without a foreign key."""

    message_id = models.TextField(unique=True)
    sender = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", db_index=False)
    matter = models.BigIntegerField(null=True)
    outcome = models.TextField(choices=IncomingOutcome.choices, default=IncomingOutcome.TRYING)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("收到的邮件")
        constraints: ClassVar = [
            models.CheckConstraint(name="incoming_outcome", condition=Q(outcome__in=IncomingOutcome.values)),
        ]
        indexes: ClassVar = [
            models.Index(F("id").desc(), condition=Q(outcome="refused"), name="incoming_refused"),
            models.Index(fields=["person", "-created_at"], name="incoming_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.reason}"

    def why(self) -> str:
        """The reason in the active language."""
        return gettext(self.reason) if self.reason else ""


class Mailbox(models.Model):
    """The one mailbox: when it is looked into next, and how the last look ended. Kept here for many workers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    next_at = models.DateTimeField(default=clock.now)
    looked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("邮箱")
        constraints: ClassVar = [models.CheckConstraint(name="mailbox_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.error or "ok"
