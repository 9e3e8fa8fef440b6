"""What a collaboration request holds beside its matter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How soon it has to be taken up."""

    ORDINARY = "ordinary", _("普通")
    URGENT = "urgent", _("紧急")


class CollaborationDetails(models.Model):
    """协作请求: what one department asks of another, what came of it, and how the cooperation was (5.2.b)."""

    NOT_SIGNED = ("rating", "rating_text")

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="collaboration"
    )
    content = models.TextField(_("需要什么"))
    standard = models.TextField(_("交付标准"), blank=True)
    needed_by = models.DateTimeField(_("需要时间"), null=True)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY
    )
    handler = models.ForeignKey(
        "organisation.Person", models.PROTECT, verbose_name=_("承办人"), null=True, related_name="+"
    )
    ordered = models.BooleanField(
        _("责成办理"), default=False, help_text="the executive decided that it has to be done"
    )
    result = models.TextField(_("交付结果"), blank=True)
    reworks = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    rating = models.PositiveSmallIntegerField(_("协作评价"), null=True)
    rating_text = models.TextField(_("评价说明"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="collaboration_urgency_known"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="collaboration_rating_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)
