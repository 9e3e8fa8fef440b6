"""What a handover holds beside its matter: who gives what to whom, line by line (4.2.b)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reason(models.TextChoices):
    """Why somebody hands over."""

    LEAVING = "leaving", _("离职")
    POST = "post", _("岗位变动")
    ABSENCE = "absence", _("休假或外派")
    PROJECT = "project", _("任务或项目移交")


class Free(models.TextChoices):
    """What the product can't know of and people write down themselves. Never passwords."""

    FILES = "files", _("文件资料")
    ACCOUNT = "account", _("系统账号和权限")
    ASSET = "asset", _("资产设备")
    SEAL = "seal", _("印章和钥匙")
    MONEY = "money", _("合同和款项")
    CONTACT = "contact", _("客户和联系人")
    RISK = "risk", _("风险和遗留问题")
    OTHER = "other", pgettext_lazy("handover", "其他")


def _person(label: Any, **kwargs: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=label, **kwargs
    )


class HandoverDetails(models.Model):
    """工作交接: who hands over why, to whom, watched by whom."""

    NOT_SIGNED = ("effective_at", "returned_at", "receiver", "supervisor")

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="handover")
    reason = models.CharField(_("交接原因"), max_length=10, choices=Reason.choices)
    giver = _person(_("移交人"))
    receiver = _person(_("接收人"))
    supervisor = _person(_("监交人"), null=True)
    key_post = models.BooleanField(_("关键岗位"), default=False)
    absent = models.BooleanField(_("移交人不能到场"), default=False)
    absent_why = models.CharField(_("不能到场的原因"), max_length=200, blank=True)
    about = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, related_name="+", verbose_name=_("移交的任务或项目")
    )
    returns_at = models.DateTimeField(_("预计返岗时间"), null=True)
    note = models.TextField(_("交接说明"), blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the list as it is signed
    effective_at = models.DateTimeField(_("生效时间"), null=True)
    returned_at = models.DateTimeField(_("退还时间"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="handover_reason_known"),
            models.CheckConstraint(condition=~Q(giver=models.F("receiver")), name="handover_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(supervisor=None)
                | (~Q(supervisor=models.F("giver")) & ~Q(supervisor=models.F("receiver"))),
                name="handover_supervised_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(absent=False) | (Q(supervisor__isnull=False) & ~Q(absent_why="")),
                name="handover_absent_is_supervised",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)


class HandoverLine(models.Model):
    """One line of the list. With `key` it is something the product knows of and moves itself; without, people's own.

    `verdict` is the receiver's; `ruling` the head's on a disputed line; `outcome` what became of it.
    """

    class Verdict(models.TextChoices):
        """What the receiver says of it."""

        CONFIRMED = "confirmed", _("确认")
        DISPUTED = "disputed", _("有异议")

    class Ruling(models.TextChoices):
        """What the head says of a disputed line."""

        STANDS = "stands", _("维持原样移交")
        OTHER = "other", _("改由他人接收")
        OUT = "out", _("不列入交接")

    class Outcome(models.TextChoices):
        """What became of it."""

        MOVED = "moved", _("已移交")
        LAPSED = "lapsed", _("签字前已了结")
        BACK = "back", _("已退还")

    handover = models.ForeignKey("matters.Matter", models.CASCADE, related_name="handover_lines")
    no = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=40, blank=True)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=260)
    step = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    progress = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=100, blank=True)
    receiver = _person(_("接收人"))
    stays = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    judged_by = _person("", null=True)
    judged_at = models.DateTimeField(null=True)
    ruling = models.CharField(max_length=10, choices=Ruling.choices, blank=True)
    ruled_by = _person("", null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    moved_to = _person("", null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "no"], name="handover_line_no_once"),
            models.UniqueConstraint(
                fields=["handover", "kind", "key"], condition=~Q(key=""), name="handover_line_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None, judged_at=None)
                | (~Q(verdict="") & Q(judged_by__isnull=False, judged_at__isnull=False)),
                name="handover_line_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=("moved", "back"))
                | Q(stays=False, moved_to__isnull=False, moved_at__isnull=False),
                name="handover_line_moved_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["receiver"], condition=Q(outcome=""), name="handover_line_waiting")]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def is_open(self) -> bool:
        """It is to be handed over and was not yet."""
        return not self.outcome and not self.stays

    @property
    def own(self) -> bool:
        """Written down by people; the product moves nothing."""
        return not self.key
