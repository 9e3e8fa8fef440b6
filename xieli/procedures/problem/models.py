"""What a reported problem holds beside its matter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Severity(models.TextChoices):
    """How bad it is."""

    MINOR = "minor", pgettext_lazy("severity", "一般")
    MAJOR = "major", _("较重")
    CRITICAL = "critical", _("严重")


class ProblemDetails(models.Model):
    """报告问题: what is in the way, how badly, who can solve it, and how it was solved (3.3.a)."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="problem")
    content = models.TextField(_("问题内容"))
    severity = models.CharField(_("严重程度"), max_length=10, choices=Severity.choices)
    solver = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("解决人")
    )
    solution = models.TextField(_("解决情况"), blank=True)
    disagreements = models.PositiveSmallIntegerField(_("未解决次数"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="problem_severity_known"),
        ]

    def __str__(self) -> str:
        return str(self.matter)
