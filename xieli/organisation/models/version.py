"""One row that changes whenever the organisation does, so that caches know in one cheap query."""

from django.db import models


class OrganisationVersion(models.Model):
    """Written by triggers only. A random token: a number rolled back would be given out twice."""

    token = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="organisation_version_single")]

    def __str__(self) -> str:
        return str(self.token)
