"""One's own account: look and language, password, one-time codes, visits, posts."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xieli.accounts import audit, commands, qr, sessions, totp
from xieli.accounts.forms import AuthenticatorForm, ChangePasswordForm, PreferencesForm
from xieli.accounts.http import AccountRequest, EmployeeRequest
from xieli.accounts.middleware import APPOINTMENT, idle_seconds
from xieli.accounts.models import Session
from xieli.accounts.policy import employee, signed_in
from xieli.core import html
from xieli.core.errors import Refused
from xieli.organisation import queries

SECRET = "totp_secret"  # noqa: S105  (a key of the session's data)


@signed_in
def profile(request: AccountRequest) -> HttpResponse:
    """What the account is, and everything its owner may change."""
    account = request.account
    form = PreferencesForm(
        request.POST or None, initial={"language": account.language, "theme": account.theme}
    )
    if form.is_bound and form.is_valid():
        commands.set_preferences(account, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("已保存。"))
        response = html.redirect(request, reverse("accounts:profile"))
        response.set_cookie("theme", form.cleaned_data["theme"], max_age=365 * 86400, samesite="Lax")
        return response
    context = {"form": form, "sessions": _visits(request), "current": request.session.session_key}
    return html.render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


def _visits(request: AccountRequest) -> list[Session]:
    return list(sessions.of(request.account, idle_seconds(request.person)))


@signed_in
@sensitive_post_parameters("old", "password", "again")
def password(request: AccountRequest) -> HttpResponse:
    """Change the password; this visit goes on, all others end."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            answer = commands.change_password(
                request.account,
                data["old"],
                data["password"],
                audit.by(request),
                but=request.session.session_key,
            )
            if answer.account:
                update_session_auth_hash(request, request.account)
                messages.success(request, _("密码已修改，其他设备上的登录已结束。"))
                return html.redirect(request, reverse("accounts:profile"))
            form.add_error("old", str(answer.sentence))
        except ValidationError as error:
            form.add_error("password", error)
    return html.render(
        request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200
    )


@signed_in
@never_cache
@sensitive_post_parameters("password")
def authenticator(request: AccountRequest) -> HttpResponse:
    """Bind an authenticator app of one's own accord, or another in its place."""
    account = request.account
    secret = request.session.get(SECRET) or totp.new_secret()
    form = AuthenticatorForm(request.POST or None, bound=bool(account.totp_secret))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            answer = commands.replace_totp(
                account, data["password"], data.get("current", ""), secret, data["code"], audit.by(request)
            )
            if answer.account:
                request.session.pop(SECRET, None)
                messages.success(request, _("动态口令已绑定，下次登录时使用。"))
                return html.redirect(request, reverse("accounts:profile"))
            form.add_error(None, str(answer.sentence))
        except Refused as refusal:
            form.add_error("code", str(refusal.message))
    request.session[SECRET] = secret
    context = {"form": form, "secret": secret, "picture": qr.picture(totp.address(account, secret))}
    return html.render(request, "accounts/authenticator.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def end_session(request: AccountRequest) -> HttpResponse:
    """End one of one's own visits, or all others."""
    handle = request.POST.get("session", "")
    if handle:
        # What ended meanwhile, from another page or by its time, is ended.
        for session in (one for one in _visits(request) if one.handle == handle):
            commands.end_session(session, audit.by(request))
    else:
        commands.end_sessions(request.account, audit.by(request), but=request.session.session_key)
    messages.success(request, _("登录已结束。"))
    return html.redirect(request, reverse("accounts:profile"))


@employee
def posts(request: EmployeeRequest) -> HttpResponse:
    """Choose the post in which one acts; it is said with every act and lasts for this visit."""
    held = queries.appointments_of(request.person)
    if request.method == "POST":
        chosen = next((one for one in held if str(one.id) == request.POST.get("appointment")), None)
        if chosen is None:
            raise Http404
        request.session[APPOINTMENT] = chosen.id
        messages.success(request, _("现在以“%(post)s”的身份办理。") % {"post": chosen.post.name})
        return html.redirect(request, reverse("accounts:posts"))
    return html.render(request, "accounts/posts.html", {"held": held})
