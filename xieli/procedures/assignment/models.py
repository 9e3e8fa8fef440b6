"""What an assigned task holds beside its matter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where an instruction comes from."""

    MEETING = "meeting", _("会议")
    DOCUMENT = "document", _("文件批示")
    INSPECTION = "inspection", _("检查调研")
    OTHER = "other", _("其他")


class Rhythm(models.TextChoices):
    """How often progress is to be reported."""

    NONE = "", _("不定期")
    WEEKLY = "weekly", _("每周")
    FORTNIGHTLY = "fortnightly", _("每两周")
    MONTHLY = "monthly", _("每月")


class AssignmentDetails(models.Model):
    """交办 and 领导督办: what is to be done, by whom, by when, and what came of it (3.2.a, 3.1.a).

    Of instructions alone: where they come from, how often progress is reported, what was reported last.
    """

    NOT_SIGNED = ("sent_back", "percent", "progress", "reported_at", "next_report_at")

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="assignment"
    )
    content = models.TextField(_("交办事项"))
    assignee = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("承办人")
    )
    needed_by = models.DateTimeField(_("完成期限"))
    result = models.TextField(_("办理情况"), blank=True)
    sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    source = models.CharField(_("来源"), max_length=12, choices=Source, blank=True)
    source_text = models.CharField(_("来源说明"), max_length=200, blank=True)
    rhythm = models.CharField(_("进展报告"), max_length=12, choices=Rhythm, blank=True)
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    progress = models.TextField(_("最新进展"), blank=True)
    reported_at = models.DateTimeField(_("最近报告"), null=True)
    next_report_at = models.DateTimeField(_("下次报告"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignment_at_most_whole"),
        ]

    def __str__(self) -> str:
        return str(self.matter)
