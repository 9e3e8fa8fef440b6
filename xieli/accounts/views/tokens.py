"""API tokens: an employee's own, and those of programs, which the system administrator keeps."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xieli.accounts import audit
from xieli.accounts import tokens as commands
from xieli.accounts.forms import ClientTokenForm, TokenForm
from xieli.accounts.http import AccountRequest
from xieli.accounts.models import ApiToken
from xieli.accounts.policy import administrator, employee
from xieli.core import html
from xieli.core.errors import Refused


@(employee | administrator("system"))
@never_cache
def tokens(request: AccountRequest) -> HttpResponse:
    """The tokens one keeps, and a form for another; its secret is shown in the answer and never again."""
    form = (TokenForm if request.person else ClientTokenForm)(request.POST or None)
    secret = ""
    if form.is_bound and form.is_valid():
        try:
            _token, secret = commands.create(
                form.cleaned_data["scopes"],
                form.expires_at(),
                audit.by(request),
                person=request.person,
                client=form.cleaned_data.get("client", ""),
            )
            form = type(form)()
        except Refused as refusal:
            form.add_error("expires_on", str(refusal.message))
    context = {"form": form, "tokens": _kept(request).select_related("person"), "secret": secret}
    return html.render(request, "accounts/tokens.html", context, status=422 if form.is_bound else 200)


@(employee | administrator("system"))
@require_POST
def revoke(request: AccountRequest, uid: UUID) -> HttpResponse:
    """End one token."""
    commands.revoke(get_object_or_404(_kept(request), uid=uid), audit.by(request))
    return html.redirect(request, reverse("accounts:tokens"))


def _kept(request: AccountRequest) -> QuerySet[ApiToken]:
    """An employee's own tokens; the administrator's are those of programs."""
    return ApiToken.objects.filter(person=request.person)
