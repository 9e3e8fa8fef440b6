"""What an announcement holds beside its matter (4.2.a): what it says, to whom, whether it is to be confirmed."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def _ids(label: Any) -> "ArrayField[list[int], list[int]]":
    return ArrayField(models.IntegerField(), default=list, verbose_name=label)


class AnnouncementDetails(models.Model):
    """公告: `departments`, `posts`, `people`: ids, read together; `whole_company` stands for all of them."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="announcement"
    )
    content = models.TextField(_("正文"))
    whole_company = models.BooleanField(_("全公司"), default=False)
    departments = _ids(_("部门"))
    posts = _ids(_("岗位"))
    people = _ids(_("人员"))
    must_confirm = models.BooleanField(_("须确认阅读"), default=True)
    confirm_by = models.DateTimeField(_("确认期限"), null=True)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    valid_until = models.DateTimeField(_("有效期至"), null=True)
    supersedes = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, related_name="+", verbose_name=_("替代公告")
    )
    superseded_by = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, related_name="+", verbose_name=_("被替代为")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(valid_until=None) | Q(valid_until__gt=F("published_at")),
                name="announced_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("matter")),
                name="no_announcement_supersedes_itself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"], condition=Q(valid_until__isnull=False), name="announcement_until"
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)
