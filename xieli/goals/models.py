"""Company goals: what plans, projects and tasks serve (1.1, 1.3.a), and the measures that say how far they are."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field


class GoalKind(models.TextChoices):
    """What a goal is for (1.1)."""

    STRATEGY = "strategy", _("公司战略")
    EFFICIENCY = "efficiency", _("协作效率")
    CUSTOMER = "customer", _("客户服务")
    SOCIAL_BENEFIT = "social_benefit", _("社会效益")


class GoalPeriod(models.TextChoices):
    """Which part of its year a goal is for."""

    YEAR = "year", _("全年")
    FIRST_HALF = "h1", _("上半年")
    SECOND_HALF = "h2", _("下半年")
    Q1 = "q1", _("一季度")
    Q2 = "q2", _("二季度")
    Q3 = "q3", _("三季度")
    Q4 = "q4", _("四季度")


class Goal(models.Model):
    """What the company, or a department under a company goal, wants to have reached by the end of a period.

    `weight`: how much it counts in the progress of the goal above it.
    """

    uid = uid_field()
    code = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("目标"), max_length=120)
    kind = models.CharField(_("类别"), max_length=16, choices=GoalKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    period = models.CharField(_("期间"), max_length=4, choices=GoalPeriod, default=GoalPeriod.YEAR)
    weight = models.PositiveSmallIntegerField(_("权重"), default=1, validators=[MinValueValidator(1)])
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级目标"),
    )
    department = models.ForeignKey(
        "organisation.Department", on_delete=models.PROTECT, related_name="goals", verbose_name=_("责任部门")
    )
    description = models.TextField(_("说明"), blank=True)
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)

    class Meta:
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=GoalKind.values), name="goals_kind_known"),
            models.CheckConstraint(condition=Q(period__in=GoalPeriod.values), name="goals_period_known"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="goals_weight_counts"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2199)), name="goals_year_plausible"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="goals_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The goal's page."""
        return reverse("goals:goal", args=[self.uid])


class Measure(models.Model):
    """A figure by which a goal is judged: from `start` to `target`, up or down. `actual`: the newest reading."""

    uid = uid_field()
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(_("指标"), max_length=60)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    start = models.DecimalField(_("起点"), max_digits=16, decimal_places=2, default=0)
    target = models.DecimalField(_("目标值"), max_digits=16, decimal_places=2)
    actual = models.DecimalField(_("实际值"), max_digits=16, decimal_places=2, null=True)
    weight = models.PositiveSmallIntegerField(_("权重"), default=1, validators=[MinValueValidator(1)])
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(target=F("start")), name="measure_has_a_way_to_go"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="measure_weight_counts"),
            models.UniqueConstraint(fields=["goal", "name"], name="measure_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """实际值: what a measure stood at on a day, by whom it was recorded. Kept for ever: mistakes get a later one."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField(_("日期"))
    value = models.DecimalField(_("实际值"), max_digits=16, decimal_places=2)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"
