"""What is done to accounts, by owners and administrators. Each act leaves its line in the audit log."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.accounts import audit, hooks, login, totp
from xieli.accounts.audit import By
from xieli.accounts.models import Account, AccountKind, Session
from xieli.accounts.models.audit import AuditAction
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.core.ids import digest_of
from xieli.organisation.models import Person

CODE_LASTS = timedelta(hours=24)
# Without those that look alike when read out on the telephone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# What the owner hears of; a thief at an open screen, or an administrator, must not change a way in unseen.
PASSWORD_SET = gettext_lazy(
    "您的密码已修改（来自 %(address)s），其他设备上的登录已结束。如非本人操作，请立即联系安全管理员。"
)
CODE_GIVEN = gettext_lazy("安全管理员为您的账号发放了一次性口令。如非您本人要求，请立即联系安全管理员。")
TOTP_SET = gettext_lazy("您的账号绑定了动态口令（来自 %(address)s）。如非本人操作，请立即联系安全管理员。")
TOTP_RESET = gettext_lazy("安全管理员解绑了您账号的动态口令。如非您本人要求，请立即联系安全管理员。")


@transaction.atomic
def create_account(person: Person, username: str, who: By) -> tuple[Account, str]:
    """An employee's login, and the one-time code with which they choose a password."""
    if not person.active:
        raise Refused(422, _("%(name)s 不在职，不能开通账号。") % {"name": person.name})
    return _create(Account(person=person, username=username.strip()), who)


@transaction.atomic
def create_administrator(kind: AccountKind, username: str, who: By) -> tuple[Account, str]:
    """One of the three administrators' logins, and its one-time code."""
    if kind == AccountKind.EMPLOYEE:
        raise ValueError("an employee's account needs its person")
    return _create(Account(kind=kind, username=username.strip()), who)


def _create(account: Account, who: By) -> tuple[Account, str]:
    if Account.objects.filter(username__iexact=account.username).exists():
        raise Refused(422, _("登录名“%(name)s”已被使用。") % {"name": account.username})
    if account.person and Account.objects.filter(person=account.person).exists():
        raise Refused(422, _("%(name)s 已有账号。") % {"name": account.person.name})
    account.set_unusable_password()
    account.save()
    audit.note(who, AuditAction.ACCOUNT_CREATED, account.username, account.get_kind_display())
    return account, give_code(account, who)


@transaction.atomic
def give_code(account: Account, who: By) -> str:
    """A one-time code, valid a day, for setting a new password. Shown once; only its digest is kept."""
    if who.account and who.account.pk == account.pk:
        raise Refused(422, _("不能给自己发放一次性口令，请在“我的账号”里修改密码。"))
    code = "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _m in range(3))
    Account.objects.filter(pk=account.pk).update(
        code_digest=digest_of(code), code_expires_at=clock.now() + CODE_LASTS
    )
    audit.note(who, AuditAction.CODE_GIVEN, account.username)
    if account.has_usable_password():  # a new account's owner is waiting for it
        hooks.tell_owner(account, CODE_GIVEN)
    return code


@transaction.atomic
def use_code(typed: str, code: str, password: str, address: str | None) -> login.Answer:
    """Set a password with the one-time code; failures count like wrong passwords."""
    account = login.find(typed)
    if account:
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if refusal := login.refused_now(account, typed, address):
        return refusal
    if not account or not account.is_active or not _code_fits(account, code):
        return login.failed(account, typed, address, _("登录名或一次性口令不对，或口令已过期。"))
    validate_password(password, account)
    account.set_password(password)
    account.code_digest, account.code_expires_at = "", None
    account.save(update_fields=["password", "code_digest", "code_expires_at"])
    _end_visits(account)
    audit.note(By(account, address), AuditAction.CODE_USED, account.username)
    hooks.tell_owner(account, PASSWORD_SET, address=address or "—")
    return login.Answer(account)


def _code_fits(account: Account, code: str) -> bool:
    if not account.code_digest or not account.code_expires_at or account.code_expires_at <= clock.now():
        return False
    return secrets.compare_digest(account.code_digest, digest_of(code.strip().upper()))


