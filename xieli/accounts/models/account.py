"""The login of an employee, or of one of the three administrators."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field
from xieli.organisation.models import Person


class AccountKind(models.TextChoices):
    """An account is exactly one of these, so the three administrators exclude one another and other work."""

    EMPLOYEE = "employee", _("员工")
    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")


class Language(models.TextChoices):
    """The languages of the interface."""

    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "auto", _("跟随系统")
    LIGHT = "light", _("浅色")
    DARK = "dark", _("深色")


class AccountManager(BaseUserManager["Account"]):
    """Loads the person along: every request needs both."""

    def get_queryset(self) -> models.QuerySet["Account"]:
        return super().get_queryset().select_related("person")


class Account(AbstractBaseUser):
    """A login. Employees' accounts belong to a Person; an administrator's to nobody who works on matters."""

    uid = uid_field()
    username = models.CharField(_("登录名"), max_length=60, unique=True)
    kind = models.CharField(_("账号类型"), max_length=10, choices=AccountKind, default=AccountKind.EMPLOYEE)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, related_name="account", verbose_name=_("员工")
    )
    enabled = models.BooleanField(_("启用"), default=True)
    privileged = models.BooleanField(_("要求动态口令"), default=False)
    language = models.CharField(_("语言"), max_length=10, choices=Language, default=Language.CHINESE)
    theme = models.CharField(_("外观"), max_length=5, choices=Theme, default=Theme.AUTO)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, editable=False)
    totp_secret = models.CharField(max_length=200, blank=True, editable=False)
    totp_last_step = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="employee", person__isnull=False) | (~Q(kind="employee") & Q(person=None)),
                name="account_person_iff_employee",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else f"{self.get_kind_display()} {self.username}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether it may log in now: enabled, and its person employed."""
        return self.enabled and (self.person is None or self.person.active)

    @property
    def is_administrator(self) -> bool:
        """Whether it is one of the three administrators, who see no matters."""
        return self.kind != AccountKind.EMPLOYEE

    @property
    def needs_totp(self) -> bool:
        """Whether a one-time code is required beside the password; the demonstration asks nobody."""
        return (self.privileged or self.is_administrator) and not settings.DEMO
