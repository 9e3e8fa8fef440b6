"""Versions of the regulation. The text of its clauses is in `clauses`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field


class Regulation(models.Model):
    """One version of the company's regulation, in force from a day until a later version is."""

    uid = uid_field()
    number = models.CharField(_("文号"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    in_force_from = models.DateField(_("施行日期"), unique=True)

    class Meta:
        ordering = ["-in_force_from"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"
