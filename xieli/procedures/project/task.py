"""项目任务: a line of a project's plan, or a condition of its approval, as somebody's work (4.1.c)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import Place, Who, department, field
from xieli.matters.predicates import duty, head, holder, system
from xieli.matters.procedure import STAY, Action, Child, Hold, Item, Limit, Number, State, Verbs
from xieli.matters.scene import Scene


def _doer(scene: Scene) -> list[Place]:
    """The person the plan names, else the department's queue."""
    return [Place(department(scene.matter.lead_department_id), scene.details.owner)]


class ProjectTask(Declaration):
    """Handed out by the product when it can begin, done with evidence, accepted by the leader."""

    key, name, prefix, clause = "project_task", _("项目任务"), "XMRW", "4.1.c"
    details = "TaskDetails"
    icon = "clipboard-list"
    summary = _("项目计划中的一项任务到期前由系统下达，责任部门按期完成并提交成果，由项目负责人验收。")
    starts = system
    number = Number("{prefix}-{year}-{n:05d}", by="hand_out")

    draft = State(_("草稿"), idle=_("由系统按计划下达"))
    doing = State(_("实施中"), Item("carry_out", Who("doer", _doer), label=_("完成任务")))
    delivered = State(_("待验收"), Item("accept_task", field("accepter"), judges=True, label=_("验收成果")))
    held = State(_("随项目暂停"), idle=_("项目暂停期间不计时，恢复后继续"), pauses=("step",))
    done = State(_("已完成"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    hand_out = Action(draft >> doing, _("下达"), by=system, form="HandOutForm", effect="hand_out")
    report_progress = Action(
        doing >> STAY,
        _("报告进度"),
        by=holder | head,
        form="TaskProgressForm",
        effect="report_progress",
        routine=True,
    )
    deliver = Action(
        doing >> delivered,
        _("提交成果"),
        by=holder | head,
        form="OutcomeForm",
        effect="deliver",
        primary=True,
    )
    accept_task = Action(
        delivered >> done, _("验收通过"), by=holder, form="OpinionForm", effect="accept_task", primary=True
    )
    send_back = Action(
        delivered >> doing,
        _("退回完善"),
        by=holder,
        form="ReasonForm",
        effect="count_back",
        rounds="send_back",
    )
    hold = Action(doing >> held, _("随项目暂停"), by=system)
    go_on = Action(held >> doing, _("随项目恢复"), by=system)
    shift = Action(
        doing >> STAY, _("期限随计划调整"), by=system, form="ShiftForm", effect="shift", routine=True
    )

    assist = Child("collaboration", _("请其他部门协办"), source=(doing,), by=holder, blocks=("deliver",))

    # Dates move with the plan alone, so nobody grants an extension here.
    verbs = Verbs(
        void=duty("pmo"),
        void_to=void,
        withdraw=(doing, delivered, held),
        withdraw_to=withdrawn,
        reassign=holder | head,
        take_back=("deliver", "send_back"),
        copy=False,
    )
    holds = (Hold("owner", _("责任人")), Hold("accepter", _("验收人")))
    limits = (
        Limit("carry_out", "", "date due_at, else 5 WD", "4.1.c"),
        Limit("carry_out", "round>1", "3 WD", "4.1.c"),
        Limit("accept_task", "", "2 WD", "4.1.c"),
    )
