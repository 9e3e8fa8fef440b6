"""The living rows of a project's plan, and the matters they become when they are due."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PlanTask(models.Model):
    """A line of the baseline in force as it goes: its dates, how far it is, the matter it became.

    `original_end`: as baseline 0 had it. `due_on`: the planned end, moved on by upstream lateness alone.
    """

    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="plan_tasks")
    code = models.CharField(max_length=20)
    place = models.PositiveIntegerField(help_text="order in the plan")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    department = models.ForeignKey("organisation.Department", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    weight = models.PositiveIntegerField(default=0)
    planned_start = models.DateField()
    planned_end = models.DateField()
    original_end = models.DateField()
    due_on = models.DateField()
    percent = models.PositiveSmallIntegerField(default=0)
    actual_start = models.DateField(null=True)
    actual_end = models.DateField(null=True)
    forecast_end = models.DateField(null=True)
    matter = models.OneToOneField("matters.Matter", models.PROTECT, null=True, related_name="plan_task")
    dropped = models.BooleanField(default=False, help_text="no longer in the baseline in force")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="project_task_code_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="project_task_percent"),
            models.CheckConstraint(
                condition=Q(actual_end=None) | Q(actual_end__gte=F("actual_start")),
                name="project_task_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("planned_end")), name="project_task_due_not_before_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class TaskDetails(models.Model):
    """项目任务: what a department owes a project by a date, with evidence; a condition of approval is one too."""

    NOT_SIGNED = ("percent", "forecast", "due_at")

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="project_task"
    )
    condition = models.BooleanField(_("立项条件"), default=False)
    content = models.TextField(_("工作内容"), blank=True)
    deliverable = models.TextField(_("交付物"), blank=True)
    owner = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("责任人")
    )
    accepter = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("验收人")
    )
    due_at = models.DateTimeField(_("完成期限"), null=True)
    percent = models.PositiveSmallIntegerField(_("完成百分比"), default=0)
    forecast = models.DateField(_("预计完成"), null=True)
    evidence = models.TextField(_("成果与证据"), blank=True)
    sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="project_task_details_percent")
        ]

    def __str__(self) -> str:
        return str(self.matter)
