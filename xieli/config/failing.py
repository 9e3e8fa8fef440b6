"""Who answers when nobody else did: the API programs in its own shape, the pages people."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from xieli.core import errors

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return _answer(request, 400, lambda: errors.bad_request(request, exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return _answer(request, 403, lambda: errors.permission_denied(request, exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return _answer(request, 404, lambda: errors.page_not_found(request, exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return _answer(request, errors.status_of_failure(), lambda: errors.server_error(request))


def _answer(request: HttpRequest, status: int, page: Callable[[], HttpResponse]) -> HttpResponse:
    if not f"{request.path}/".startswith(API):
        return page()
    from xieli.api.errors import failed  # the API is long in the making, and rarely fails

    return failed(request, status)
