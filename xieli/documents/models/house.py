"""What a company makes its own: the letterhead, and for each kind of document its wording and Word template.

Rows are versions: the one without an end is in force, nothing is overwritten.
"""

from django.db import models
from django.db.models import Q

from xieli.core.ids import uid_field


class Version(models.Model):
    """A version of something an administrator set; `to_at` closes it."""

    uid = uid_field()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    account = models.CharField(max_length=150)

    class Meta:
        abstract = True


class Letterhead(Version):
    """发文机关: its name, the code its numbers begin with, who signs where nobody is named, the logo's digest."""

    office = models.CharField(max_length=60)
    code = models.CharField(max_length=10)
    signer = models.CharField(max_length=40, blank=True)
    logo = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(to_at=None), name="letterhead_in_force_once"
            ),
        ]


class Wording(Version):
    """One kind of document in the company's own words; empty fields are the standard's."""

    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    word = models.CharField(max_length=64, blank=True)
    word_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(to_at=None), name="wording_in_force_once"),
        ]
