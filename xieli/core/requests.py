"""One log line per request: who asked for what, how it ended, how long it took. Never the query: it may name people.

And when it arrived: what a page shows is at least as new as that.
"""

import ipaddress
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xieli.core import clock

log = structlog.get_logger("xieli.requests")


def address_of(request: HttpRequest) -> str:
    """The network address the request came from; "" where it can't be told.

    Behind a proxy every request comes from the proxy, which says last in `X-Forwarded-For` for whom it asks; what
    stands before that anybody may have written. Without a proxy the header is a stranger's word and counts for nothing.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    for said in (told.rpartition(",")[2], request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ipaddress.ip_address(said.strip().partition("%")[0]))
        except ValueError:
            continue
    return ""


def number(text: str | None) -> int | None:
    """A whole number from a request, None for anything else: also for one that no column holds."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


class RequestLogMiddleware:
    """Binds a request id to every log line written meanwhile, and returns it as X-Request-ID; failures name it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.id = request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        started = time.perf_counter()
        request.arrived_at = clock.now()  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                # The route, not the path: a path may hold a customer's token.
                route=match.route if match else "?",
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        response["X-Request-ID"] = request_id
        return response
