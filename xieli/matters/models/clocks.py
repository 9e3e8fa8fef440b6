"""Running limits, what moved them, and the warnings they raised."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Clock(models.Model):
    """A running limit of a matter or work item. The allowance is frozen; `due_at` and `next_at` are projections of
    it, written by `matters.clocks.project` alone. `allowed` and `used`: seconds for W and C, working days for WD."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="clocks", db_index=False)
    item = models.ForeignKey("matters.WorkItem", models.CASCADE, null=True, related_name="clocks")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, default="step")
    calendar = models.CharField(max_length=40)
    allowed = models.BigIntegerField()
    unit = models.CharField(max_length=2)
    run_from = models.DateTimeField()
    used = models.BigIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    pause_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    started_at = models.DateTimeField()
    started_seq = models.PositiveIntegerField()
    stopped_seq = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    warnings = models.CharField(max_length=20, default="normal")
    level = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    service_level = models.ForeignKey(
        "matters.ServiceLevel", models.PROTECT, null=True, related_name="+", db_index=False
    )
    extensions = models.PositiveSmallIntegerField(default=0)

    # Read along with a scene: whether the record of its pauses is worth a query.
    ever_paused = False

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=["W", "C", "WD"]), name="clock_unit_known"),
            models.CheckConstraint(condition=Q(used__gte=0), name="clock_used_not_negative"),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(next_at=None, paused_at=None), name="clock_stopped_is_silent"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, outcome="") | (Q(stopped_at__isnull=False) & ~Q(outcome="")),
                name="clock_stopped_has_outcome",
            ),
        ]
        indexes = [
            models.Index(F("next_at"), F("id"), condition=Q(next_at__isnull=False), name="clock_next_at"),
            models.Index(fields=["matter", "stopped_at"], name="clock_by_matter"),
            models.Index(
                fields=["calendar", "due_at"], condition=Q(stopped_at=None), name="clock_running_by_calendar"
            ),
        ]

    @property
    def running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stopped_at is None and self.paused_at is None


class ClockChange(models.Model):
    """What moved a due moment: a pause, an extension, a changed calendar or service level."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    old_due = models.DateTimeField()
    new_due = models.DateTimeField(null=True)
    state = models.CharField(max_length=40, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    proof = models.ForeignKey("matters.Attachment", models.PROTECT, null=True, related_name="+")
    event_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(kind="pause", ended_at=None), name="clock_one_open_pause"
            ),
        ]


# An alert's matter and item are copied from its clock's row by the statement that raises it, and the clock's own keys
# hold them there: checking them again for each of thousands of warnings a second would cost what raising them costs.
OF_CLOCK: Any = {"db_index": False, "db_constraint": False}


class Alert(models.Model):
    """预警: one warning of one clock at one level, raised exactly once for each due moment."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="alerts", db_index=False)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="alerts", **OF_CLOCK)
    item = models.ForeignKey("matters.WorkItem", models.PROTECT, null=True, related_name="alerts", **OF_CLOCK)
    level = models.PositiveSmallIntegerField()
    colour = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    moment = models.DateTimeField()
    raised_at = models.DateTimeField()
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    recipients = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "level", "due_at"], name="alert_once"),
        ]
        indexes = [
            models.Index(fields=["matter", "raised_at"], name="alert_by_matter"),
            models.Index(fields=["department", "-raised_at"], name="alert_by_department"),
        ]
