"""值班: kinds of shift, who is on which day, and the note handed from one shift to the next."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from xieli.core.clock import now
from xieli.core.ids import uid_field


class Shift(models.Model):
    """班次: a part of the day in one department; one that ends before it begins goes over midnight."""

    uid = uid_field()
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, related_name="shifts", verbose_name=_("部门")
    )
    name = models.CharField(_("班次"), max_length=20)
    begins = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    on_call = models.BooleanField(_("待命"), default=False, help_text=_("在家待命，随叫随到"))

    class Meta:
        verbose_name = _("班次")
        ordering = ["department", "begins", "name"]
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="shift_once_per_department"),
            models.CheckConstraint(condition=~Q(begins=F("ends")), name="shift_has_length"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One person on one shift of one day. Nobody works two shifts at the same time; on-call may overlap."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="duties")
    day = models.DateField(_("日期"))
    person = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("人员")
    )
    leads = models.BooleanField(_("带班"), default=False)
    on_call = models.BooleanField(default=False, editable=False)
    begins_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("值班")
        ordering = ["begins_at", "-leads", "id"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "day", "person"], name="duty_once"),
            models.UniqueConstraint(fields=["shift", "day"], condition=Q(leads=True), name="duty_one_leader"),
            ExclusionConstraint(
                name="duty_not_in_two_places",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            "begins_at",
                            "ends_at",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(on_call=False),
            ),
        ]
        indexes = [models.Index(fields=["begins_at", "ends_at"], name="duty_by_time")]

    def __str__(self) -> str:
        return f"{self.day} {self.shift} {self.person}"


class ShiftNote(models.Model):
    """交接班记录: written at the end of a shift, signed by somebody of the next, then not changed."""

    uid = uid_field()
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="notes")
    day = models.DateField(_("日期"))
    text = models.TextField(_("交接内容"))
    open_cases = models.PositiveIntegerField(_("未办结工单"), default=0)
    written_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("交班人")
    )
    written_at = models.DateTimeField(default=now)
    signed_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("接班人")
    )
    signed_at = models.DateTimeField(null=True)
    remark = models.CharField(_("接班意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("交接班记录")
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "day"], name="shift_note_once"),
            models.CheckConstraint(condition=~Q(text=""), name="shift_note_says_something"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None)
                | (Q(signed_at__isnull=False) & ~Q(signed_by=F("written_by"))),
                name="shift_note_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.shift}"

    @property
    def version(self) -> str:
        """Changes whenever the note is written anew."""
        return self.written_at.isoformat()
