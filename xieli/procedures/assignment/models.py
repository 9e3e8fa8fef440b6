"""What an assigned task holds beside its matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssignmentDetails(models.Model):
    """交办 and 领导督办: what is to be done, by whom, by when, and what came of it (3.2.a, 3.1.a)."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="assignment"
    )
    content = models.TextField(_("交办事项"))
    assignee = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=_("承办人")
    )
    needed_by = models.DateTimeField(_("完成期限"))
    result = models.TextField(_("办理情况"), blank=True)
    sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    def __str__(self) -> str:
        return str(self.matter)
