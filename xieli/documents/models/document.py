"""文书: an issued official document. What it says never changes; it can only be superseded or declared void."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field
from xieli.search.fields import bigrams_field, bigrams_index


class Status(models.TextChoices):
    """Whether it still counts."""

    VALID = "valid", _("有效")
    SUPERSEDED = "superseded", _("已被替代")
    VOID = "void", _("已作废")


class Document(models.Model):
    """One issued document: its 文号, the frozen paper with its digest, where its files are kept.

    `matter`: the key of the matter that issued it, without a foreign key: matters lie above this app. `pdf`, `word`:
    digests of the rendered files, empty until they were rendered; once set they stay (rules.sql). `template`: digest of
    the company's own Word template at that time.
    """

    uid = uid_field()
    matter = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    label = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    paper = models.JSONField()
    template = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.VALID)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    pdf = models.CharField(max_length=64, blank=True)
    word = models.CharField(max_length=64, blank=True)
    search = bigrams_field(number="A", title="A")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "n"], name="document_number_once"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="document_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.VALID, ended_at=None)
                | (~Q(status=Status.VALID) & Q(ended_at__isnull=False)),
                name="document_ended_when_not_valid",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.VOID) | ~Q(reason=""), name="document_void_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["matter", "kind"],
                condition=Q(status=Status.VALID),
                name="document_one_valid_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="document_newest"),
            models.Index(fields=["matter", "id"], name="document_by_matter"),
            models.Index(fields=["id"], condition=Q(pdf="") | Q(word=""), name="document_to_render"),
            bigrams_index("search", "document_search"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def valid(self) -> bool:
        """Neither superseded nor void."""
        return self.status == Status.VALID
