"""The counters of official numbers."""

from django.db import models


class Counter(models.Model):
    """The last number given in a series and period; taken last of all locks, so gapless."""

    series = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="counter_once")]
