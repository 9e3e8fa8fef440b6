"""What an application for a seal holds beside its matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealUseDetails(models.Model):
    """用印申请: which seal on which issued document, and what for (4.2.a)."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="seal_use")
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="seal_uses", verbose_name=_("用印文书")
    )
    seal = models.ForeignKey(
        "documents.Seal", models.PROTECT, related_name="seal_uses", verbose_name=_("印章")
    )
    purpose = models.TextField(_("用途"))

    def __str__(self) -> str:
        return str(self.matter)
