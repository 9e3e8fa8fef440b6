"""The acceptance of a project: what was asked of whom, what each department judged, and the file it ends in."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .application import table


class Verdict(models.TextChoices):
    """What a department says of one criterion, and an acceptance of the whole."""

    PASS = "pass", _("通过")
    CONDITIONAL = "conditional", _("附条件通过")
    FAIL = "fail", _("不通过")


class AcceptanceDetails(models.Model):
    """项目验收: the criteria as frozen in the baseline, when it was first asked for, the report (4.1.d)."""

    # Settled while it is judged: no signature is over them.
    NOT_SIGNED = (
        "round", "verdict", "rectify_by", "quality", "safety", "papers", "final_cost", "figures",
        "loose_ends", "conclusion", "handover", "reported_at", "counts_on",
    )  # fmt: skip

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="acceptance"
    )
    statement = models.TextField(_("完成情况"))
    asked_at = models.DateTimeField(_("申请时间"), null=True)
    baseline = models.PositiveSmallIntegerField(_("验收依据的基线"), default=0)
    criteria = table(_("验收标准"))
    held_on = models.DateField(_("验收日期"), null=True)
    place = models.CharField(_("验收地点"), max_length=200, blank=True)
    group = table(_("验收组"))
    round = models.PositiveSmallIntegerField(_("验收次数"), default=0)
    verdict = models.CharField(_("验收结论"), max_length=12, choices=Verdict.choices, blank=True)
    rectify_by = models.DateTimeField(_("整改期限"), null=True)

    quality = models.TextField(_("质量情况"), blank=True)
    safety = models.TextField(_("安全情况"), blank=True)
    papers = models.TextField(_("资料情况"), blank=True)
    final_cost = models.DecimalField(_("决算（元）"), max_digits=14, decimal_places=2, null=True)
    figures: "models.JSONField[Any, Any]" = models.JSONField(_("计划与实际"), default=dict)
    loose_ends = table(_("遗留问题"))
    conclusion = models.TextField(_("验收意见"), blank=True)
    handover = models.TextField(_("移交运行"), blank=True)
    reported_at = models.DateTimeField(_("报告时间"), null=True)
    counts_on = models.DateField(
        _("计为完成的日期"),
        null=True,
        help_text="when asked for in time and passed in the end, the day it was asked",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=Verdict.values),
                name="project_acceptance_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)


class Evidence(models.Model):
    """What proves a criterion, from a round on: append-only, the latest of a round holds."""

    acceptance = models.ForeignKey("matters.Matter", models.PROTECT, related_name="evidence")
    round = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["acceptance", "round"], name="project_evidence_by_round")]

    def __str__(self) -> str:
        return f"{self.criterion} · {self.round}"


class Judgement(models.Model):
    """One department's word on one criterion in one round. A trigger keeps it as it was said."""

    acceptance = models.ForeignKey("matters.Matter", models.PROTECT, related_name="judgements")
    round = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=20)
    department = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    evidence = models.TextField()
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "round", "criterion", "department"], name="project_judged_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="project_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.PASS) | ~Q(remark=""), name="project_verdict_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} · {self.department} · {self.get_verdict_display()}"


class Reason(models.TextChoices):
    """Why something is to be mended."""

    FAILED = "failed", _("未通过")
    CONDITION = "condition", _("通过的条件")
    LOOSE_END = "loose_end", _("遗留问题")


class AcceptanceItem(models.Model):
    """What is mended on whose word: a rectification under an acceptance, and the line it came from."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="acceptance_item"
    )
    acceptance = models.ForeignKey("matters.Matter", models.PROTECT, related_name="acceptance_items")
    round = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    criterion = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey("organisation.Department", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.matter)


class ProjectArchive(models.Model):
    """归档: the index of a project's file on the day it was closed, and its digest. Never changed."""

    project = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="project_archive"
    )
    index: "models.JSONField[Any, Any]" = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.project)
