"""One's own account: look and language, password, one-time codes, visits, posts."""

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xieli.accounts import audit, commands, qr, totp
from xieli.accounts.forms import ChangePasswordForm, CodeForm, PreferencesForm
from xieli.accounts.http import AccountRequest, EmployeeRequest
from xieli.accounts.middleware import APPOINTMENT
from xieli.accounts.models import Session
from xieli.accounts.policy import employee, signed_in
from xieli.core import clock, html
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
        response = html.redirect(request, reverse("accounts:profile"))
        response.set_cookie("theme", form.cleaned_data["theme"], max_age=365 * 86400, samesite="Lax")
        return response
    context = {"form": form, "sessions": _visits(request), "current": request.session.session_key}
    return html.render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


def _visits(request: AccountRequest) -> list[Session]:
    mine = Session.objects.filter(account=request.account, expire_date__gt=clock.now())
    return list(mine.order_by("-seen_at"))


@signed_in
@sensitive_post_parameters("old", "password", "again")
def password(request: AccountRequest) -> HttpResponse:
    """Change the password; this visit goes on, all others end."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            commands.change_password(request.account, data["old"], data["password"], audit.by(request))
            update_session_auth_hash(request, request.account)
            return html.redirect(request, reverse("accounts:profile"))
        except ValidationError as error:
            form.add_error("password", error)
        except Refused as refusal:
            form.add_error("old", str(refusal.message))
    return html.render(
        request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200
    )


@signed_in
def authenticator(request: AccountRequest) -> HttpResponse:
    """Bind an authenticator app of one's own accord."""
    secret = request.session.get(SECRET) or totp.new_secret()
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            commands.set_totp(request.account, secret, form.cleaned_data["code"], audit.by(request))
            request.session.pop(SECRET, None)
            return html.redirect(request, reverse("accounts:profile"))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    request.session[SECRET] = secret
    context = {"form": form, "secret": secret, "picture": qr.picture(totp.address(request.account, secret))}
    return html.render(request, "accounts/authenticator.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def end_session(request: AccountRequest) -> HttpResponse:
    """End one of one's own visits, or all others."""
    key = request.POST.get("session", "")
    if key:
        session = get_object_or_404(Session, pk=key, account=request.account)
        commands.end_session(session, audit.by(request))
    else:
        commands.end_sessions(request.account, audit.by(request), but=request.session.session_key)
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
        return html.redirect(request, reverse("accounts:posts"))
    return html.render(request, "accounts/posts.html", {"held": held})
