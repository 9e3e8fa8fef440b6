"""用印申请: a seal on an issued document, approved by the head, and by the executive for the company's (4.2.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import head_of, initiator, initiator_department
from xieli.matters.predicates import anyone, duty, holder
from xieli.matters.predicates import initiator as applicant
from xieli.matters.procedure import Action, Item, Limit, Number, Return, Round, State, Verbs

from .permissions import custodian, executive


class SealUse(Declaration):
    """Applied for, approved, stamped by the department that keeps the seal; every use is in the log."""

    key, name, prefix, clause = "seal_use", _("用印申请"), "YY", "4.2.a"
    details, visible = "SealUseDetails", "internal"
    documents = ("application",)
    icon = "sign"
    summary = _(
        "已签发的文书需要盖电子印章：部门负责人同意，公司印章还要分管领导同意，由保管部门用印并登记。"
    )
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="apply")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    approving = State(
        _("待审批"),
        Round(
            "approve", (head_of(initiator_department), executive), passed="granted", refused="refused",
            mode="order", label=_("审批用印"),
        ),
    )  # fmt: skip
    returned = State(_("待补充"), Item("supplement", initiator, label=_("补充信息")))
    granted = State(_("待用印"), Item("stamp", custodian, judges=True, label=_("用印")))
    stamped = State(_("已用印"), final=True)
    refused = State(_("未同意"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    apply = Action(
        draft >> approving, _("提交"), by=applicant, form="ApplyForm", effect="apply", primary=True
    )
    stamp = Action(
        granted >> stamped,
        _("盖章"),
        by=holder,
        form="OpinionForm",
        effect="stamp",
        tell=("initiator",),
        primary=True,
    )

    verbs = Verbs(
        return_=(
            Return(approving, (returned,), form="SupplementForm"),
            Return(granted, (returned,), times=1, form="SupplementForm"),
        ),
        withdraw=(approving, returned, granted),
        withdraw_to=withdrawn,
        void=duty("admin"),
        void_to=void,
        reassign=holder,
        correct=("purpose",),
    )
    limits = (
        Limit("approve", "", "1 WD", "4.2.a"),
        Limit("supplement", "", "2 WD", "5.2.a"),
        Limit("stamp", "", "1 WD", "4.2.a"),
    )
