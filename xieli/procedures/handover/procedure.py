"""工作交接: what somebody holds is listed, checked line by line, signed by three, and then moves at once (4.2.b)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieli.matters.declaration import Declaration
from xieli.matters.predicates import anyone, duty, holder, system
from xieli.matters.procedure import (
    STAY,
    Action,
    Clock,
    Hold,
    Item,
    Limit,
    Number,
    Round,
    State,
    Verbs,
    any_of,
)

from .permissions import (
    back,
    comes_back,
    decider,
    decides,
    giver_seat,
    heads,
    receives,
    signing,
    takes_part,
    to_check,
    voids,
    window_open,
)


class Handover(Declaration):
    """Pre-filled, checked by the receivers, disputed lines ruled on, signed by giver, receiver and head, archived."""

    key, name, prefix, clause = "handover", _("工作交接"), "JJ", "4.2.b"
    details, visible = "HandoverDetails", "internal"
    documents = ("inventory",)
    icon = "switch"
    summary = _(
        "离职、岗位变动、休假或项目移交：系统列出移交人手上的全部工作，接收人逐项核对，三方签字后一次移交，时限照走。"
    )
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="begin")

    moved = {"effective": "returning"}  # in which somebody owed the end of it, whoever was to do it

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    preparing = State(_("整理清单"), Item("prepare_handover", giver_seat, label=_("整理交接清单")))
    checking = State(
        _("待核对"),
        Round(
            "check_handover", (to_check,), passed="signing", refused="disputed", mode="each", kind="check",
            label=_("逐项核对交接清单"),
        ),
    )  # fmt: skip
    disputed = State(_("待裁定"), Item("rule_handover", decider, label=_("裁定有异议的条目")))
    signing = State(
        _("待签字"),
        Round(
            "sign_handover", (signing,), passed="endorsing", refused="disputed", mode="order", kind="sign",
            label=_("签字确认交接"),
        ),
    )  # fmt: skip
    endorsing = State(
        _("待负责人签字"),
        Round(
            "endorse_handover", (heads,), passed="in_force", refused="preparing", label=_("审核交接并签字")
        ),
    )
    in_force = State(_("已生效"), idle=_("已移交，没有待办：异议期满自动归档；休假交接到返岗时间退还"))
    returning = State(_("待退还"), Item("close_handover", back, label=_("返岗后收回工作")))
    reviewing = State(
        _("异议复核"), Item("review_objection", decider, kind="approve", label=_("复核交接异议"))
    )
    archived = State(pgettext_lazy("handover", "已归档"), final=True)
    reversed = State(_("已撤销移交"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    begin = Action(
        draft >> preparing, _("发起交接"), by=anyone | system, form="OpenForm", effect="begin", primary=True
    )
    hand_in = Action(
        preparing >> checking, _("提交核对"), by=holder, form="HandInForm", effect="hand_in", primary=True
    )
    add_lines = Action(preparing >> STAY, _("补充条目"), by=holder, form="AddForm", effect="add_lines")
    arrange = Action(preparing >> STAY, _("调整条目"), by=holder, form="ArrangeForm", effect="arrange")
    refresh = Action(
        any_of(preparing, checking, disputed, signing) >> STAY, _("重新读取"), by=holder | takes_part,
        effect="look_again",
    )  # fmt: skip
    judge = Action(checking >> STAY, _("核对条目"), by=holder, form="JudgeForm", effect="judge")
    finish_check = Action(
        checking >> STAY, _("核对完毕"), by=holder, form="OpinionForm", effect="finish_check",
        vote="checked", primary=True,
    )  # fmt: skip
    rule = Action(disputed >> STAY, _("裁定条目"), by=holder, form="RuleForm", effect="rule")
    conclude = Action(
        disputed >> [checking, signing], _("裁定完毕"), by=holder, form="OpinionForm", effect="conclude",
        to="after_ruling", primary=True,
    )  # fmt: skip
    amend = Action(disputed >> preparing, _("退回移交人修改"), by=holder, form="ReasonForm")
    sign = Action(
        signing >> STAY, pgettext_lazy("handover", "签字"), by=holder, form="OpinionForm", effect="sign",
        vote="approve", primary=True,
    )  # fmt: skip
    refuse_to_sign = Action(
        signing >> STAY, _("拒绝签字"), by=holder, form="ReasonForm", vote="refuse", danger=True
    )
    endorse = Action(
        endorsing >> STAY, _("同意并签字"), by=holder, form="OpinionForm", effect="endorse", vote="approve",
        issues=("inventory",), tell=("initiator",), primary=True,
    )  # fmt: skip
    reject = Action(
        endorsing >> STAY, _("退回重新整理"), by=holder, form="ReasonForm", vote="refuse", tell=("initiator",)
    )
    archive = Action(
        any_of(in_force, returning) >> archived, pgettext_lazy("handover", "归档"),
        by=(duty("hr") | decides | system) & ~window_open & ~comes_back, form="OpinionForm", effect="archive",
        primary=True,
    )  # fmt: skip
    await_return = Action(in_force >> returning, _("到返岗时间"), by=system & comes_back)
    give_back = Action(
        any_of(in_force, returning) >> archived, _("返岗退还"), by=(holder | takes_part | decides) & comes_back,
        form="OpinionForm", effect="give_back", primary=True,
    )  # fmt: skip
    raise_objection = Action(
        any_of(in_force, returning) >> reviewing, _("提出异议"), by=(takes_part | receives) & window_open,
        form="ObjectForm",
    )  # fmt: skip
    uphold = Action(reviewing >> in_force, _("维持交接"), by=holder, form="ReasonForm", primary=True)
    reverse = Action(
        reviewing >> reversed, _("撤销移交"), by=holder, form="ReasonForm", effect="reverse", danger=True
    )
    revoke = Action(
        any_of(in_force, returning) >> reversed, _("撤销已生效的移交"), by=decides, form="ReasonForm",
        effect="reverse", danger=True,
    )  # fmt: skip

    whole = Clock(_("交接期限"), start=("begin",), stop=("in_force",), total=True)

    verbs = Verbs(
        withdraw=(preparing, checking, disputed, signing, endorsing),
        withdraw_to=withdrawn,
        void=voids,
        void_to=void,
        extend=2,
        extend_who=(decider,),
        correct=("note",),
        copy=False,
    )
    holds = (
        Hold("receiver", _("接收人")),
        Hold("supervisor", _("监交人")),
        Hold("receiver", _("条目接收人"), model="HandoverLine", matter="handover", when={"outcome": ""}),
    )
    limits = (
        Limit("whole", "", "2 WD", "4.2.b"),
        Limit("whole", "key_post=True", "5 WD", "4.2.b"),
        Limit("prepare_handover", "", "1 WD", "4.2.b"),
        Limit("prepare_handover", "key_post=True", "2 WD", "4.2.b"),
        Limit("check_handover", "", "1 WD", "4.2.b"),
        Limit("check_handover", "key_post=True", "2 WD", "4.2.b"),
        Limit("rule_handover", "", "1 WD", "4.2.b"),
        Limit("sign_handover", "", "4 h W", "4.2.b"),
        Limit("endorse_handover", "", "4 h W", "4.2.b"),
        Limit("close_handover", "", "1 WD", "4.2.b"),
        Limit("review_objection", "", "3 WD", "4.2.b"),
    )
