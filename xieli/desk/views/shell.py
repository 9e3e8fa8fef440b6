"""What the frame of every page asks for: the language, and the phone's page 我."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest, Request
from xieli.accounts.policy import employee, public
from xieli.core import html


@public
@require_POST
def language(request: Request) -> HttpResponse:
    """Remember the language chosen: with the account, and in a cookie for pages without one."""
    chosen = request.POST.get("language", "")
    code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if request.account and request.account.language != code:
        request.account.language = code
        request.account.save(update_fields=["language"])
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and not urlsplit(target).netloc
    response = html.redirect(request, target if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 86400,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@employee
@require_GET
def me(request: EmployeeRequest) -> HttpResponse:
    """我: on the phone, everything the person menu holds and the rest of the navigation."""
    return html.render(request, "desk/me.html", {})
