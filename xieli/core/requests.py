"""One log line per request: who asked for what, how it ended, how long it took. Never the query: it may name people.

And when it arrived: what a page shows is at least as new as that.
"""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xieli.core import clock

log = structlog.get_logger("xieli.requests")


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
