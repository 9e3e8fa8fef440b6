"""部门工作计划: drawn up by the department, confirmed by its executive, carried out item by item, summed up at the
end of its period; what is left goes into the next (3.2.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import Place, Who, department, field
from xieli.matters.predicates import duty, head, holder, is_, lead_head, system
from xieli.matters.procedure import (
    STAY,
    Action,
    Child,
    Hold,
    Item,
    Limit,
    Number,
    Side,
    State,
    Verbs,
    any_of,
)  # fmt: skip
from xieli.matters.scene import Scene

from .permissions import (
    CONFIRMER,
    DRAWER,
    LEAD_HEAD,
    has_waiting_line,
    makes_plans,
    may_propose,
    period_ends,
    plan_maker,
)


class WorkPlan(Declaration):
    """A year, a quarter or a month of one department. A month's plan is the head's own affair; longer ones are
    confirmed by the executive in charge, and so are their changes."""

    key, name, prefix, clause = "work_plan", _("部门工作计划"), "JH", "3.2.a"
    details = "PlanDetails"
    documents = ("plan", "summary")
    icon = "target"
    summary = _(
        "部门的年度、季度或月度计划：列明事项、负责人、期限和服务的目标，执行中报告进展，期末总结并结转。"
    )
    starts = makes_plans | system
    number = Number("{prefix}-{year}-{n:04d}", by="begin")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    drawing_up = State(_("编制中"), Item("draw_up", DRAWER, label=_("编制部门计划")))
    head_confirming = State(
        _("待部门负责人确认"), Item("confirm_as_head", LEAD_HEAD, kind="approve", label=_("确认部门计划"))
    )
    confirming = State(
        _("待分管领导确认"),
        Item("confirm_plan", CONFIRMER, kind="approve", label=_("确认工作计划")),
    )
    running = State(_("执行中"), Item("sum_up", LEAD_HEAD, label=_("组织实施并总结")))
    closed = State(_("已总结"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    begin = Action(
        draft >> drawing_up, _("开始编制"), by=makes_plans | system, form="BeginForm", effect="begin",
        primary=True,
    )  # fmt: skip
    write_lines = Action(
        drawing_up >> STAY, _("编制计划"), by=plan_maker | holder, form="LinesForm", effect="write_lines"
    )
    submit = Action(
        drawing_up >> [head_confirming, confirming, running], _("提交计划"), by=plan_maker | holder,
        form="OpinionForm", effect="submit", to="after_submit", primary=True,
    )  # fmt: skip
    confirm = Action(
        any_of(head_confirming, confirming) >> [confirming, running], _("确认计划"), by=holder,
        form="OpinionForm", effect="confirm", to="after_confirm", tell=("initiator",), primary=True,
    )  # fmt: skip
    send_back = Action(
        any_of(head_confirming, confirming) >> drawing_up, _("退回修改"), by=holder, form="ReasonForm",
        rounds="send_back", tell=("initiator",),
    )  # fmt: skip
    change = Action(
        running >> STAY, _("调整计划"), by=plan_maker, when=is_("cadence", "month"), form="ChangeForm",
        effect="change",
    )  # fmt: skip
    propose_change = Action(
        running >> STAY, _("申请调整计划"), by=plan_maker, when=may_propose, form="ChangeForm",
        effect="propose", asks="change_asked",
    )  # fmt: skip
    change_asked = Side(
        "confirm_change", (CONFIRMER,), _("确认计划调整"), kind="approve", form="VerdictForm", effect="ruled"
    )
    start_early = Action(
        running >> STAY, _("提前开始一项"), by=plan_maker | has_waiting_line, when=has_waiting_line,
        form="EarlyForm", effect="start_early",
    )  # fmt: skip
    advance = Action(running >> STAY, _("下达到期事项"), by=system, effect="hand_out_due", routine=True)
    carry_in = Action(any_of(drawing_up, running) >> STAY, _("上期事项结转"), by=system, effect="carry_in")
    sum_up = Action(
        running >> closed, _("期末总结"), by=holder | lead_head, when=period_ends, form="SummaryForm",
        effect="sum_up", tell=("initiator",), primary=True,
    )  # fmt: skip

    item = Child("plan_item", _("计划事项"), source=(running,), by=system)

    verbs = Verbs(
        withdraw=(drawing_up, head_confirming, confirming),
        withdraw_to=withdrawn,
        void=lead_head | duty("pmo"),
        void_to=void,
        reassign=holder,
        take_back=("submit",),
    )
    holds = (Hold("owner", _("负责人"), model="PlanLine", matter="plan", when={"fate": ""}),)
    limits = (
        Limit("draw_up", "", "date draw_up_by, else 3 WD", "3.2.a"),
        Limit("confirm_as_head", "", "1 WD", "3.2.a"),
        Limit("confirm_plan", "", "2 WD", "3.2.a"),
        Limit("confirm_change", "", "2 WD", "3.2.a"),
        Limit("sum_up", "", "date summary_due, else 3 WD", "3.2.a"),
    )


def _doer(scene: Scene) -> list[Place]:
    """The owner, for the department whose plan it is."""
    lead = department(scene.matter.lead_department_id)
    return [Place(lead, field("owner").resolve(scene).person)]


class PlanItem(Declaration):
    """Handed out when its time comes, done by its owner, confirmed by the head."""

    key, name, prefix, clause = "plan_item", _("计划事项"), "JHSX", "3.2.a"
    details = "ItemDetails"
    icon = "clipboard-list"
    summary = _("部门计划中的一项工作：到开始日期由系统下达给负责人，报告进展，完成后由部门负责人确认。")
    starts = system
    number = Number("{prefix}-{year}-{n:05d}", by="hand_out")

    draft = State(_("草稿"), idle=_("由系统按计划下达"))
    doing = State(_("办理中"), Item("do_item", Who("doer", _doer), label=_("完成计划事项")))
    delivered = State(_("待确认完成"), Item("judge_item", LEAD_HEAD, label=_("确认计划事项完成")))
    done = State(_("已完成"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    hand_out = Action(draft >> doing, _("下达"), by=system, form="HandOutForm", effect="hand_out")
    report_progress = Action(
        doing >> STAY, _("报告进展"), by=holder | head, form="ItemProgressForm",
        effect="report_progress", routine=True,
    )  # fmt: skip
    deliver = Action(
        doing >> [delivered, done], _("完成"), by=holder | head, form="DoneForm", effect="deliver",
        to="after_delivery", primary=True,
    )  # fmt: skip
    accept_item = Action(
        delivered >> done, _("确认完成"), by=holder | lead_head, form="OpinionForm", effect="accept",
        primary=True,
    )  # fmt: skip
    send_back = Action(
        delivered >> doing, _("没有完成"), by=holder | lead_head, form="ReasonForm", effect="count_back",
        rounds="send_back",
    )  # fmt: skip
    shift = Action(
        any_of(doing, delivered) >> STAY,
        _("随计划调整"),
        by=system,
        form="ShiftForm",
        effect="shift",
        routine=True,
    )

    assist = Child("collaboration", _("请其他部门协作"), source=(doing,), by=holder, blocks=("deliver",))

    # Dates move with the plan alone, so nobody grants an extension here.
    verbs = Verbs(
        withdraw=(doing, delivered),
        withdraw_to=withdrawn,
        void=lead_head | duty("pmo"),
        void_to=void,
        reassign=holder | head,
        take_back=("deliver", "send_back"),
        copy=False,
    )
    holds = (Hold("owner", _("负责人")),)
    limits = (
        Limit("do_item", "", "date due_at, else 5 WD", "3.2.a"),
        Limit("do_item", "round>1", "date due_at, else 2 WD", "3.2.a"),
        Limit("judge_item", "", "2 WD", "3.2.a"),
    )
