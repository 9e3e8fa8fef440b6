"""项目验收: asked for by the leader, organised by the PMO, judged line by line by the departments (4.1.d)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import initiator, queue
from xieli.matters.predicates import duty, holder, system
from xieli.matters.procedure import STAY, Action, Child, Item, Limit, Number, Round, State, Verbs, any_of

from .accepting import judges, leader_of_project, on_the_team, owes_signature
from .permissions import project_leader

PMO = queue("pmo")


class Acceptance(Declaration):
    """As many rounds as it takes, all of them kept; what failed or was tied to a condition is mended meanwhile."""

    key, name, prefix, clause = "project_acceptance", _("项目验收"), "XMYS", "4.1.d"
    details = "AcceptanceDetails"
    documents = ("acceptance_report",)
    icon = "checks"
    summary = _("项目负责人申请验收，各部门按立项时确定的标准逐项评判；通过的出具报告，不通过的整改后复验。")
    starts = project_leader
    number = Number("{prefix}-{year}-{n:03d}", by="ask_acceptance")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    organising = State(_("待组织验收"), Item("organise", PMO, judges=True, label=_("组织验收")))
    returned = State(_("待补充"), Item("complete", initiator, label=_("补充证明材料")))
    judging = State(
        _("验收评判中"),
        Round(
            "judge", (judges,), passed="reporting", refused="rectifying", mode="each", kind="judge",
            label=_("逐项评判"),
        ),
    )  # fmt: skip
    rectifying = State(_("整改中"), Item("rectify", leader_of_project, label=_("组织整改并申请复验")))
    reporting = State(_("待出具报告"), Item("report_acceptance", PMO, label=_("出具验收报告")))
    conditional = State(_("条件待落实"), Item("meet_conditions", leader_of_project, label=_("落实验收条件")))
    passed = State(_("验收通过"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    ask_acceptance = Action(
        draft >> organising, _("申请验收"), by=project_leader, form="AskAcceptanceForm",
        effect="ask_acceptance", primary=True,
    )  # fmt: skip
    ask_evidence = Action(
        organising >> returned, _("退回补充"), by=holder, form="ReasonForm", effect="ask_evidence",
        rounds="ask_evidence",
    )  # fmt: skip
    complete = Action(
        returned >> organising, _("提交补充"), by=holder, form="AskAcceptanceForm", effect="complete",
        primary=True,
    )  # fmt: skip
    organise = Action(
        organising >> judging, _("组织验收"), by=holder, form="OrganiseForm", effect="organise", primary=True
    )
    judge = Action(
        judging >> STAY, _("提交评判"), by=holder & ~on_the_team, form="JudgeForm", effect="on_judged",
        vote="verdict_of_lines", primary=True,
    )  # fmt: skip
    sign_acceptance = Action(
        any_of(judging, reporting) >> STAY, _("验收组签字"), by=owes_signature, form="OpinionForm"
    )
    ask_again = Action(
        rectifying >> judging, _("申请复验"), by=holder, form="AskAgainForm", effect="ask_again",
        primary=True, rounds="ask_again",
    )  # fmt: skip
    issue_report = Action(
        reporting >> [conditional, passed], _("出具验收报告"), by=holder, form="AcceptanceReportForm",
        effect="issue_report", to="after_report", issues=("acceptance_report",), tell=("initiator",), primary=True,
    )  # fmt: skip
    conditions_met = Action(
        conditional >> passed, _("条件已全部落实"), by=holder, form="OpinionForm", effect="conditions_met",
        primary=True,
    )  # fmt: skip

    item = Child(
        "rectification", _("整改事项"), source=(judging,), by=system, blocks=("ask_again", "conditions_met")
    )
    loose_end = Child("rectification", _("遗留问题"), source=(reporting,), by=system)

    verbs = Verbs(
        withdraw=(organising, returned, judging, rectifying),
        withdraw_to=withdrawn,
        void=duty("pmo"),
        void_to=void,
        reassign=holder,
        reassign_effect="pass_on_judging",
        copy=False,
    )
    limits = (
        Limit("organise", "", "5 WD", "4.1.d"),
        Limit("complete", "", "3 WD", "4.1.d"),
        Limit("judge", "", "10 WD", "4.1.d"),
        Limit("judge", "round>1", "5 WD", "4.1.d"),
        Limit("rectify", "", "date rectify_by, else 10 WD", "4.1.d"),
        Limit("report_acceptance", "", "3 WD", "4.1.d"),
        Limit("meet_conditions", "", "date rectify_by, else 10 WD", "4.1.d"),
    )
