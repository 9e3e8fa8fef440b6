"""Plans as they are written down: one being drawn up, and the frozen ones."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from ..plan import Plan


class PlanDraft(models.Model):
    """A plan that is not in force: of a project being established, or proposed by a plan change."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="plan_draft"
    )
    values: "models.JSONField[Any, Any]" = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def plan(self) -> Plan:
        """The plan as a value."""
        return Plan.from_json(self.values)


class Baseline(models.Model):
    """基线: a plan in force from its approval on; a trigger keeps it as it was. No 0 is the notice's."""

    project = models.ForeignKey("matters.Matter", models.PROTECT, related_name="baselines")
    no = models.PositiveSmallIntegerField()
    values: "models.JSONField[Any, Any]" = models.JSONField()
    source = models.ForeignKey(
        "matters.Matter",
        models.PROTECT,
        related_name="+",
        help_text="the matter whose approval put it in force",
    )
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    budget = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["project", "no"], name="project_baseline_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="project_baseline_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.no}"

    @property
    def plan(self) -> Plan:
        """The plan as a value."""
        return Plan.from_json(self.values)
