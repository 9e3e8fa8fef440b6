"""From a view to a response: page or fragment, redirect, and the little that htmx needs to be told."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.html import conditional_escape

_SPECIAL = re.compile("[&<>\"']").search


def escaped(value: Any) -> str:
    """What a template writes for `{{ value }}`; plain texts and lazy ones, nearly all, without a detour."""
    if type(value) is not str:
        if not isinstance(value, Promise):
            return conditional_escape(value)
        if type(value := str(value)) is not str:
            return conditional_escape(value)
    return html.escape(value) if _SPECIAL(value) else value


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the browser asks for a part of a page that it already shows.

    htmx says "full" when it replaces the body or picks from a page, and restores history with whole pages.
    """
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type", "partial") == "partial"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    fragment: str | None = None,
) -> HttpResponse:
    """The page, or for htmx only its partial `fragment`, so that one template holds both.

    Status 422 for a form that must be corrected, 409 for a stale page acted on: both are swapped in.
    """
    name = f"{template}#{fragment}" if fragment and wants_fragment(request) else template
    response = HttpResponse(render_to_string(name, dict(context or {}), request), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
    return response


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Go on to `url` after an act: 303 for a form, HX-Redirect for htmx (fetch would follow 303 unseen)."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=303)


def trigger(response: HttpResponse, event: str, detail: Mapping[str, Any] | None = None) -> HttpResponse:
    """Let the page know by an event, beside what is swapped: `trigger(response, "xieli:changed")`."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[event] = dict(detail or {})
    response["HX-Trigger"] = json.dumps(events)
    return response


def toast(response: HttpResponse, text: str, kind: str = "ok") -> HttpResponse:
    """A short word of success (`ok`) or trouble (`red`, `amber`) in the corner of the page that stays."""
    return trigger(response, "xieli:toast", {"text": str(text), "kind": kind})
