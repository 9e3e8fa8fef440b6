"""/api/v1/… and /api/openapi.json. Every view is marked `api`: tokens and scopes are checked inside."""

from django.urls import URLPattern, URLResolver, re_path

from xieli.accounts import policy

from . import errors
from .build import build

patterns: list[URLPattern | URLResolver]
patterns, _app, app_name = build().urls  # the namespace under which it finds its own pages
for one in patterns:
    if isinstance(one, URLPattern):
        # The root has nothing to show; its name is what the description counts its paths from.
        one.callback = errors.nowhere if one.name == "api-root" else errors.spoken(one.callback)
urlpatterns = [*patterns, re_path(r"", errors.nowhere, name="nowhere")]
policy.under(policy.api, urlpatterns)
