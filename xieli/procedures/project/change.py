"""项目计划变更: proposed against the baseline in force, reviewed by whom it concerns, decided, adopted (4.1.c)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import general_manager, initiator, queue
from xieli.matters.predicates import duty, holder, system
from xieli.matters.procedure import (
    STAY,
    Action,
    Child,
    Item,
    Limit,
    Number,
    Return,
    Round,
    State,
    Verbs,
    any_of,
)  # fmt: skip

from .permissions import concerned_heads, project_decider, project_leader


class PlanChange(Declaration):
    """Before it is approved nothing moves; then it is the new baseline. What stays inside the slack of a department's
    own lines is no plan change: it is in force as soon as it is handed in (decision 0186). What is to come into force
    waits while the project stands still, and ends with a project that ends before (decision 0191)."""

    key, name, prefix, clause = "plan_change", _("项目计划变更"), "XMBG", "4.1.c"
    details = "ChangeDetails"
    documents = ("change",)
    icon = "refresh"
    summary = _("项目负责人申请变更计划：与现行基线逐项对照，经有关部门评审和领导批准后成为新基线。")
    starts = project_leader
    number = Number("{prefix}-{year}-{n:03d}", by="open_change")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    preparing = State(_("编制变更"), Item("prepare_change", initiator, label=_("修改计划并提交")))
    reviewing = State(
        _("部门评审中"),
        Round(
            "review_change", (concerned_heads,), passed="checking", refused="checking", mode="each",
            label=_("评审计划变更"),
        ),
    )  # fmt: skip
    checking = State(_("待项目办审核"), Item("check_change", queue("pmo"), label=_("审核计划变更")))
    deciding = State(
        _("待批准"), Item("decide_change", project_decider, kind="approve", label=_("批准计划变更"))
    )
    gm_deciding = State(
        _("待总经理批准"),
        Item("decide_large_change", general_manager, kind="approve", label=_("批准重大计划变更")),
    )
    adopting = State(_("待生效"), idle=_("已批准；项目执行中即生效，暂停的等恢复执行"))
    adjusting = State(_("时差内调整待生效"), idle=_("不须批准；项目执行中即生效，暂停的等恢复执行"))
    approved = State(_("已生效"), final=True)
    adjusted = State(_("已在时差内调整"), final=True)
    refused = State(_("未批准"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    open_change = Action(
        draft >> preparing, _("申请变更"), by=project_leader, form="ChangeForm", effect="open_change",
        primary=True,
    )  # fmt: skip
    write_change = Action(preparing >> STAY, _("修改计划"), by=holder, form="PlanForm", effect="write_plan")
    submit_change = Action(
        preparing >> [reviewing, adjusting], _("提交变更"), by=holder, form="SubmitChangeForm",
        effect="submit_change", to="after_submit", primary=True,
    )  # fmt: skip
    support_change = Action(checking >> deciding, _("审核通过"), by=holder, form="OpinionForm", primary=True)
    approve_change = Action(
        any_of(deciding, gm_deciding) >> [gm_deciding, adopting], _("批准变更"), by=holder, form="OpinionForm",
        to="after_change", primary=True,
    )  # fmt: skip
    refuse_change = Action(
        any_of(checking, deciding, gm_deciding) >> refused, _("不批准"), by=holder, form="ReasonForm",
        effect="refuse_change", danger=True,
    )  # fmt: skip
    take_effect = Action(
        any_of(adopting, adjusting) >> [approved, adjusted], _("变更生效"), by=system, effect="take_effect",
        to="after_adoption", tell=("initiator",),
    )  # fmt: skip

    decision = Child("decision", _("决策登记"), source=(deciding,), by=system)

    verbs = Verbs(
        return_=(Return(checking, (preparing,), form="ReworkChangeForm"),),
        withdraw=(preparing, reviewing, checking, deciding),
        withdraw_to=withdrawn,
        void=duty("pmo"),
        void_to=void,
        reassign=holder,
        add_signer=True,
        copy=False,
    )
    limits = (
        Limit("prepare_change", "", "5 WD", "4.1.c"),
        Limit("review_change", "", "2 WD", "4.1.c"),
        Limit("check_change", "", "2 WD", "4.1.c"),
        Limit("decide_change", "", "2 WD", "4.1.c"),
        Limit("decide_large_change", "", "2 WD", "4.1.c"),
    )
