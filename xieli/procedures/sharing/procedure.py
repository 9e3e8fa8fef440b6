"""资源共享: one department lends to another what it has, by time, scope and responsibility made clear (4.2.c)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field, initiator
from xieli.matters.predicates import anyone, duty, holder, person_in, system
from xieli.matters.predicates import initiator as applicant
from xieli.matters.procedure import Action, Hold, Item, Limit, Number, State, Timer, Verbs, any_of

from .permissions import lender, owner_department

USER = field("responsible")
uses = person_in("responsible") | applicant
lends = holder | owner_department


class Sharing(Declaration):
    """Applied for, agreed by the owner, collected, brought back, looked at by the owner.

    What isn't handed over (a room, an expert's hour) is `reserved` instead and is over at its end.
    """

    key, name, prefix, clause = "sharing", _("资源共享"), "GX", "4.2.c"
    details, visible = "BookingDetails", "company"
    documents = ("application",)
    icon = "calendar"
    summary = _("借用其他部门的设备、车辆、场地或专家工时：选资源和时间，归口部门同意后领用，用完按时归还。")
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="apply")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    waiting = State(_("排队等候"), idle=_("时段空出后自动按先后次序通知"))
    offered = State(_("轮到您"), Item("take_slot", initiator, label=_("确认是否还需要")))
    applied = State(_("待答复"), Item("answer", lender, kind="approve", judges=True, label=_("答复借用申请")))
    countered = State(_("待确认建议"), Item("answer_offer", initiator, label=_("答复归口部门的建议")))
    agreed = State(_("待领用"), Item("collect", USER, label=_("领用")))
    reserved = State(_("已预约"), idle=_("到时直接使用，结束后自动办结"))
    collected = State(_("使用中"), Item("give_back", USER, label=_("按时归还")))
    overdue = State(_("逾期未还"), Item("bring_back", USER, label=_("立即归还")))
    returned = State(_("已归还待检查"), Item("check", lender, label=_("验收归还的资源")))
    damage = State(_("损坏待处理"), Item("settle", lender, label=_("处理损坏")))
    closed = State(_("已办结"), final=True)
    refused = State(_("未同意"), final=True)
    cancelled = State(_("已取消"), final=True, outcome="withdrawn")
    lapsed = State(_("已过时失效"), final=True, outcome="withdrawn")
    no_show = State(_("未领用已释放"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    apply = Action(
        draft >> [applied, agreed, reserved, waiting], _("提交申请"), by=applicant, form="ApplyForm",
        effect="apply", to="after_apply", primary=True,
    )  # fmt: skip
    offer_slot = Action(waiting >> offered, _("时段已空出"), by=system, effect="offer_slot")
    take_slot = Action(
        offered >> [applied, agreed, reserved], _("仍然需要"), by=holder, effect="take_slot", to="once_asked",
        primary=True,
    )  # fmt: skip
    agree = Action(
        applied >> [agreed, reserved], _("同意"), by=holder, form="AgreeForm", effect="agree",
        to="once_agreed", tell=("initiator",), primary=True,
    )  # fmt: skip
    refuse = Action(
        applied >> refused, _("不同意借用"), by=holder, form="RefuseForm", tell=("initiator",), danger=True
    )
    counter = Action(
        applied >> countered, _("建议其他时间或资源"), by=holder, form="CounterForm", effect="counter"
    )
    accept_offer = Action(
        countered >> [agreed, reserved], _("接受建议"), by=holder, form="OpinionForm", effect="accept_offer",
        to="once_agreed", primary=True,
    )  # fmt: skip
    decline_offer = Action(countered >> applied, _("不接受"), by=holder, form="ReasonForm")
    move = Action(
        any_of(applied, agreed, reserved) >> [applied, agreed, reserved], _("改时间"), by=uses | system,
        form="MoveForm", effect="move", to="once_asked",
    )  # fmt: skip
    cancel = Action(
        any_of(waiting, offered, applied, countered, agreed, reserved) >> cancelled, _("取消预约"),
        by=uses | system, form="CancelForm", effect="cancel", danger=True,
    )  # fmt: skip
    collect = Action(
        agreed >> collected, _("领用"), by=holder | uses, form="CollectForm", effect="collect", primary=True
    )
    finish_early = Action(
        reserved >> closed, _("提前结束"), by=uses | owner_department, effect="finish_early"
    )
    give_back = Action(
        collected >> returned, _("归还"), by=holder | uses, form="ReturnedForm", effect="taken_back",
        primary=True,
    )  # fmt: skip
    bring_back = Action(
        overdue >> returned, _("归还"), by=holder | uses, form="ReturnedForm", effect="taken_back",
        primary=True,
    )  # fmt: skip
    check = Action(
        returned >> [closed, damage], _("验收"), by=lends, form="OpinionForm", to="after_check", primary=True
    )
    report_damage = Action(
        returned >> damage, _("登记损坏"), by=lends, form="DamageForm", effect="report_damage",
        tell=("initiator",), danger=True,
    )  # fmt: skip
    settle = Action(
        damage >> closed, _("损坏已处理"), by=holder, form="SettleForm", effect="settle", tell=("initiator",),
        primary=True,
    )  # fmt: skip

    # Each at its stored moment, be it at night.
    waited = Timer(waiting, lapsed, "at begins_at, else 1 min C", _("等候到期"))
    not_taken = Timer(offered, lapsed, "at slot_until, else 4 h W", _("未确认，让给下一位"))
    release = Timer(agreed, no_show, "at release_at, else 1 h C", _("逾时未领用，释放"), effect="tell_missed")
    used = Timer(reserved, closed, "at ends_at, else 1 min C", _("使用结束"))
    fall_due = Timer(collected, overdue, "at ends_at, else 1 min C", _("到期未还"), effect="tell_late")

    verbs = Verbs(void=duty("admin"), void_to=void, reassign=holder, correct=("purpose", "place"))
    holds = (Hold("responsible", _("使用人")),)
    limits = (
        Limit("take_slot", "", "at slot_until, else 4 h W", "4.2.c"),
        Limit("answer", "", "1 WD", "4.2.c"),
        Limit("answer", "emergency=True", "30 min C", "4.2.c"),
        Limit("answer_offer", "", "1 WD", "4.2.c"),
        Limit("collect", "", "at release_at, else 1 h C", "4.2.c"),
        Limit("give_back", "", "at ends_at, else 1 h C", "4.2.c"),
        Limit("bring_back", "", "1 WD", "4.2.c"),
        Limit("check", "", "1 WD", "4.2.c"),
        Limit("settle", "", "5 WD", "5.2.c"),
    )
