"""What every page needs around its view: htmx told of redirects and expired sessions, refusals as pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils.cache import patch_vary_headers

from xieli.core import errors


class ContentPolicyMiddleware:
    """Says with every answer what a page may load: the same for all, so it is put together once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{kind} {sources}" for kind, sources in settings.CONTENT_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):  # Django's own pages for developers
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class PagesMiddleware:
    """Redirects reach htmx as HX-Redirect, here alone; a login in between leads back to the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            told = errors.page(request, 405)  # reloaded, or come back to after the login: no blank page
            told["Allow"] = response["Allow"]
            return told
        if request.headers.get("HX-Request") != "true":
            return response
        if response.status_code in (301, 302, 303, 307, 308):
            return self._told(request, response)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Exceptions which are answers, not faults."""
        if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
            return errors.page(request, 413)
        if isinstance(exception, errors.Refused):
            return errors.page(request, exception.status, exception.message)
        if isinstance(exception, DataError) and _holds_nul(request):
            bad_request: Any = get_resolver().resolve_error_handler(400)
            return bad_request(request, exception=exception)  # type: ignore[no-any-return]
        return None

    @staticmethod
    def _told(request: HttpRequest, redirect: HttpResponseBase) -> HttpResponse:
        """The same redirect for htmx: cookies kept, `next` naming the page seen, not its fragment.

        On the way to the login nothing was done: 401 tells the page to keep what was typed.
        """
        url = redirect["Location"]
        parts = urlsplit(url)
        seen = urlsplit(request.headers.get("HX-Current-URL", ""))
        query = parse_qs(parts.query)
        if "next" in query and seen.path:
            query["next"] = [seen.path + (f"?{seen.query}" if seen.query else "")]
            url = parts._replace(query=urlencode(query, doseq=True, safe="/")).geturl()
        told = HttpResponse(status=401 if "next" in query else 204, headers={"HX-Redirect": url})
        told.cookies = redirect.cookies
        return told


def _holds_nul(request: HttpRequest) -> bool:
    """Whether what was sent holds the one character no text of the database can: no browser sends it by itself."""
    return any(
        "\x00" in value
        for given in (request.GET, request.POST)
        for _name, all_ in given.lists()
        for value in all_
    )
