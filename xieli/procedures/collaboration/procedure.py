"""协作请求: one department asks another for help, and the help is given, checked and rated (clause 5.2.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import executive_of, field, initiator, queue
from xieli.matters.predicates import anyone, duty, holder, initiator_head, is_, lead_head
from xieli.matters.predicates import initiator as requester
from xieli.matters.procedure import (
    STAY,
    Action,
    Child,
    Hold,
    Item,
    Limit,
    Number,
    Return,
    State,
    Verbs,
    any_of,
)


class CollaborationRequest(Declaration):
    """Asked, taken up by a named person, delivered, confirmed by who asked. Silence never confirms."""

    key, name, prefix, version, clause = "collaboration", _("协作请求"), "XZ", 1, "5.2.b"
    details = "CollaborationDetails"
    documents = ("request",)
    icon = "users"
    summary = _("请另一个部门配合：写明要什么、交付标准和期限，由对方指定人员按时交付，您确认并评价。")
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="send")
    lead = field("lead")

    # What is owed while a request is here. `judges`: taking it over unreturned confirms what was handed in.
    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    sent = State(_("待受理"), Item("accept", lead, judges=True, label=_("受理")))
    returned = State(_("待补充"), Item("supplement", initiator, label=_("补充信息")))
    accepted = State(_("办理中"), Item("deliver", field("handler"), label=_("交付结果")))
    delivered = State(_("待确认"), Item("confirm", initiator, judges=True, label=_("确认结果")))
    declined = State(_("对方谢绝"), Item("consider", initiator, label=_("接受谢绝或提请裁决")))
    escalated = State(_("待领导裁决"), Item("rule", executive_of(lead), kind="approve", label=_("裁决")))
    closed = State(_("已完成"), final=True)
    refused = State(_("未予协作"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    send = Action(draft >> sent, _("提交"), by=requester, form="SendForm", effect="send", primary=True)
    accept = Action(
        sent >> accepted, _("受理"), by=holder | lead_head, form="AcceptForm", effect="name_handler",
        tell=("initiator",), primary=True,
    )  # fmt: skip
    decline = Action(
        sent >> declined, _("谢绝"), by=holder | lead_head, form="DeclineForm", when=is_("ordered", False),
        danger=True,
    )  # fmt: skip
    settle = Action(declined >> refused, _("接受谢绝"), by=holder, form="OpinionForm")
    escalate = Action(
        declined >> escalated, _("提请分管领导裁决"), by=holder, form="ReasonForm", primary=True
    )
    uphold = Action(escalated >> refused, _("维持谢绝"), by=holder, form="ReasonForm", tell=("initiator",))
    order = Action(
        escalated >> sent, _("责成办理"), by=holder, form="ReasonForm", effect="order",
        tell=("initiator",), primary=True,
    )  # fmt: skip
    ask_others = Action(
        accepted >> STAY,
        _("增加协办部门"),
        by=holder | lead_head,
        form="AssistingForm",
        effect="add_assisting",
    )
    deliver = Action(accepted >> delivered, _("交付"), by=holder, form="DeliverForm", primary=True)
    rework = Action(
        delivered >> accepted, _("不符合要求，退回重办"), by=holder, form="ReworkForm", effect="count_rework",
        rounds="rework",
    )  # fmt: skip
    confirm = Action(delivered >> closed, _("确认完成"), by=holder, form="ConfirmForm", primary=True)

    assist = Child("collaboration", _("请其他部门协办"), source=(accepted,), by=holder, blocks=("deliver",))
    borrow = Child("sharing", _("借用资源"), source=(accepted,), by=holder)

    verbs = Verbs(
        return_=(Return(sent, (returned,), times=1, form="SupplementForm"),),
        withdraw=any_of(sent, returned, accepted, declined, escalated).states,
        withdraw_to=withdrawn,
        void=initiator_head | duty("pmo"),
        void_to=void,
        reassign=holder | lead_head,
        take_back=("accept", "decline", "escalate", "deliver", "rework"),
        extend=2,
        extend_who=(initiator, executive_of(lead)),
        arbiter=queue("pmo"),
        correct=("title", "content", "standard", "needed_by"),
    )

    # No total clock: the date the requester names is the limit of delivering, and one date moves by agreement.
    holds = (Hold("handler", _("承办人")),)
    limits = (
        Limit("accept", "", "2 WD", "5.2.b"),
        Limit("accept", "urgency=urgent", "2 h W", "5.2.b", warnings="urgent"),
        Limit("supplement", "", "2 WD", "5.2.a"),
        Limit("deliver", "", "date needed_by, else 5 WD", "5.2.b"),
        Limit("deliver", "round>1", "50 % of first deliver, at most 2 WD", "5.2.b"),
        Limit("confirm", "", "2 WD", "5.2.b"),
        Limit("consider", "", "2 WD", "5.2.b"),
        Limit("rule", "", "2 WD", "3.1.a"),
        Limit("arbitrate", "", "1 WD", "1.3.d"),
    )
