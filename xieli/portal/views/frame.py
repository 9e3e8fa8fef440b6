"""What every page of the portal needs around its content."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xieli.accounts.policy import public
from xieli.core import html


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    fragment: str | None = None,
) -> HttpResponse:
    """A page that no cache keeps, no robot lists and whose address no other site is told; for htmx its `fragment`."""
    context = {"company": settings.COMPANY_NAME, "hotline": settings.HOTLINE, **(context or {})}
    response = html.render(request, f"portal/{template}.html", context, status=status, fragment=fragment)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": browsers then send forms with "Origin: null", which the guard against forgery refuses.
    response["Referrer-Policy"] = "same-origin"
    return response


def new_key() -> str:
    """A key for one form: sent twice, it acts once."""
    return secrets.token_urlsafe(18)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The visitor's choice of language, kept in a cookie because it was asked for; back to the page."""
    chosen = request.POST.get("language", "")
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None) or not after.startswith("/p/"):
        after = "/p/"
    response = html.redirect(request, after)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86400,
            path="/p/",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
