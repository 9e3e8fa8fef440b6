"""The system administrator opens and closes accounts; the security administrator guards them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xieli.accounts import audit, commands, login, sessions
from xieli.accounts.forms import AccountFilter, AccountForm
from xieli.accounts.http import AccountRequest
from xieli.accounts.middleware import idle_seconds
from xieli.accounts.models import Account, AccountKind
from xieli.accounts.policy import administrator
from xieli.core import html
from xieli.core.errors import Refused
from xieli.organisation import queries

PER_PAGE = 50
DONE = {
    "enable": _("账号已启用。"),
    "disable": _("账号已停用，此账号的下一次操作即被拒绝。"),
    "unlock": _("锁定已解除。"),
    "unbind": _("动态口令已解绑，本人会收到通知。"),
    "require": _("此账号下次登录须用动态口令。"),
    "release": _("此账号不再要求动态口令。"),
    "end": _("此账号的全部登录已结束。"),
}


@administrator("system", "security", "audit")
def administration(request: AccountRequest) -> HttpResponse:
    """The list of accounts; the audit administrator goes on to the audit log."""
    if request.account.kind == AccountKind.AUDIT:
        return html.redirect(request, reverse("accounts:audit"))
    form = AccountFilter(request.GET)
    form.full_clean()
    rows = _accounts(form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", ""))
    after = request.GET.get("after", "")
    page = list(rows.filter(username__gt=after)[: PER_PAGE + 1])
    context = {
        "form": form,
        "accounts": page[:PER_PAGE],
        "next": page[PER_PAGE - 1].username if len(page) > PER_PAGE else None,
    }
    return html.render(request, "accounts/administration.html", context, fragment="rows")


def _accounts(text: str, kind: str) -> Any:
    rows = Account.objects.select_related("person__department").order_by("username")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(person__in=queries.find_people(text)))
    return rows.filter(kind=kind) if kind else rows


@administrator("system")
@never_cache
def create(request: AccountRequest) -> HttpResponse:
    """Open an account for an employee and show its one-time code, once."""
    form = AccountForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            account, code = commands.create_account(
                form.cleaned_data["person"], form.cleaned_data["username"], audit.by(request)
            )
            return html.render(
                request, "accounts/one_time_code_given.html", {"subject": account, "code": code}
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    return html.render(request, "accounts/create.html", {"form": form}, status=422 if form.is_bound else 200)


@administrator("system", "security")
def account(request: AccountRequest, uid: UUID) -> HttpResponse:
    """One account: its state, its visits, what the administrator may do."""
    subject = get_object_or_404(Account.objects.select_related("person__department"), uid=uid)
    context = {
        "subject": subject,
        "sessions": sessions.of(subject, idle_seconds(subject.person)),
        "locked_until": login.locked_until(subject),
    }
    return html.render(request, "accounts/account.html", context)


@administrator("system", "security")
@require_POST
@never_cache
def act(request: AccountRequest, uid: UUID, what: str) -> HttpResponse:
    """One administrator's act on an account."""
    subject = get_object_or_404(Account, uid=uid)
    who = audit.by(request)
    if request.account.kind == AccountKind.SYSTEM:
        if what not in ("enable", "disable"):
            raise Http404
        commands.set_enabled(subject, what == "enable", who)
    elif what == "code":
        code = commands.give_code(subject, who)
        return html.render(request, "accounts/one_time_code_given.html", {"subject": subject, "code": code})
    else:
        _guard(subject, what, who)
    messages.success(request, str(DONE[what]))
    return html.redirect(request, reverse("accounts:account", args=[uid]))


def _guard(subject: Account, what: str, who: audit.By) -> None:
    """The security administrator's acts."""
    if what == "unlock":
        commands.unlock(subject, who)
    elif what == "unbind":
        commands.reset_totp(subject, who)
    elif what in ("require", "release"):
        commands.set_privileged(subject, what == "require", who)
    elif what == "end":
        commands.end_sessions(subject, who)
    else:
        raise Http404
