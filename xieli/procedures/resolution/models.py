"""What a resolved item holds beside its matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResolutionDetails(models.Model):
    """决议事项: what was resolved, who carries it out by when, who judges the result (3.1.b)."""

    NOT_SIGNED = ("sent_back",)

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="resolution"
    )
    content = models.TextField(_("决议内容"))
    owner = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("责任人")
    )
    judge = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("确认人")
    )
    needed_by = models.DateTimeField(_("完成期限"), null=True)
    result = models.TextField(_("落实情况"), blank=True)
    sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    def __str__(self) -> str:
        return str(self.matter)
