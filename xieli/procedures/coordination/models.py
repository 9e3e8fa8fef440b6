"""What a matter submitted for coordination holds beside the spine."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class CoordinationDetails(models.Model):
    """提请协调: what the departments disagree about, and what was decided (3.1.a)."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="coordination"
    )
    content = models.TextField(_("需要协调的问题"))
    sides = ArrayField(models.IntegerField(), default=list, verbose_name=_("有关部门"))
    wish = models.TextField(_("希望怎样解决"), blank=True)
    decision = models.TextField(_("决定"), blank=True)
    executor = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("执行部门")
    )
    carry_out_by = models.DateTimeField(_("执行期限"), null=True)
    outcome = models.TextField(_("执行情况"), blank=True)

    def __str__(self) -> str:
        return str(self.matter)


class Position(models.Model):
    """What one side says, in its own words; each side says it once."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="positions")
    department = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "department"], name="position_once_a_side"),
        ]
