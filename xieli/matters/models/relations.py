"""What hangs on a matter beside the work: links, followers, discussion, files."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field
from xieli.search.fields import bigrams_field, bigrams_index


class Link(models.Model):
    """Two matters that have to do with each other."""

    source = models.ForeignKey("matters.Matter", models.CASCADE, related_name="links_out", db_index=False)
    target = models.ForeignKey("matters.Matter", models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="link_not_to_itself"),
        ]


class Follow(models.Model):
    """关注: somebody who wants to hear of a matter, or was copied (抄送) and should read it."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="follows", db_index=False)
    person = models.ForeignKey("organisation.Person", models.CASCADE, related_name="follows")
    copied_by = models.ForeignKey("organisation.Person", models.SET_NULL, null=True, related_name="+")
    active = models.BooleanField(default=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="follow_once")]
        indexes = [
            models.Index(
                fields=["person", "-at"],
                condition=Q(copied_by__isnull=False, read_at=None),
                name="follow_to_read",
            ),
            models.Index(fields=["person", "-at"], condition=Q(active=True), name="follow_by_person"),
        ]


class Comment(models.Model):
    """评论: discussion on a matter. Never changes `rev`.

    `seq`: its line in the ledger; files that came with it have the same. `mentions`, `departments`: who was named.
    """

    uid = uid_field()
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="comments", db_index=False)
    author = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    customer = models.BooleanField(default=False)
    for_customer = models.BooleanField(default=False)
    text = models.TextField()
    mentions = ArrayField(models.IntegerField(), default=list)
    departments = ArrayField(models.IntegerField(), default=list)
    quotes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    search = bigrams_field(text="A")

    class Meta:
        indexes = [
            models.Index(fields=["matter", "at"], name="comment_by_matter"),
            models.Index(fields=["-at"], name="comment_newest"),
            bigrams_index("search", "comment_search"),
        ]


class Sign(models.TextChoices):
    """What one may answer a comment with, without words."""

    AGREED = "agreed", _("赞同")
    DONE = "done", _("已办")
    SEEN = "seen", _("已阅")
    THANKS = "thanks", _("感谢")
    UNCLEAR = "unclear", _("有疑问")


class Reaction(models.Model):
    """表态: a sign somebody put under a comment. No act of the regulation: taken away as lightly as it was put."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey("organisation.Person", models.CASCADE, related_name="+")
    sign = models.CharField(max_length=10, choices=Sign.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person", "sign"], name="reaction_once")]


class Heard(models.Model):
    """Up to which moment somebody has read the discussion on a matter."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+")
    person = models.ForeignKey("organisation.Person", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "matter"], name="heard_once")]


class Attachment(models.Model):
    """A file, stored by the sha256 of its bytes. Without a matter: uploaded, not yet used (swept after an hour).

    `seq`: the line of the ledger that brought it. `kept_in`, `kept_for`: chosen in the panel of that act on that matter
    and not sent yet, for who uploaded it alone (decision 0191).
    """

    uid = uid_field()
    matter = models.ForeignKey(
        "matters.Matter", models.CASCADE, null=True, related_name="attachments", db_index=False
    )
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    step = models.CharField(max_length=40, blank=True)
    seq = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    for_customer = models.BooleanField(default=False)
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    kept_in = models.ForeignKey("matters.Matter", models.CASCADE, null=True, related_name="+", db_index=False)
    kept_for = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["matter", "at"], name="attachment_by_matter"),
            models.Index(fields=["kept_in"], condition=Q(kept_in__isnull=False), name="attachment_kept"),
            models.Index(fields=["at"], condition=Q(matter=None), name="attachment_unused"),
        ]

    @property
    def path(self) -> str:
        """Where the bytes lie under MEDIA_ROOT."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class Reading(models.Model):
    """Somebody opened a matter or file classified 秘密 or above (5.2.a)."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="readings")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="readings")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Phrase(models.Model):
    """常用语: a sentence a person uses again and again for opinions."""

    person = models.ForeignKey("organisation.Person", models.CASCADE, related_name="phrases")
    text = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    def as_option(self) -> dict[str, Any]:
        """For the picker beside a text field."""
        return {"text": self.text}
