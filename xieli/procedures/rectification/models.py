"""What a rectification holds beside its matter: the finding, who answers for it, and every round of mending."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(models.TextChoices):
    """How grave the finding is: what is grave is stopped first."""

    ORDINARY = "ordinary", pgettext_lazy("finding", "一般")
    GRAVE = "grave", _("重大")


class RectificationDetails(models.Model):
    """整改: what was found, what is asked, who answers for it, who mends it, who looks at it again (6.1.a).

    The department that mends is the matter's lead department.
    """

    NOT_SIGNED = ("plan", "stopped", "doer", "due_at", "result", "proof", "mended")

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="rectification"
    )
    grade = models.CharField(_("等级"), max_length=10, choices=Grade.choices, default=Grade.ORDINARY)
    finding = models.TextField(_("存在的问题"))
    requirement = models.TextField(_("整改要求"))
    clause = models.CharField(_("依据"), max_length=100, blank=True)
    owner = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("整改责任人")
    )
    checker = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("复查人")
    )
    doer = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("承办人")
    )
    due_at = models.DateTimeField(_("整改期限"))
    stopped = models.TextField(_("停止情况"), blank=True)
    plan = models.TextField(_("整改措施"), blank=True)
    result = models.TextField(_("整改结果"), blank=True)
    proof = models.TextField(_("证明材料"), blank=True)
    mended = models.PositiveSmallIntegerField(_("整改次数"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="rectification_grade_known"),
            models.CheckConstraint(
                condition=~Q(checker=F("owner")), name="rectification_not_checked_by_owner"
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def rounds(self) -> "models.QuerySet[Mending]":
        """Every round of mending, with who did it and who looked at it."""
        return Mending.objects.filter(matter=self.matter_id).select_related("by", "checked_by")


class Mending(models.Model):
    """One round: what was done and what proves it, then what the re-check said of it. None is ever dropped."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="mendings")
    no = models.PositiveSmallIntegerField()
    result = models.TextField()
    proof = models.TextField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    mended = models.BooleanField(null=True)
    remark = models.TextField(blank=True)
    checked_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "no"], name="rectification_round_once"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("by")),
                name="rectification_not_checked_by_doer",
            ),
            models.CheckConstraint(
                condition=Q(mended=None, checked_at=None) | Q(mended__isnull=False, checked_at__isnull=False),
                name="rectification_checked_has_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} · {self.no}"