@transaction.atomic
def change_password(account: Account, old: str, new: str, who: By, *, but: str | None = None) -> login.Answer:
    """The owner's own change; every session ends but the one whose key is `but`."""
    answer = login.check_again(account, old, who.address)
    if not answer.account:
        return answer
    validate_password(new, account)
    account.set_password(new)
    account.save(update_fields=["password"])
    _end_visits(account, but)
    audit.note(who, AuditAction.PASSWORD_CHANGED, account.username)
    hooks.tell_owner(account, PASSWORD_SET, address=who.address or "—")
    return answer


@transaction.atomic
def set_enabled(account: Account, enabled: bool, who: By) -> None:
    """Let an account in or keep it out, from its next request on."""
    if who.account and who.account.pk == account.pk:
        raise Refused(422, _("不能停用自己的账号。"))
    Account.objects.filter(pk=account.pk).update(enabled=enabled)
    action = AuditAction.ACCOUNT_ENABLED if enabled else AuditAction.ACCOUNT_DISABLED
    audit.note(who, action, account.username)


@transaction.atomic
def set_privileged(account: Account, privileged: bool, who: By) -> None:
    """Require, or no longer require, a one-time code of an employee."""
    Account.objects.filter(pk=account.pk).update(privileged=privileged)
    audit.note(who, AuditAction.PRIVILEGE_CHANGED, account.username, "required" if privileged else "optional")


@transaction.atomic
def unlock(account: Account, who: By) -> None:
    """Forget the failures counted so far."""
    audit.note(who, AuditAction.UNLOCKED, account.username)


@transaction.atomic
def set_totp(account: Account, secret: str, typed: str, who: By) -> None:
    """Bind an authenticator app, proved by a code of it."""
    step = totp.matching_step(secret, typed)
    if step is None:
        raise Refused(422, _("动态口令不对，请输入应用里正在显示的六位数字。"))
    Account.objects.filter(pk=account.pk).update(totp_secret=totp.hidden(secret), totp_last_step=step)
    audit.note(who, AuditAction.TOTP_SET, account.username)
    hooks.tell_owner(account, TOTP_SET, address=who.address or "—")


@transaction.atomic
def replace_totp(
    account: Account, password: str, current: str, secret: str, typed: str, who: By
) -> login.Answer:
    """The owner's own binding, or change to another telephone: the password, the code of the app bound until now
    where there is one, and a code of the new one.
    """
    answer = login.check_again(account, password, who.address)
    if answer.account and answer.account.totp_secret:
        answer = login.check_code(account, current, who.address)
    if answer.account:
        set_totp(account, secret, typed, who)
    return answer


@transaction.atomic
def reset_totp(account: Account, who: By) -> None:
    """Unbind a lost authenticator app; where one is required, the next login binds another."""
    if who.account and who.account.pk == account.pk:
        raise Refused(422, _("不能解绑自己的动态口令，请另一位安全管理员办理。"))
    Account.objects.filter(pk=account.pk).update(totp_secret="", totp_last_step=0)
    audit.note(who, AuditAction.TOTP_RESET, account.username)
    hooks.tell_owner(account, TOTP_RESET)


@transaction.atomic
def end_session(session: Session, who: By) -> None:
    """End one visit, by its owner or the security administrator."""
    owner = session.account.username if session.account else ""
    session.delete()
    audit.note(who, AuditAction.SESSION_ENDED, owner)


@transaction.atomic
def end_sessions(account: Account, who: By, *, but: str | None = None) -> int:
    """End all visits of an account, except the one whose key is `but`; how many."""
    ended = _end_visits(account, but)
    audit.note(who, AuditAction.SESSION_ENDED, account.username, ended)
    return ended


def _end_visits(account: Account, but: str | None = None) -> int:
    ended, _rows = Session.objects.filter(account=account).exclude(session_key=but).delete()
    return ended


def set_preferences(account: Account, *, language: str, theme: str) -> None:
    """Language and light or dark, for every device the person logs in on."""
    Account.objects.filter(pk=account.pk).update(language=language, theme=theme)
