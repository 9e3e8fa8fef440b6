"""/api/v1/… and /api/openapi.json. Every view is marked `api`: tokens and scopes are checked inside."""

from xieli.accounts import policy

from .build import build

urlpatterns, app_name, _namespace = build().urls
policy.under(policy.api, urlpatterns)
