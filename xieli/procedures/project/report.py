"""部门周报: what a department with open tasks owes the leader of a project by Friday noon (4.1.c)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field
from xieli.matters.predicates import duty, head, holder, lead_head, system
from xieli.matters.procedure import Action, Item, Limit, Number, State, Verbs


class DepartmentReport(Declaration):
    """Asked for by the product, given by the department."""

    key, name, prefix, clause = "project_report", _("部门周报"), "XMZB", "4.1.c"
    details = "ReportDetails"
    icon = "report"
    summary = _("承担项目任务的部门每周五中午前向项目负责人报告进展、安排和需要的支持。")
    starts = system
    number = Number("{prefix}-{year}-{n:05d}", by="ask")

    draft = State(_("草稿"), idle=_("由系统每周发起"))
    owed = State(_("待提交"), Item("report_department", field("lead"), label=_("提交部门周报")))
    given = State(_("已提交"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    ask = Action(draft >> owed, _("发起周报"), by=system, form="AskReportForm", effect="ask_report")
    give = Action(owed >> given, _("提交周报"), by=holder | lead_head, form="ReportForm", primary=True)

    verbs = Verbs(
        withdraw=(owed,), withdraw_to=withdrawn, void=duty("pmo"), void_to=void, reassign=holder | head,
        copy=False,
    )  # fmt: skip
    limits = (Limit("report_department", "", "date due_at, else 1 WD", "4.1.c"),)
