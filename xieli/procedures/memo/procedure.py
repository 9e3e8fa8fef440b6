"""工作联系函: what one department tells or asks another, in writing, signed for and answered (4.2.a)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieli.matters.declaration import Declaration
from xieli.matters.holders import head_of, initiator, initiator_department
from xieli.matters.predicates import anyone, duty, holder, initiator_head
from xieli.matters.predicates import initiator as author
from xieli.matters.procedure import (
    STAY,
    Action,
    Item,
    Limit,
    Number,
    Round,
    Side,
    State,
    Verbs,
    any_of,
)  # fmt: skip

from .rules import addressees, somebody_answered, unanswered, unreceived


class Memo(Declaration):
    """Signed by the head, issued with a number, signed for by every addressee, answered by those asked to."""

    key, name, prefix, clause = "memo", _("工作联系函"), "LX", "4.2.a"
    details, visible = "MemoDetails", "internal"
    documents = ("letter",)
    icon = "mail"
    summary = _(
        "书面告知或商请其他部门：负责人签发、编号，对方签收，需要的按期答复；谁未读、未签、未答一目了然。"
    )
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="submit")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    signing = State(
        _("待签发"), Item("sign", head_of(initiator_department), kind="approve", label=_("签发联系函"))
    )
    returned = State(_("待修改"), Item("revise", initiator, label=_("修改联系函")))
    issued = State(
        _("待签收"),
        Round(
            "receive", (addressees,), passed="closed", refused="closed", mode="each", kind="acknowledge",
            label=_("签收联系函"),
        ),
    )  # fmt: skip
    answering = State(
        _("待答复"),
        Round(
            "answer", (unanswered,), passed="answered", refused="answered", mode="each", kind="handle",
            label=_("答复联系函"),
        ),
    )  # fmt: skip
    answered = State(_("已答复"), Item("review", initiator, label=_("确认答复")))
    closed = State(_("已办结"), final=True)
    refused = State(_("未签发"), final=True)
    recalled = State(pgettext_lazy("memo", "已撤回"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    submit = Action(
        draft >> [signing, issued, answering], _("提交"), by=author, form="LetterForm", effect="submit",
        to="after_submit", asks="receipt", primary=True,
    )  # fmt: skip
    sign = Action(
        signing >> [issued, answering], pgettext_lazy("memo", "签发"), by=holder, form="OpinionForm", effect="sign",
        to="after_signing", asks="receipt", tell=("initiator",), primary=True,
    )  # fmt: skip
    ask_revision = Action(
        signing >> returned, _("退回修改"), by=holder, form="ReasonForm", tell=("initiator",)
    )
    revise = Action(
        returned >> signing, _("修改后重新提交"), by=holder, form="RevisedForm", effect="revise", rounds="revise",
        primary=True,
    )  # fmt: skip
    refuse_signature = Action(
        signing >> refused, _("不予签发"), by=holder, form="ReasonForm", tell=("initiator",), danger=True
    )
    receive = Action(
        issued >> STAY, _("签收"), by=holder, effect="receive", vote="approve", tell=("initiator",),
        primary=True,
    )  # fmt: skip
    receipt = Side("sign_receipt", (unreceived,), _("签收联系函"), effect="receive", optional=True)
    answer = Action(
        answering >> STAY, _("答复"), by=holder, form="AnswerForm", effect="answer", vote="approve",
        asks="receipt", tell=("initiator",), primary=True,
    )  # fmt: skip
    send_back = Action(
        answered >> answering, _("请补充答复"), by=holder, form="SendBackForm", effect="send_back",
        asks="receipt", rounds="send_back",
    )  # fmt: skip
    return_answer = Action(
        answering >> STAY, _("请补充答复"), by=author, when=somebody_answered, form="SendBackForm",
        effect="return_answer",
    )  # fmt: skip
    remind = Action(
        any_of(issued, answering) >> STAY, _("提醒未办部门"), by=author | initiator_head, effect="remind"
    )
    close = Action(answered >> closed, _("答复已明确，办结"), by=holder, form="OpinionForm", primary=True)
    stop_waiting = Action(
        any_of(issued, answering) >> closed, _("不再等待，办结"), by=author, form="ReasonForm"
    )
    recall = Action(
        any_of(issued, answering, answered) >> recalled, pgettext_lazy("memo", "撤回"), by=author | initiator_head,
        form="ReasonForm", effect="recall", danger=True,
    )  # fmt: skip

    verbs = Verbs(
        withdraw=(signing, returned),
        withdraw_to=withdrawn,
        void=duty("admin"),
        void_to=void,
        reassign=holder,
        extend=2,
        extend_who=(initiator, head_of(initiator_department)),
    )
    limits = (
        Limit("sign", "", "1 WD", "4.2.a"),
        Limit("revise", "", "2 WD", "4.2.a"),
        Limit("receive", "", "1 WD", "4.2.a"),
        Limit("sign_receipt", "", "1 WD", "4.2.a"),
        Limit("answer", "", "date answer_by, else 5 WD", "4.2.a"),
        Limit("review", "", "2 WD", "4.2.a"),
    )
