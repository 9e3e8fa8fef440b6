"""第一次用: a few first steps on a new account's desk, until they are put away."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html

NEW = timedelta(days=30)


def wanted(request: EmployeeRequest) -> bool:
    """Whether this account is new and hasn't put the guide away in this browser."""
    account = request.account
    return (
        account is not None
        and clock.now() - account.created_at < NEW
        and _cookie(request) not in request.COOKIES
    )


@employee
@require_POST
def put_away(request: EmployeeRequest) -> HttpResponse:
    """Not again. A cookie by account: colleagues share the hotline's computers."""
    response = html.redirect(request, "/")
    response.set_cookie(
        _cookie(request),
        "seen",
        max_age=NEW,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie(request: EmployeeRequest) -> str:
    return f"guide-{request.person.uid}"
