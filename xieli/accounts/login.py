"""The only way in: name and password, counted and locked in the database; then the one-time code if required.

Five failures of one account within fifteen minutes lock it until the first of them is fifteen minutes old.
Names nobody has are counted in the same way, so that an answer never tells whether a name exists.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieli.accounts import audit, hooks, totp
from xieli.accounts.audit import By
from xieli.accounts.models import Account, AuditEntry
from xieli.accounts.models.audit import AuditAction
from xieli.core import clock

FAILURES = 5
FAILURES_PER_ADDRESS = 50
WINDOW = timedelta(minutes=15)
CLEARING = [AuditAction.LOGIN, AuditAction.UNLOCKED, AuditAction.CODE_GIVEN]

LOCKED_TEXT = gettext_lazy(
    "您的账号连续输错 5 次，已锁定 15 分钟（来自 %(address)s）。如非本人操作，请联系安全管理员。"
)


@dataclass(frozen=True)
class Answer:
    """Either the account that may go on, or a sentence why not; `locked` when trying again is no use now."""

    account: Account | None
    sentence: str | Promise = ""
    locked: bool = False


def find(typed: str) -> Account | None:
    """The account of a login name, employee number, telephone number, or a name only one employee has."""
    typed = typed.strip()
    match = Q(username__iexact=typed) | Q(person__number__iexact=typed)
    if typed:
        match |= Q(person__phone=typed, person__left_on=None) | Q(person__name=typed, person__left_on=None)
    found = list(Account.objects.filter(match)[:2])
    exact = [row for row in found if row.username.lower() == typed.lower()]
    return (exact or found)[0] if len(exact or found) == 1 else None


@transaction.atomic
def check_name_and_password(typed: str, password: str, address: str | None) -> Answer:
    """First step. Concurrent tries of one account wait for each other, so that five means five."""
    account = find(typed)
    if account:
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if refusal := refused_now(account, typed, address):
        return refusal
    # The hash is computed for unknown names too: the time taken must not tell.
    right = check_password(password, account.password if account else _decoy())
    if account and right and account.is_active:
        return Answer(account)
    return failed(account, typed, address, _("登录名或密码不对。"))


@transaction.atomic
def check_code(account: Account, typed: str, address: str | None) -> Answer:
    """Second step: the code of the account's authenticator app."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if refusal := refused_now(account, "", address):
        return refusal
    if account.is_active and totp.spend(account, typed):
        return Answer(account)
    return failed(account, "", address, _("动态口令不对，请输入应用里正在显示的六位数字。"))


@transaction.atomic
def check_again(account: Account, password: str, address: str | None) -> Answer:
    """Who is in already proves once more to be the owner; guessing here counts and locks as at the door."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if refusal := refused_now(account, "", address):
        return refusal
    if account.check_password(password):
        return Answer(account)
    return failed(account, "", address, _("密码不对。"))


def entered(account: Account, address: str | None) -> None:
    """Note a login that went through; it clears the count of failures."""
    audit.note(By(account, address), AuditAction.LOGIN, account.username)


def locked_until(account: Account) -> datetime | None:
    """When the account may try again; None when it may now."""
    return _locked_until(account.username)


def failed(account: Account | None, typed: str, address: str | None, sentence: str) -> Answer:
    """Count one failure; the fifth locks."""
    subject, who = _subject(account, typed), By(account, address)
    audit.note(who, AuditAction.LOGIN_FAILED, subject)
    if _locked_until(subject):
        audit.note(who, AuditAction.LOCKED, subject)
        if account:
            hooks.tell_owner(account, LOCKED_TEXT, address=address or "—")
        return Answer(None, _("连续输错 5 次，账号已锁定 15 分钟。"), locked=True)
    return Answer(None, sentence)


def refused_now(account: Account | None, typed: str, address: str | None) -> Answer | None:
    """The refusal while the name, or the address tried from, is locked; tries meanwhile don't prolong it."""
    subject = _subject(account, typed)
    until = _locked_until(subject) or _address_blocked(address)
    if until is None:
        return None
    audit.note(By(account, address), AuditAction.DENIED, subject, "locked")
    minutes = max(1, round((until - clock.now()).total_seconds() / 60))
    words = _("输错次数太多，请 %(minutes)s 分钟后再试，或请安全管理员解除锁定。") % {"minutes": minutes}
    return Answer(None, words, locked=True)


def _subject(account: Account | None, typed: str) -> str:
    return account.username if account else f"?{typed.strip().lower()}"


def _locked_until(subject: str) -> datetime | None:
    since = clock.now() - WINDOW
    rows = AuditEntry.objects.filter(subject=subject, at__gt=since).order_by("-id")
    failures: list[datetime] = []
    for action, at in rows.filter(action__in=[AuditAction.LOGIN_FAILED, *CLEARING]).values_list(
        "action", "at"
    ):
        if action in CLEARING:
            break
        failures.append(at)
    return failures[FAILURES - 1] + WINDOW if len(failures) >= FAILURES else None


def _address_blocked(address: str | None) -> datetime | None:
    since = clock.now() - WINDOW
    failed = AuditEntry.objects.filter(action=AuditAction.LOGIN_FAILED, at__gt=since, address=address)
    times = (
        list(failed.order_by("-id").values_list("at", flat=True)[:FAILURES_PER_ADDRESS]) if address else []
    )
    return times[-1] + WINDOW if len(times) == FAILURES_PER_ADDRESS else None


@cache
def _decoy() -> str:
    """The hash of a password nobody has."""
    return make_password("a name that nobody has")
