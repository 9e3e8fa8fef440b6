"""Coming in and going out."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xieli.accounts import audit, commands, demo, login, qr, totp
from xieli.accounts.forms import CodeForm, LoginForm, OneTimeCodeForm
from xieli.accounts.http import AccountRequest, Request
from xieli.accounts.models import Account
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.policy import public, signed_in
from xieli.core import clock, html
from xieli.core.errors import Refused

BACKEND = "xieli.accounts.backends.AccountBackend"
PENDING = "pending"
PENDING_SECONDS = 300


@public
@never_cache
@sensitive_post_parameters("password")
def enter(request: Request) -> HttpResponse:
    """Name and password."""
    if request.account and request.method == "GET":
        return html.redirect(request, _onwards(request, request.account))
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answer = login.check_name_and_password(
                form.cleaned_data["name"], form.cleaned_data["password"], audit.address_of(request)
            )
            if answer.account:
                return _next_step(request, answer.account)
            form.add_error(None, str(answer.sentence))
            status = 429 if answer.locked else 422
    context = {"form": form, "next": _next(request), "people": demo.people()}
    return html.render(request, "accounts/login.html", context, status=status)


def _next_step(request: Request, account: Account) -> HttpResponse:
    """In, or to the one-time code where the account has one or must have one."""
    if not account.totp_secret and not account.needs_totp:
        return _in(request, account)
    request.session[PENDING] = {
        "account": account.pk,
        "at": int(clock.now().timestamp()),
        "next": _next(request),
    }
    return html.redirect(request, reverse("accounts:code" if account.totp_secret else "accounts:bind"))


@public
@never_cache
def code(request: Request) -> HttpResponse:
    """The second step: six digits."""
    account = _pending(request)
    if account is None or not account.totp_secret:
        return html.redirect(request, reverse("accounts:login"))
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answer = login.check_code(account, form.cleaned_data["code"], audit.address_of(request))
            if answer.account:
                return _in(request, answer.account)
            form.add_error(None, str(answer.sentence))
            status = 429 if answer.locked else 422
    return html.render(request, "accounts/code.html", {"form": form}, status=status)


@public
@never_cache
def bind(request: Request) -> HttpResponse:
    """Where a one-time code is required and none bound yet: bind the app, then in."""
    account = _pending(request)
    if account is None or account.totp_secret:
        return html.redirect(request, reverse("accounts:login"))
    secret = request.session[PENDING].get("secret") or totp.new_secret()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_totp(
                account, secret, form.cleaned_data["code"], audit.By(account, audit.address_of(request))
            )
            return _in(request, account)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    request.session[PENDING] = {**request.session[PENDING], "secret": secret}
    context = {"form": form, "secret": secret, "picture": qr.picture(totp.address(account, secret))}
    return html.render(request, "accounts/bind.html", context, status=422 if form.is_bound else 200)


@public
@never_cache
@sensitive_post_parameters("password", "again")
def one_time_code(request: Request) -> HttpResponse:
    """Set a password with the one-time code of the security administrator."""
    form = OneTimeCodeForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            answer = commands.use_code(
                data["name"], data["code"], data["password"], audit.address_of(request)
            )
            if answer.account:
                return _next_step(request, answer.account)
            form.add_error(None, str(answer.sentence))
        except ValidationError as error:
            form.add_error("password", error)
    return html.render(request, "accounts/one_time_code.html", {"form": form}, status=status)


@signed_in
@require_POST
def leave(request: AccountRequest) -> HttpResponse:
    """Log out."""
    audit.note(audit.by(request), AuditAction.LOGOUT, request.account.username)
    auth.logout(request)
    return html.redirect(request, reverse("accounts:login"))


def _pending(request: Request) -> Account | None:
    """Whose password was right a moment ago in this browser."""
    waiting: dict[str, Any] = request.session.get(PENDING, {})
    if not waiting or clock.now().timestamp() - waiting["at"] > PENDING_SECONDS:
        return None
    account = Account.objects.filter(pk=waiting["account"]).first()
    return account if account and account.is_active else None


def _in(request: Request, account: Account) -> HttpResponse:
    """Open the session: new key, the account's look and language on this device."""
    onwards = _onwards(request, account)
    request.session.pop(PENDING, None)
    auth.login(request, account, backend=BACKEND)
    login.entered(account, audit.address_of(request))
    request.session.clear_expired()  # somebody has to, and this is a moment when nobody minds a millisecond
    response = html.redirect(request, onwards)
    response.set_cookie("theme", account.theme, max_age=365 * 86400, samesite="Lax")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, max_age=365 * 86400, samesite="Lax")
    return response


def _next(request: Request) -> str:
    """Where the person wanted to go, if that is in this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def _onwards(request: Request, account: Account) -> str:
    wanted = request.session.get(PENDING, {}).get("next") or _next(request)
    return wanted or (reverse("accounts:administration") if account.is_administrator else "/")
