"""Who decides while a project runs, and the changes of its plan."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .application import table


class LeadingGroup(models.Model):
    """专项领导小组: set up by an executive on a major project; its chair decides in the executive's place (3.1.b)."""

    project = models.ForeignKey("matters.Matter", models.CASCADE, related_name="leading_groups")
    mandate = models.TextField()
    chair = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    members = models.ManyToManyField("organisation.Person", related_name="+")
    until = models.DateField()
    set_up_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-set_up_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(dissolved_at=None), name="project_one_leading_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.chair}"


class GroupDecision(models.Model):
    """What the group decided, on which matter, in which line of its ledger."""

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="decisions")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    what = models.CharField(max_length=200)
    outcome = models.CharField(max_length=60)
    entry = models.OneToOneField(
        "matters.Matter",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="in the register of decisions",
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="project_decision_once")]

    def __str__(self) -> str:
        return self.what


class ChangeDetails(models.Model):
    """项目计划变更: from which baseline, why, with what effect; the figures follow from the two plans."""

    NOT_SIGNED = ("adopted",)

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="plan_change"
    )
    base = models.PositiveSmallIntegerField(_("变更前基线"), default=0)
    reason = models.TextField(_("变更原因"))
    effect = models.TextField(_("对费用和工期的影响"), blank=True)
    days = models.IntegerField(_("完工推迟（工作日）"), default=0)
    days_percent = models.DecimalField(_("工期变动（%）"), max_digits=7, decimal_places=1, default=0)
    money = models.DecimalField(_("预算变动（元）"), max_digits=14, decimal_places=2, default=0)
    money_percent = models.DecimalField(_("预算变动（%）"), max_digits=7, decimal_places=1, default=0)
    large = models.BooleanField(_("变动超过百分之十"), default=False)
    departments = table(_("涉及部门"))
    fingerprint = models.CharField(_("计划指纹"), max_length=64, blank=True)
    adopted = models.PositiveSmallIntegerField(_("变更后基线"), null=True)

    def __str__(self) -> str:
        return str(self.matter)
