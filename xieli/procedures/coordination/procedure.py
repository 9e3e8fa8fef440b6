"""提请协调: a head submits what departments can't settle; it is decided in two working days and carried out (3.1.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field, head_of, initiator
from xieli.matters.predicates import duty, head, holder
from xieli.matters.predicates import initiator as submitter
from xieli.matters.procedure import STAY, Action, Item, Limit, Number, Return, State, Verbs

from .rules import coordinator, heads_a_department, unheard_side


class Coordination(Declaration):
    """Submitted with each side's position, decided by the executive or general manager, carried out, confirmed."""

    key, name, prefix, clause = "coordination", _("提请协调"), "TX", "3.1.a"
    details = "CoordinationDetails"
    documents = ("application", "decision")
    icon = "scale"
    summary = _("部门之间协商不成的事项：写明各方立场，提请分管领导（跨分管范围由总经理）两个工作日内决定。")
    starts = heads_a_department
    number = Number("{prefix}-{year}-{n:04d}", by="submit")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    submitted = State(_("待决定"), Item("decide", coordinator, kind="approve", label=_("作出决定")))
    returned = State(_("待补充"), Item("supplement", initiator, label=_("补充信息")))
    decided = State(_("执行中"), Item("carry_out", head_of(field("executor")), label=_("执行决定")))
    carried_out = State(_("待确认"), Item("confirm", initiator, label=_("确认执行结果")))
    closed = State(_("已办结"), final=True)
    refused = State(_("不予协调"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    submit = Action(
        draft >> submitted, _("提交"), by=submitter & heads_a_department, form="SubmitForm", effect="submit",
        primary=True,
    )  # fmt: skip
    state_position = Action(
        submitted >> STAY, _("陈述本部门立场"), by=unheard_side, form="PositionForm", effect="state_position",
        primary=True,
    )  # fmt: skip
    decide = Action(
        submitted >> decided, _("决定"), by=holder, form="DecisionForm", effect="decide", tell=("initiator",),
        issues=("decision",), primary=True,
    )  # fmt: skip
    turn_down = Action(
        submitted >> refused, _("不予协调"), by=holder, form="ReasonForm", tell=("initiator",), danger=True
    )
    carry_out = Action(decided >> carried_out, _("已执行"), by=holder, form="OutcomeForm", primary=True)
    not_done = Action(carried_out >> decided, _("没有落实"), by=holder, form="ReasonForm", rounds="not_done")
    confirm = Action(carried_out >> closed, _("确认落实"), by=holder, form="OpinionForm", primary=True)

    verbs = Verbs(
        return_=(Return(submitted, (returned,), times=1, form="SupplementForm"),),
        withdraw=(submitted, returned),
        withdraw_to=withdrawn,
        void=duty("pmo"),
        void_to=void,
        reassign=head,
        take_back=("carry_out", "not_done"),
        extend=2,
        extend_who=(initiator, coordinator),
        correct=("title", "content"),
    )
    limits = (
        Limit("decide", "", "2 WD", "3.1.a"),
        Limit("supplement", "", "2 WD", "3.1.a"),
        Limit("carry_out", "", "date carry_out_by, else 5 WD", "3.1.a"),
        Limit("confirm", "", "2 WD", "3.1.a"),
    )
