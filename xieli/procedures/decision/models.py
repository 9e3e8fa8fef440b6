"""What a decision in the register holds beside its matter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionDetails(models.Model):
    """决策: what was decided, by whom, when, on what basis (3.1.a)."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="decision")
    content = models.TextField(_("决策内容"))
    basis = models.TextField(_("依据"), blank=True)
    decided_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("决策人")
    )
    decided_on = models.DateField(_("决策日期"))
    signers = ArrayField(models.IntegerField(), default=list, verbose_name=_("签字人"))
    replaced_by = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, related_name="replaces", verbose_name=_("替代决策")
    )

    def __str__(self) -> str:
        return str(self.matter)
