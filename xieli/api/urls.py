"""/api/v1/… and /api/openapi.json. Every view is marked `api`: tokens and scopes are checked inside."""

from xieli.accounts import policy

from .build import build

urlpatterns, _app, app_name = build().urls  # the namespace under which it finds its own pages
policy.under(policy.api, urlpatterns)
