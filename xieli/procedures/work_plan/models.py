"""What a department's work plan holds beside its matter, and what each of its items does (3.2.a, 1.3.a)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field

from .periods import Period

SUMMED_UP = timedelta(days=5)  # before its last day a plan may be summed up


class Cadence(models.TextChoices):
    """How long a plan is for."""

    YEAR = "year", _("年度")
    QUARTER = "quarter", _("季度")
    MONTH = "month", _("月度")


class Fate(models.TextChoices):
    """What became of an item of a plan."""

    OPEN = "", _("进行中")
    DONE = "done", _("已完成")
    CARRIED = "carried", _("结转下期")
    DROPPED = "dropped", _("不再进行")


class PlanDetails(models.Model):
    """部门工作计划: for which period, with which stress; `lines_hash` signs its items with it.

    `proposed`: the items as they are to be after a change that waits for its confirmation.
    """

    NOT_SIGNED = ("submitted_by", "changes", "proposed", "reason", "summary", "lessons")

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="work_plan"
    )
    cadence = models.CharField(_("计划类型"), max_length=8, choices=Cadence)
    starts_on = models.DateField(_("计划期开始"))
    ends_on = models.DateField(_("计划期结束"))
    focus = models.TextField(_("工作重点"), blank=True)
    draw_up_by = models.DateTimeField(_("编制期限"), null=True)
    summary_due = models.DateTimeField(_("总结期限"))
    submitted_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("提交人")
    )
    lines_hash = models.CharField(max_length=64, blank=True)
    proposed = models.JSONField(_("调整后的事项"), null=True)
    reason = models.TextField(_("调整原因"), blank=True)
    changes = models.PositiveSmallIntegerField(_("调整次数"), default=0)
    summary = models.TextField(_("工作总结"), blank=True)
    lessons = models.TextField(_("存在的问题和改进"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="plan_cadence_known"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_ends_later"),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def period(self) -> Period:
        """The period it is for."""
        return Period(self.cadence, self.starts_on, self.ends_on)

    @property
    def summed_up_from(self) -> date:
        """The day from which it may be summed up: the last ones of its period."""
        return self.ends_on - SUMMED_UP

    @property
    def period_name(self) -> str:
        """2026年三季度, as people read it."""
        return named(self.period)


def named(period: Period) -> str:
    """A period in words."""
    year = period.first.year
    if period.cadence == Cadence.YEAR:
        return gettext("%(year)d年") % {"year": year}
    if period.cadence == Cadence.QUARTER:
        return gettext("%(year)d年第%(part)d季度") % {"year": year, "part": period.part}
    return gettext("%(year)d年%(part)d月") % {"year": year, "part": period.part}


class PlanLine(models.Model):
    """计划事项: what is to be done by whom by when, for which goal; how far it is, what became of it.

    `matter`: its work item, once handed out. `origin`: the line of an earlier plan it was carried over from, `carried`
    how often that happened. `next_due`: for when it is carried over.
    """

    uid = uid_field()
    plan = models.ForeignKey("matters.Matter", models.CASCADE, related_name="plan_lines")
    no = models.PositiveSmallIntegerField(_("序号"))
    content = models.CharField(_("工作事项"), max_length=200)
    standard = models.CharField(_("完成标准"), max_length=300, blank=True)
    owner = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("负责人")
    )
    starts_on = models.DateField(_("开始日期"), null=True)
    due_on = models.DateField(_("完成日期"))
    goal = models.ForeignKey(
        "goals.Goal", models.PROTECT, null=True, related_name="plan_lines", verbose_name=_("服务的目标")
    )
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    note = models.TextField(_("进展"), blank=True)
    done_on = models.DateField(_("完成于"), null=True)
    matter = models.OneToOneField("matters.Matter", models.PROTECT, null=True, related_name="plan_line")
    origin = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    carried = models.PositiveSmallIntegerField(_("结转次数"), default=0)
    fate = models.CharField(_("结果"), max_length=8, choices=Fate, default=Fate.OPEN, blank=True)
    why = models.TextField(_("原因"), blank=True)
    next_due = models.DateField(_("下期完成日期"), null=True)

    class Meta:
        ordering = ["no", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="plan_line_fate_known"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="plan_line_at_most_whole"),
            models.CheckConstraint(
                condition=Q(fate="done", done_on__isnull=False) | (~Q(fate="done") & Q(done_on=None)),
                name="plan_line_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on__gte=F("starts_on")), name="plan_line_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.content


class ItemDetails(models.Model):
    """A plan's item as somebody's work."""

    NOT_SIGNED = ("percent", "sent_back")

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="plan_item"
    )
    standard = models.CharField(_("完成标准"), max_length=300, blank=True)
    owner = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("负责人")
    )
    due_at = models.DateTimeField(_("完成期限"))
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    note = models.TextField(_("进展"), blank=True)
    result = models.TextField(_("完成情况"), blank=True)
    sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="plan_item_at_most_whole"),
        ]

    def __str__(self) -> str:
        return str(self.matter)
