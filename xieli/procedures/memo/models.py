"""What a memo and an oral agreement hold beside their matters (4.2.a)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xieli.matters.models import Follow, Matter, WorkItem
from xieli.organisation import queries as organisation


def _ids(label: Any) -> "ArrayField[list[int], list[int]]":
    return ArrayField(models.IntegerField(), default=list, verbose_name=label)


class MemoDetails(models.Model):
    """工作联系函: to whom, in whose name, who is to answer by when. `to`, `answer_from`: ids of departments."""

    class Name(models.TextChoices):
        """In whose name it is written."""

        DEPARTMENT = "department", _("以部门名义")
        PERSON = "person", _("以个人名义")

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="memo")
    in_name = models.CharField(_("名义"), max_length=10, choices=Name, default=Name.DEPARTMENT)
    content = models.TextField(_("正文"))
    to = _ids(_("主送部门"))
    answer_from = _ids(_("须答复部门"))
    answer_by = models.DateTimeField(_("答复期限"), null=True)
    copy_departments = _ids(_("抄送部门"))
    copy_people = _ids(_("抄送人员"))

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def addressees(self) -> "list[Addressee]":
        """One row a department: when its head read it, who signed for it, what it answered."""
        rows = list(
            Addressee.objects.filter(matter=self.matter).select_related(
                "department", "received_by", "answered_by"
            )
        )
        items = WorkItem.objects.filter(matter=self.matter, seen_at__isnull=False).order_by("seen_at")
        seen = {item.department_id: item.seen_at for item in reversed(items)}
        for row in rows:
            row.seen_at = seen.get(row.department_id) or row.received_at
        return rows

    @property
    def to_names(self) -> list[str]:
        """Names of the departments it is meant for, while it is not issued."""
        found = (organisation.department_by_id(pk) for pk in self.to)
        return [one.name for one in found if one is not None]

    @property
    def copies(self) -> Any:
        """Who was copied, and when they read it."""
        rows = Follow.objects.filter(matter=self.matter, copied_by__isnull=False)
        return rows.select_related("person__department").order_by("pk")


class Addressee(models.Model):
    """A department the memo was issued to. `wanted`: what the sender misses in its answer."""

    seen_at: Any = None
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="addressees")
    department = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    must_answer = models.BooleanField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    wanted = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "department"], name="addressed_once"),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="an_answer_has_words"),
        ]

    def __str__(self) -> str:
        return str(self.department)


class OralDetails(models.Model):
    """口头约定: what was said to be agreed, by whom with whom, when it was said and when written down."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="oral")
    content = models.TextField(_("约定内容"))
    counterpart = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("对方")
    )
    means = models.CharField(_("约定方式"), max_length=60, blank=True)
    talked_at = models.DateTimeField(_("约定时间"))
    written_at = models.DateTimeField(_("写下时间"), null=True)
    write_by = models.DateTimeField(_("应在此前写下"), null=True)
    about = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+", verbose_name=_("来源事项"))
    comment = models.UUIDField(_("来源评论"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(written_at=None) | Q(written_at__gte=F("talked_at")), name="talked_before_writing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def late(self) -> bool:
        """Whether it was written down later than the limit in force allowed (24 hours unless edited)."""
        return self.written_at is not None and self.write_by is not None and self.written_at > self.write_by

    @property
    def wordings(self) -> Any:
        """Every version of the words, oldest first."""
        return Wording.objects.filter(matter=self.matter).select_related("person")


class Wording(models.Model):
    """One version of the words of an oral agreement, and whose it is."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="wordings")
    no = models.PositiveSmallIntegerField()
    text = models.TextField()
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="wording_numbered_once")]

    def __str__(self) -> str:
        return f"{self.matter} {self.no}"
