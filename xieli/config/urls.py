"""Every address of the product: one line per part, in the order in which they are tried."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from xieli.accounts import policy
from xieli.core import health
from xieli.organisation import urls as organisation
from xieli.worktime import urls as worktime


def mounted(prefix: str, package: str, guard: policy.Policy | None = None) -> list[URLPattern | URLResolver]:
    """The addresses of `package`, if it has any, below `prefix`.

    `guard` is the policy for parts in layers below accounts, which can't name one themselves.
    """
    try:
        present = find_spec(f"{package}.urls") is not None
    except ModuleNotFoundError:
        present = False
    if not present:
        return []
    urls = import_module(f"{package}.urls")
    if guard is not None:
        policy.under(guard, urls.urlpatterns)
    return [path(prefix, include(urls))]


# The organisation is read by all, and kept by human resources and the administrator who brings in the first people.
policy.under(policy.employee | policy.administrator("system"), organisation.reading)
policy.under(policy.duty("hr") | policy.administrator("system"), organisation.keeping_pages)
policy.under(policy.employee, organisation.own)
# Working time is read by all, and set by the system administrator.
policy.under(policy.signed_in, worktime.reading)
policy.under(policy.administrator("system"), worktime.changing)

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
    *mounted("alerts/", "xieli.alerts"),
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
