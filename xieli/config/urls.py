"""Every address of the product: one line per part, in the order in which they are tried."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from xieli.core import health


def mounted(prefix: str, package: str) -> list[URLPattern | URLResolver]:
    """The addresses of `package`, if it has any, below `prefix`."""
    try:
        present = find_spec(f"{package}.urls") is not None
    except ModuleNotFoundError:
        present = False
    return [path(prefix, include(f"{package}.urls"))] if present else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *mounted("", "xieli.accounts"),
    *mounted("", "xieli.desk"),
    *mounted("", "xieli.core"),
    *mounted("m/", "xieli.matters.web"),
    *mounted("clauses/", "xieli.regulation"),
    *mounted("goals/", "xieli.goals"),
    *mounted("organisation/", "xieli.organisation"),
    *mounted("worktime/", "xieli.worktime"),
    *mounted("p/", "xieli.portal"),
    *mounted("stations/", "xieli.stations"),
    *mounted("customers/", "xieli.customers"),
    *mounted("notifications/", "xieli.notifications"),
    *mounted("service/", "xieli.procedures.service"),
    *mounted("collaboration/", "xieli.procedures.collaboration"),
    *mounted("assignment/", "xieli.procedures.assignment"),
    *mounted("coordination/", "xieli.procedures.coordination"),
    *mounted("api/", "xieli.api"),
]

handler400 = "xieli.core.errors.bad_request"
handler403 = "xieli.core.errors.permission_denied"
handler404 = "xieli.core.errors.page_not_found"
handler500 = "xieli.core.errors.server_error"
