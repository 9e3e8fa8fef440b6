"""口头约定: written down within a day, then confirmed, corrected or disputed; silence is no agreement (4.2.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field, initiator
from xieli.matters.predicates import anyone, duty, holder
from xieli.matters.predicates import initiator as author
from xieli.matters.procedure import Action, Clock, Hold, Item, Limit, Number, State, Verbs, any_of


class OralAgreement(Declaration):
    """What two people agreed by word of mouth; whoever is asked answers, and no answer stays unconfirmed."""

    key, name, prefix, clause = "oral_agreement", _("口头约定"), "KT", "4.2.a"
    details, visible = "OralDetails", "internal"
    documents = ("record",)
    icon = "message-square"
    summary = _("重要的口头约定在 24 小时内写成书面，由对方确认、更正或否认；对方不答复，就一直是未确认。")
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="put_down")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    unconfirmed = State(_("未确认"), Item("confirm_oral", field("counterpart"), label=_("确认口头约定")))
    reworded = State(_("已更正，待确认"), Item("confirm_wording", initiator, label=_("确认更正后的约定")))
    agreed = State(_("双方确认"), final=True)
    disputed = State(_("有争议"), final=True)
    unanswered = State(_("未确认（对方未答复）"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    put_down = Action(
        draft >> unconfirmed, _("请对方确认"), by=author, form="OralForm", effect="put_down", primary=True
    )
    confirm = Action(
        unconfirmed >> agreed, _("确认约定"), by=holder, form="OpinionForm", tell=("initiator",), primary=True
    )
    reword = Action(
        unconfirmed >> reworded, _("更正内容"), by=holder, form="WordingForm", effect="reword",
        tell=("initiator",),
    )  # fmt: skip
    accept_wording = Action(reworded >> agreed, _("确认更正"), by=holder, form="OpinionForm", primary=True)
    reword_again = Action(
        reworded >> unconfirmed,
        _("再次更正"),
        by=holder,
        form="WordingForm",
        effect="reword",
        rounds="reword",
    )
    dispute = Action(
        any_of(unconfirmed, reworded) >> disputed, _("否认约定"), by=holder, form="ReasonForm",
        tell=("initiator",), danger=True,
    )  # fmt: skip
    leave_unconfirmed = Action(unconfirmed >> unanswered, _("按未确认结束"), by=author, form="ReasonForm")

    # Over when the matter begins, so it never runs: `put_down` measures it from the talk.
    write_down = Clock(_("写成书面"), start=("put_down",), stop=("put_down",))

    verbs = Verbs(
        withdraw=(unconfirmed, reworded),
        withdraw_to=withdrawn,
        void=duty("admin"),
        void_to=void,
        entrust=False,
        report=False,
    )
    holds = (Hold("counterpart", _("对方")),)
    limits = (
        Limit("confirm_oral", "", "1 WD", "4.2.a"),
        Limit("confirm_wording", "", "1 WD", "4.2.a"),
        Limit("write_down", "", "24 h C", "4.2.a", source=_("判断：当天或次日写下，双方都还记得清楚")),
    )
