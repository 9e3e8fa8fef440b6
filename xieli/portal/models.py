"""What only the portal keeps: a customer's rating, its three sides apart (4.3.c)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock


class Rating(models.Model):
    """One rating of one case in one round of handling, by the customer; 5 is very satisfied, 1 very dissatisfied."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(_("第几轮"))
    overall = models.PositiveSmallIntegerField(_("总体满意度"))
    attitude = models.PositiveSmallIntegerField(_("服务态度"), null=True)
    speed = models.PositiveSmallIntegerField(_("处理速度"), null=True)
    outcome = models.PositiveSmallIntegerField(_("处理结果"), null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("客户评价")
        constraints = [
            models.UniqueConstraint(fields=["matter", "round"], name="rating_once_per_round"),
            models.CheckConstraint(condition=Q(overall__range=(1, 5)), name="rating_overall"),
            models.CheckConstraint(
                condition=(Q(attitude=None) | Q(attitude__range=(1, 5)))
                & (Q(speed=None) | Q(speed__range=(1, 5)))
                & (Q(outcome=None) | Q(outcome__range=(1, 5))),
                name="rating_sides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.overall}/5"
