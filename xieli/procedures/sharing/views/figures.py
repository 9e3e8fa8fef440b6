"""How much resources were used."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html, sheets
from xieli.core.imports import XLSX, download
from xieli.core.marks import listed

from ..statistics import Line, usage

PERIODS = (7, 30, 90, 365)


@employee
@require_GET
def statistics(request: EmployeeRequest) -> HttpResponse:
    """Lent, idle, refused with reasons in the last so many days; as Excel too."""
    days = next((one for one in PERIODS if request.GET.get("days") == str(one)), 30)
    lines = usage(clock.now() - timedelta(days=days), clock.now())
    if "xlsx" in request.GET:
        return download(_sheet(lines), f"{_('资源使用统计')}.xlsx", XLSX)
    context = {"lines": lines, "days": days, "periods": PERIODS}
    return html.render(request, "sharing/statistics.html", context)


def _sheet(lines: list[Line]) -> bytes:
    titles = [
        _("资源"), _("归口部门"), _("申请次数"), _("借用次数"), _("借出小时"), _("工作时间空闲（%）"), _("未同意"),
        _("不同意的理由"), _("未领用"), _("逾期未还"), _("损坏"),
    ]  # fmt: skip
    cells = [
        [str(one.resource), one.resource.department.name, one.counts["asked"], one.counts["lent"], one.hours,
         one.idle, one.counts["refused"], listed(f"{why} {n}" for why, n in one.reasons),
         one.counts["missed"], one.counts["late"], one.counts["damaged"]]
        for one in lines
    ]  # fmt: skip
    return sheets.write(_("资源使用统计"), titles, cells)
