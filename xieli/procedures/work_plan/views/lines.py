"""The items of a plan as a workbook."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import sheets
from xieli.core.imports import download
from xieli.matters.models import Matter

from ..models import Fate, PlanLine

TITLES = (
    gettext_lazy("序号"), gettext_lazy("工作事项"), gettext_lazy("完成标准"), gettext_lazy("负责人"),
    gettext_lazy("开始日期"), gettext_lazy("完成日期"), gettext_lazy("服务的目标"), gettext_lazy("进度"),
    gettext_lazy("状态"), gettext_lazy("完成于"), gettext_lazy("结转次数"), gettext_lazy("进展"), gettext_lazy("原因"),
)  # fmt: skip


@employee
@require_GET
def workbook(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """What the plan's page shows, for whoever may see the plan. Http404."""
    seen = Matter.objects.visible_to(request.person).filter(procedure="work_plan", head_seq__gt=0)
    plan = seen.filter(uid=uid).first()
    if plan is None:
        raise Http404
    lines = PlanLine.objects.filter(plan=plan).select_related("owner", "goal")
    rows = [
        [
            place, one.content, one.standard, one.owner.name, one.starts_on, one.due_on, str(one.goal or ""),
            100 if one.fate == Fate.DONE else one.percent, str(Fate(one.fate).label), one.done_on, one.carried,
            one.note, one.why,
        ]
        for place, one in enumerate(lines, start=1)
    ]  # fmt: skip
    return download(sheets.write(_("计划事项"), TITLES, rows), f"{plan.title}.xlsx")
