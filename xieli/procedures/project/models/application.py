"""The application for a project and what became of it, as 《项目发起申请表》 and 《项目立项通知书》 show it."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of undertaking it is."""

    CONSTRUCTION = "construction", _("站点建设")
    RENOVATION = "renovation", _("技术改造")
    DEVELOPMENT = "development", _("研发")
    OPERATION = "operation", _("运营提升")
    MANAGEMENT = "management", _("管理提升")
    OTHER = "other", _("其他")


class Level(models.TextChoices):
    """Who decides on it (4.1.b)."""

    ORDINARY = "ordinary", _("一般项目")
    KEY = "key", _("重点项目")
    MAJOR = "major", _("重大项目")


class Urgency(models.TextChoices):
    """How soon it has to begin."""

    ORDINARY = "ordinary", _("普通")
    URGENT = "urgent", _("紧急")


def table(label: Any, **options: Any) -> "models.JSONField[Any, Any]":
    """Rows of a form's table. They stand in the details, not in tables of their own, because what approvers sign
    and what a later version starts from is the application as a whole."""
    return models.JSONField(label, default=list, blank=True, encoder=DjangoJSONEncoder, **options)


def _money(label: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=0)


class ProjectDetails(models.Model):
    """项目: the application as signed, then what the PMO, the deciders and the leader settled."""

    # Settled after the application was signed: changing it makes no signature stale.
    NOT_SIGNED = (
        "level", "defects", "assessors", "conditions", "conclusion", "leader", "authority",
        "baseline", "due_at", "stop", "resumed_in",
    )  # fmt: skip

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="project")
    kind = models.CharField(_("类别"), max_length=16, choices=Kind.choices)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY
    )
    declared_level = models.CharField(
        _("申报级别"), max_length=10, choices=Level.choices, default=Level.ORDINARY
    )
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    background = models.TextField(_("背景与必要性"))
    objectives = models.TextField(_("目标"))
    scope = models.TextField(_("范围"), blank=True)
    content = models.TextField(_("主要内容"))
    results = models.TextField(_("预期成果与验收标准"))
    starts_on = models.DateField(_("计划开始"), null=True)
    ends_on = models.DateField(_("计划完成"), null=True)
    milestones = table(_("里程碑"))
    budget = _money(_("预算（元）"))
    budget_lines = table(_("预算明细"))
    resources = models.TextField(_("人员、设备和其他资源"), blank=True)
    cooperation = table(_("协作部门"))
    risks = table(_("风险与对策"))
    benefit = models.TextField(_("效益"), blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    previous = models.OneToOneField(
        "matters.Matter", models.PROTECT, null=True, related_name="next_version", verbose_name=_("上一版")
    )

    level = models.CharField(_("级别"), max_length=10, choices=Level.choices, default=Level.ORDINARY)
    defects = table(_("待补正"))
    assessors = table(_("评估部门"))
    conclusion = models.TextField(_("评估结论"), blank=True)
    conditions = table(_("立项条件"))
    leader = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("项目负责人")
    )
    authority = models.TextField(_("负责人权限"), blank=True)
    baseline = models.PositiveSmallIntegerField(_("现行基线"), null=True)
    due_at = models.DateTimeField(_("计划完成时间"), null=True)
    stop = models.CharField(_("申请事项"), max_length=10, blank=True)
    resumed_in = models.CharField(_("申请前状态"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="project_kind_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="project_level_known"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="project_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on__gte=F("starts_on")), name="project_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(previous=None, version=1) | Q(previous__isnull=False, version__gt=1),
                name="project_later_version_has_previous",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)
