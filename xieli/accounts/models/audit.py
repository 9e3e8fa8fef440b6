"""What happened around logins and rights; append-only, kept at least 183 days (nothing deletes it)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xieli.accounts.models.account import Account
from xieli.core import clock


class AuditAction(models.TextChoices):
    """Everything the audit log can say."""

    LOGIN = "login", _("登录")
    LOGIN_FAILED = "login_failed", _("登录失败")
    LOCKED = "locked", _("账号锁定")
    UNLOCKED = "unlocked", _("解除锁定")
    LOGOUT = "logout", _("退出")
    DENIED = "denied", _("拒绝访问")
    PASSWORD_CHANGED = "password_changed", _("修改密码")
    CODE_GIVEN = "code_given", _("发放一次性口令")
    CODE_USED = "code_used", _("用一次性口令设置密码")
    TOTP_SET = "totp_set", _("绑定动态口令")
    TOTP_RESET = "totp_reset", _("解绑动态口令")
    SESSION_ENDED = "session_ended", _("结束会话")
    ACCOUNT_CREATED = "account_created", _("开通账号")
    ACCOUNT_ENABLED = "account_enabled", _("启用账号")
    ACCOUNT_DISABLED = "account_disabled", _("停用账号")
    PRIVILEGE_CHANGED = "privilege_changed", _("变更动态口令要求")
    TOKEN_CREATED = "token_created", _("创建接口令牌")
    TOKEN_REVOKED = "token_revoked", _("撤销接口令牌")
    ORGANISATION_CHANGED = "organisation_changed", _("维护组织机构")
    READ_SECRET = "read_secret", _("查阅涉密内容")
    EXPORTED = "exported", _("导出数据")
    CONFIGURED = "configured", _("修改配置")


class AuditEntry(models.Model):
    """One line: when, who, from where, what, about whom or what."""

    at = models.DateTimeField(_("时间"), default=clock.now)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, verbose_name=_("账号"))
    action = models.CharField(_("行为"), max_length=30, choices=AuditAction)
    subject = models.CharField(_("对象"), max_length=200, blank=True)
    detail = models.CharField(_("说明"), max_length=400, blank=True)
    address = models.GenericIPAddressField(_("来源地址"), null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject", "-at"], name="audit_subject"),
            models.Index(fields=["account", "-at"], name="audit_account"),
            models.Index(fields=["-at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.subject}"
