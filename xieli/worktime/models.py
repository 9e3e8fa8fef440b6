"""What a company says about its working time; what it doesn't say is in `defaults` and `statutory`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field


class Calendar(models.Model):
    """A calendar the company named or changed; the shipped ones have no row until then."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    keeps_holidays = models.BooleanField(_("随法定节假日调休"), default=True)

    def __str__(self) -> str:
        return self.name


class CalendarPattern(models.Model):
    """The weekly pattern from a date on (none: from the beginning), until a later one."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="patterns")
    valid_from = models.DateField(_("自何日起"), null=True, blank=True)
    weeks = models.JSONField(_("工作周"))
    anchor = models.DateField(_("轮换起算日"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "valid_from"], nulls_distinct=False, name="worktime_pattern_once_per_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.valid_from or ''}"


class DayKind(models.TextChoices):
    """What an exception makes of a day."""

    HOLIDAY = "holiday", _("休息")
    WORKING = "working", _("上班")


class DayException(models.Model):
    """The company's own rule for one day: of one calendar, or (none) of all that keep statutory holidays."""

    uid = uid_field()
    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions"
    )
    day = models.DateField(_("日期"))
    kind = models.CharField(_("安排"), max_length=8, choices=DayKind)
    periods = ArrayField(
        models.CharField(max_length=11), verbose_name=_("时段"), default=list, blank=True, size=8
    )
    name = models.CharField(_("事由"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"], nulls_distinct=False, name="worktime_one_exception_per_day"
            ),
            models.CheckConstraint(
                condition=Q(kind="working") | Q(kind="holiday", periods=[]),
                name="worktime_holiday_has_no_periods",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Announcement(models.Model):
    """A year's announcement by the State Council, imported; it takes the place of the library's."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    source = models.CharField(_("来源"), max_length=300)
    imported_at = models.DateTimeField(_("导入时间"))

    def __str__(self) -> str:
        return str(self.year)


class StatutoryDay(models.Model):
    """One day of an announcement that differs from a plain week."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("日期"))
    name = models.CharField(_("名称"), max_length=40)
    working = models.BooleanField(_("调休上班"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "day"], name="worktime_statutory_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarChange(models.Model):
    """Who changed what of a calendar, and which days it touches: history, and work for the watcher.

    Running clocks of the calendar whose span meets [first_day, last_day] are projected anew by the watcher,
    which then sets `applied_at`. A trigger keeps everything else of a row as it was written.
    """

    calendar = models.CharField(_("日历"), max_length=40)
    first_day = models.DateField(_("首日"))
    last_day = models.DateField(_("末日"))
    changed_at = models.DateTimeField(_("时间"))
    changed_by = models.CharField(_("何人"), max_length=150)
    what = models.CharField(_("改动"), max_length=300)
    before = models.JSONField(_("原为"), null=True)
    after = models.JSONField(_("改为"), null=True)
    applied_at = models.DateTimeField(_("已重算时间"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(applied_at=None), name="worktime_change_pending"),
            models.Index(fields=["calendar", "-id"], name="worktime_change_history"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")), name="worktime_change_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.what}"
