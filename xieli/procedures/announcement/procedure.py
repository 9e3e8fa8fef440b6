"""公告: what the company or a department makes known, and who has confirmed that they read it (4.2.a)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieli.matters.declaration import Declaration
from xieli.matters.holders import initiator
from xieli.matters.predicates import duty, holder, initiator_head, system
from xieli.matters.predicates import initiator as author
from xieli.matters.procedure import STAY, Action, Item, Limit, Number, Side, State, Verbs

from .addressing import readers, signer
from .permissions import may_announce


class Announcement(Declaration):
    """Signed by who answers for it, issued with a number, read or confirmed by everybody it is addressed to."""

    key, name, prefix, clause = "announcement", _("公告"), "GG", "4.2.a"
    details, visible = "AnnouncementDetails", "internal"  # everybody's once it is published
    documents = ("notice",)
    icon = "megaphone"
    pinned = True
    summary = _(
        "向全公司或部门、岗位、人员发布公告；需要的逐人确认阅读，谁未读、未确认一目了然，到期提醒并上报。"
    )
    starts = may_announce
    number = Number("{prefix}-{year}-{n:04d}", by="submit")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    signing = State(_("待签发"), Item("sign", signer, kind="approve", label=_("签发公告")))
    returned = State(_("待修改"), Item("revise", initiator, label=_("修改公告")))
    published = State(pgettext_lazy("announcement", "生效中"), idle=_("已发布；阅读确认在各人的待办里"))
    expired = State(_("已到期"), final=True)
    ended = State(pgettext_lazy("announcement", "已结束"), final=True)
    superseded = State(_("已被替代"), final=True)
    recalled = State(pgettext_lazy("memo", "已撤回"), final=True)
    refused = State(_("未签发"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    submit = Action(
        draft >> [signing, published], _("提交"), by=author, when=may_announce, form="NoticeForm", effect="submit",
        to="after_submit", asks="reading", primary=True,
    )  # fmt: skip
    sign = Action(
        signing >> published, pgettext_lazy("memo", "签发"), by=holder, form="OpinionForm", effect="publish",
        asks="reading", tell=("initiator",), primary=True,
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
    reading = Side(
        "confirm_reading", (readers,), _("确认阅读"), kind="read", optional=True, verb=_("我已阅读，确认"),
        crowd=True,
    )  # fmt: skip
    remind = Action(published >> STAY, _("提醒未确认的人"), by=author | initiator_head, effect="remind")
    prolong = Action(
        published >> STAY, _("调整有效期"), by=author | initiator_head, form="ValidityForm", effect="prolong"
    )
    ask_joined = Action(
        published >> STAY, _("请新加入的人阅读"), by=system, effect="ask_joined", routine=True, asks="reading"
    )
    expire = Action(published >> expired, _("到期结束"), by=system, effect="expire")
    end = Action(
        published >> ended, _("结束公告"), by=author | initiator_head, form="ReasonForm", effect="end"
    )
    supersede = Action(
        published >> superseded, _("由新公告替代"), by=system, form="SupersedeForm", effect="supersede"
    )
    recall = Action(
        published >> recalled, _("撤回公告"), by=author | initiator_head, form="ReasonForm", effect="recall",
        danger=True,
    )  # fmt: skip

    verbs = Verbs(
        withdraw=(signing, returned),
        withdraw_to=withdrawn,
        void=duty("admin"),
        void_to=void,
        entrust=False,
        report=False,
        urge=False,
    )
    limits = (
        Limit("sign", "", "1 WD", "4.2.a"),
        Limit("revise", "", "2 WD", "4.2.a"),
        Limit("confirm_reading", "", "date confirm_by, else 3 WD", "4.2.a", warnings="reading"),
    )
