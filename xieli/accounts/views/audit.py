"""The audit log, for the audit administrator alone."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from xieli.accounts import audit
from xieli.accounts.forms import AuditFilter
from xieli.accounts.http import AccountRequest
from xieli.accounts.models import AuditEntry
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.policy import administrator
from xieli.core import clock, html, sheets
from xieli.core.imports import download
from xieli.core.requests import number

PER_PAGE = 50
MOST_EXPORTED = 20_000


@administrator("audit")
def log(request: AccountRequest) -> HttpResponse:
    """Newest first, filtered; `?export` gives what is filtered as an Excel file."""
    form = AuditFilter(request.GET)
    form.full_clean()
    rows = _filtered(form.cleaned_data)
    if "export" in request.GET:
        return _export(request, rows)
    before = number(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows[: PER_PAGE + 1])
    context = {
        "form": form,
        "entries": page[:PER_PAGE],
        "next": page[PER_PAGE - 1].id if len(page) > PER_PAGE else None,
    }
    return html.render(request, "accounts/audit.html", context, fragment="rows")


def _filtered(wanted: dict[str, Any]) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.select_related("account__person").order_by("-id")
    if text := wanted.get("q"):
        names = Q(account__username__icontains=text) | Q(account__person__name__contains=text)
        rows = rows.filter(names | Q(subject__icontains=text))
    if action := wanted.get("action"):
        rows = rows.filter(action=action)
    if since := wanted.get("since"):
        rows = rows.filter(at__gte=datetime.combine(since, time(), tzinfo=clock.SHANGHAI))
    if until := wanted.get("until"):
        rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), tzinfo=clock.SHANGHAI))
    return rows


def _export(request: AccountRequest, rows: QuerySet[AuditEntry]) -> HttpResponse:
    titles = [_("时间"), _("账号"), _("行为"), _("对象"), _("说明"), _("来源地址")]
    lines = (
        (
            f"{clock.local(row.at):%Y-%m-%d %H:%M:%S}",
            str(row.account or ""),
            str(row.get_action_display()),
            row.subject,
            row.detail,
            row.address or "",
        )
        for row in rows[:MOST_EXPORTED]
    )
    data = sheets.write(_("审计日志"), titles, lines)
    audit.note(audit.by(request), AuditAction.EXPORTED, _("审计日志"))
    return download(data, f"{_('审计日志')}.xlsx")
