"""整改: what was found is mended, proved and looked at again, as often as it takes (clauses 4.1.d, 6.1.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import executive_of, field
from xieli.matters.predicates import duty, head, holder, system
from xieli.matters.procedure import Action, Child, Hold, Item, Limit, Number, State, Verbs

from .permissions import checker_seat, doer, owner, owner_seat, rechecks, supervises


class Rectification(Declaration):
    """Ordered by who supervises, or opened under an acceptance or an inspection; closed by who looked again."""

    key, name, prefix, clause = "rectification", _("整改"), "ZGTZ", "6.1.a"
    details = "RectificationDetails"
    documents = ("notice", "record")
    icon = "refresh"
    summary = _(
        "对检查或验收发现的问题下达整改通知：责任人组织整改并提交证明，经复查合格后销项，不合格继续整改。"
    )
    starts = supervises
    number = Number("{prefix}-{year}-{n:04d}", by="order")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    noticed = State(_("待接收"), Item("take_on", owner_seat, label=_("接收并安排整改")))
    stopping = State(_("立即停止"), Item("stop", owner_seat, label=_("立即停止并报告")))
    planning = State(_("待制定方案"), Item("plan_mending", owner_seat, label=_("制定整改方案")))
    mending = State(_("整改中"), Item("mend", doer, label=_("整改并提交证明")))
    rechecking = State(_("待复查"), Item("recheck", checker_seat, judges=True, label=_("复查整改结果")))
    closed = State(_("已销项"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    order = Action(
        draft >> [noticed, stopping], _("下达整改通知"), by=supervises | system, form="OrderForm",
        effect="order", to="after_order", issues=("notice",), primary=True,
    )  # fmt: skip
    take_on = Action(
        noticed >> mending, _("接收整改"), by=holder, form="TakeOnForm", effect="hand_on", primary=True
    )
    stop = Action(stopping >> planning, _("已停止"), by=holder, form="StoppedForm", primary=True)
    plan_mending = Action(
        planning >> mending, _("提交整改方案"), by=holder, form="MendingPlanForm", effect="hand_on",
        primary=True,
    )  # fmt: skip
    submit_proof = Action(
        mending >> rechecking, _("提交整改结果"), by=holder | head | owner, form="ProofForm",
        effect="submit_proof", primary=True,
    )  # fmt: skip
    confirm = Action(
        rechecking >> closed, _("复查合格"), by=rechecks, form="OpinionForm",
        effect="confirm", primary=True,
    )  # fmt: skip
    again = Action(
        rechecking >> mending, _("继续整改"), by=rechecks, form="AgainForm",
        effect="again", rounds="again",
    )  # fmt: skip

    ask_help = Child(
        "collaboration", _("请其他部门协作"), source=(mending,), by=holder | owner, blocks=("submit_proof",)
    )

    verbs = Verbs(
        withdraw=(noticed, stopping, planning, mending, rechecking),
        withdraw_to=withdrawn,
        void=duty("pmo", "supervision"),
        void_to=void,
        reassign=holder | owner,
        take_back=("submit_proof",),
        extend=2,
        extend_who=(checker_seat, executive_of(field("lead"))),
        correct=("title", "finding", "requirement", "clause"),
        copy=False,
    )
    holds = (Hold("owner", _("整改责任人")), Hold("checker", _("复查人")), Hold("doer", _("承办人")))
    limits = (
        Limit("take_on", "", "2 WD", "6.1.a"),
        Limit("stop", "", "2 h C", "6.1.a", warnings="urgent"),
        Limit("plan_mending", "", "3 WD", "6.1.a"),
        Limit("mend", "", "date due_at, else 10 WD", "6.1.a"),
        Limit("recheck", "", "5 WD", "6.1.a"),
    )
