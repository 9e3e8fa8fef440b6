"""Details of a replayed case."""

from django.db import models


class Replayed(models.Model):
    """Which log and case it came from."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="replay")
    log = models.CharField(max_length=20)
    case = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "case"], name="replayed_case_once")]
