"""Every address of the product: one line per part, in the order in which they are tried."""

from django.urls import URLPattern, URLResolver, include, path

from xieli.accounts import policy
from xieli.core import health
from xieli.core.later import later
from xieli.organisation import urls as organisation
from xieli.worktime import urls as worktime

# These stand below accounts and can't name a policy themselves.
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
    path("", include("xieli.accounts.urls")),
    path("", include("xieli.desk.urls")),
    path("m/", include("xieli.matters.web.urls")),
    path("clauses/", include("xieli.regulation.urls")),
    path("goals/", include("xieli.goals.urls")),
    path("organisation/", include("xieli.organisation.urls")),
    path("worktime/", include("xieli.worktime.urls")),
    path("p/", include("xieli.portal.urls")),
    path("", include("xieli.documents.urls")),
    path("stations/", include("xieli.stations.urls")),
    path("customers/", include("xieli.customers.urls")),
    path("notifications/", include("xieli.notifications.urls")),
    path("alerts/", include("xieli.alerts.urls")),
    path("service/", include("xieli.procedures.service.urls")),
    path("meetings/", include("xieli.procedures.meeting.urls")),
    path("sharing/", include("xieli.procedures.sharing.urls")),
    path("memos/", include("xieli.procedures.memo.urls")),
    path("announcements/", include("xieli.procedures.announcement.urls")),
    path("projects/", include("xieli.procedures.project.urls")),
    path("instructions/", include("xieli.procedures.assignment.urls")),
    path("heads/", include("xieli.procedures.heads_channel.urls")),
    path("work-plans/", include("xieli.procedures.work_plan.urls")),
    later("api/", "xieli.api.urls", "api"),  # a form of every act: as long in the making as all the rest
]

handler400 = "xieli.config.failing.bad_request"
handler403 = "xieli.config.failing.permission_denied"
handler404 = "xieli.config.failing.page_not_found"
handler500 = "xieli.config.failing.server_error"
