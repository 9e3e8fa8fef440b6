"""Who assessed a project and who works in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .application import table


class Finding(models.TextChoices):
    """What a department says of feasibility (4.1.b)."""

    FEASIBLE = "feasible", _("可行")
    CONDITIONAL = "conditional", _("附条件可行")
    INFEASIBLE = "infeasible", _("不可行")


class Necessity(models.TextChoices):
    """How much it is needed."""

    NEEDED = "needed", _("必要")
    USEFUL = "useful", _("有益但不急需")
    NEEDLESS = "needless", _("不必要")


class Assessment(models.Model):
    """评估意见 of one department in one round, dissent kept for good.

    Rows beside the details, because a blind round hides them from all others until it is decided.
    """

    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="assessments")
    round = models.PositiveIntegerField(help_text="number of the round in the matter")
    department = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    dimensions = table(_("评估方面"))
    finding = models.CharField(max_length=12, choices=Finding.choices)
    necessity = models.CharField(max_length=10, choices=Necessity.choices)
    reasons = models.TextField(blank=True)
    conditions = table(_("条件"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "round", "department"], name="project_assessed_once"),
            models.CheckConstraint(
                condition=~Q(finding=Finding.INFEASIBLE) | ~Q(reasons=""), name="project_dissent_has_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_finding_display()}"


class Member(models.Model):
    """项目成员, named by the head of their department (4.1.b)."""

    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="project_members")
    department = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=60, blank=True)
    named_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["department__order", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="project_member_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.role}".strip()
