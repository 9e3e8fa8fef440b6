"""客户意见 that matters beyond its case, and the monthly 客户意见汇编 (4.3.c)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionDetails(models.Model):
    """One important opinion: assigned to a department, answered in time, the outcome told to the customer."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="opinion")
    text = models.TextField(_("意见内容"), blank=True)
    grave = models.BooleanField(_("重大意见"), default=False)
    answer = models.TextField(_("部门答复"), blank=True)
    adopted = models.CharField(
        _("采纳情况"),
        max_length=10,
        blank=True,
        choices=[("adopted", _("采纳")), ("partly", _("部分采纳")), ("not", _("不采纳"))],
    )
    told = models.TextField(_("告知客户"), blank=True)

    class Meta:
        verbose_name = _("客户意见")

    def __str__(self) -> str:
        return self.text[:40]


class DigestDetails(models.Model):
    """One month's digest: its opinions are those opened in the month; the foreword is its compiler's."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="digest")
    month = models.DateField(_("月份"), unique=True)
    foreword = models.TextField(_("综述"), blank=True)

    class Meta:
        verbose_name = _("客户意见汇编")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
