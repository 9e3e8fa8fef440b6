"""Company goals: what plans, projects and tasks serve (1.1, 1.3.a)."""

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


class Goal(models.Model):
    """What the company, or a department under a company goal, wants to have reached by a year's end."""

    uid = uid_field()
    code = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("目标"), max_length=120)
    kind = models.CharField(_("类别"), max_length=16, choices=GoalKind)
    year = models.PositiveSmallIntegerField(_("年度"))
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
