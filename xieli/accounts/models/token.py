"""Keys for programs: the API knows its callers by them. Only a digest is kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field
from xieli.organisation.models import Person


class Scope(models.TextChoices):
    """What a token may be used for."""

    READ_MATTERS = "matters:read", _("查阅事项")
    ACT = "matters:act", _("办理事项")
    INTAKE = "service:intake", _("受理客户需求")
    ORGANISATION = "organisation:read", _("查阅组织")


class ApiToken(models.Model):
    """A token acts for a person, or for a named client such as the charging app."""

    uid = uid_field()
    digest = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("员工")
    )
    client = models.CharField(_("客户端名称"), max_length=60, blank=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("权限范围"))
    created_at = models.DateTimeField(_("创建时间"), default=clock.now)
    expires_at = models.DateTimeField(_("失效时间"))
    used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(client=""), name="token_person_or_client"),
            models.CheckConstraint(condition=Q(scopes__contained_by=Scope.values), name="token_scopes_known"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_some_scope"),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else self.client

    def scope_labels(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(code).label) for code in self.scopes]
