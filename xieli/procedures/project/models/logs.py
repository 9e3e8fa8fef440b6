"""What is written down while a project runs: risks, money spent, weekly reports."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field


class RiskState(models.TextChoices):
    """What became of a risk."""

    OPEN = "open", _("跟踪中")
    OCCURRED = "occurred", _("已发生")
    CLOSED = "closed", _("已解除")


class Degree(models.IntegerChoices):
    """How likely, or how grave."""

    LOW = 1, _("低")
    MEDIUM = 2, _("中")
    HIGH = 3, _("高")


class Risk(models.Model):
    """风险: what may come, the answer to it, who watches it until when."""

    uid = uid_field()
    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="project_risks")
    text = models.TextField()
    likelihood = models.PositiveSmallIntegerField(choices=Degree.choices)
    impact = models.PositiveSmallIntegerField(choices=Degree.choices)
    answer = models.TextField()
    owner = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=10, choices=RiskState.choices, default=RiskState.OPEN)
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__in=Degree.values, impact__in=Degree.values),
                name="project_risk_degrees",
            ),
            models.CheckConstraint(condition=Q(state__in=RiskState.values), name="project_risk_state_known"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def weight(self) -> int:
        """1 to 9: what to look at first."""
        return self.likelihood * self.impact


class Expense(models.Model):
    """支出: money spent on a project, by the subjects of its budget; a correction is a negative one."""

    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="project_expenses")
    subject = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    voucher = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="project_expense_not_nothing")]

    def __str__(self) -> str:
        return f"{self.subject} {self.amount}"


class WeeklyReport(models.Model):
    """项目周报 of the leader: the figures as they were, and the leader's words."""

    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="weekly_reports")
    week = models.DateField(help_text="its Monday")
    text = models.TextField()
    figures: "models.JSONField[Any, Any]" = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-week"]
        constraints = [models.UniqueConstraint(fields=["project", "week"], name="project_report_a_week")]

    def __str__(self) -> str:
        return f"{self.project} {self.week}"


class ReportDetails(models.Model):
    """部门周报: what a department did on a project in a week, what comes next, what is in the way."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="project_report"
    )
    week = models.DateField(_("周"))
    due_at = models.DateTimeField(_("提交期限"))
    done = models.TextField(_("本周完成"), blank=True)
    coming = models.TextField(_("下周安排"), blank=True)
    needs = models.TextField(_("问题和需要的支持"), blank=True)

    def __str__(self) -> str:
        return str(self.matter)
