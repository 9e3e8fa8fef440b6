"""项目: applied for, assessed, decided, established with a plan, carried out (clause 4.1)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import general_manager, head_of, initiator, initiator_department, queue
from xieli.matters.predicates import anyone, duty, holder, is_, system, who
from xieli.matters.predicates import initiator as applicant
from xieli.matters.procedure import (
    STAY,
    Action,
    Child,
    Hold,
    Item,
    Limit,
    Number,
    Return,
    Round,
    Side,
    State,
    Verbs,
    any_of,
)

from .permissions import (
    accepted,
    assessors,
    chairs_group,
    decider,
    departments_taking_part,
    executive,
    has_group,
    has_marks_to_reach,
    has_risks,
    heads_taking_part,
    is_leader,
    leader,
    notice_outdated,
    takes_part,
)

PMO = queue("pmo")


class Project(Declaration):
    """From the application to the plan in force; carried out by tasks, ended by acceptance or by who decides."""

    key, name, prefix, clause = "project", _("项目"), "XM", "4.1"
    details = "ProjectDetails"
    documents = ("application", "notice", "receipts")
    icon = "target"
    summary = _("跨部门项目：填写发起申请表，经评估和批准立项，按计划执行，验收后归档。")
    starts = anyone
    number = Number("{prefix}-{year}-{n:03d}", by="apply")

    # 4.1.a 发起
    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    head_review = State(
        _("待部门审核"),
        Round(
            "head_review", (head_of(initiator_department),), passed="formal_check", refused="rejected",
            label=_("部门负责人审核"),
        ),
    )  # fmt: skip
    returned = State(_("待完善"), Item("supplement", initiator, label=_("完善申请")))
    formal_check = State(
        _("待形式审查"), Item("formal_check", PMO, judges=True, label=_("形式审查并指定评估部门"))
    )
    defective = State(_("待补正"), Item("mend", initiator, label=_("补正申请")))
    # 4.1.b 立项
    assessing = State(
        _("评估中"),
        Round(
            "assess", (assessors,), passed="concluding", refused="concluding", mode="each", blind=True,
            kind="assess", label=_("评估可行性和必要性"),
        ),
    )  # fmt: skip
    concluding = State(_("待形成结论"), Item("conclude", PMO, label=_("形成评估结论")))
    deciding = State(_("待分管领导决定"), Item("decide", executive, kind="approve", label=_("决定立项")))
    gm_deciding = State(
        _("待总经理决定"), Item("decide_large", general_manager, kind="approve", label=_("决定大额立项"))
    )
    naming_leader = State(_("待指定负责人"), Item("name_leader", PMO, label=_("指定项目负责人")))
    naming_members = State(
        _("待指定成员"),
        Round(
            "name_members", (heads_taking_part,), passed="establishing", refused="naming_leader", mode="each",
            kind="handle", label=_("指定本部门成员"),
        ),
    )  # fmt: skip
    establishing = State(_("编制计划"), Item("establish", leader, label=_("编制项目计划")))
    noticing = State(_("待下发通知"), Item("issue", PMO, judges=True, label=_("下发立项通知书")))
    # 4.1.c 执行
    executing = State(_("执行中"), Item("execute", leader, label=_("组织实施")))
    stopping = State(
        _("待决定暂停或终止"), Item("decide_stop", decider, kind="approve", label=_("决定是否暂停或终止"))
    )
    # 4.1.d 验收之后
    archiving = State(_("待归档"), Item("archive", PMO, label=_("整理归档")))
    suspended = State(_("暂停中"), idle=_("经批准暂停，由负责人申请恢复"))
    closed = State(_("已结项"), final=True)
    rejected = State(_("未批准"), final=True)
    terminated = State(_("已终止"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    apply = Action(
        draft >> head_review, _("提交申请"), by=applicant, form="ApplyForm", effect="apply", primary=True,
        clause="4.1.a",
    )  # fmt: skip
    find_defects = Action(
        formal_check >> defective, _("通知补正"), by=holder, form="DefectsForm", effect="find_defects",
        rounds="find_defects",
    )  # fmt: skip
    mend = Action(
        defective >> formal_check, _("提交补正"), by=holder, form="MendForm", effect="mend", primary=True
    )
    ask_assessors = Action(
        formal_check >> assessing, _("审查通过，请部门评估"), by=holder, form="AssessorsForm",
        effect="ask_assessors", primary=True, clause="4.1.b",
    )  # fmt: skip

    feasible = Action(
        assessing >> STAY, _("可行"), by=holder, form="FeasibleForm", vote="approve", effect="on_assessed",
        primary=True,
    )  # fmt: skip
    conditional = Action(
        assessing >> STAY, _("附条件可行"), by=holder, form="ConditionalForm", vote="approve",
        effect="on_assessed",
    )  # fmt: skip
    infeasible = Action(
        assessing >> STAY, _("不可行"), by=holder, form="InfeasibleForm", vote="refuse", effect="on_assessed",
        danger=True,
    )  # fmt: skip
    assess_again = Action(
        concluding >> assessing, _("再次评估"), by=holder, form="AssessorsForm", effect="ask_assessors",
        rounds="assess_again",
    )  # fmt: skip
    conclude = Action(
        concluding >> [deciding, gm_deciding, naming_leader], _("建议立项"), by=holder,
        form="ConclusionForm", effect="conclude", to="after_conclusion", primary=True,
    )  # fmt: skip
    grant = Action(
        any_of(deciding, gm_deciding) >> [gm_deciding, naming_leader], _("同意立项"), by=holder,
        form="OpinionForm", to="after_decision", tell=("initiator",), primary=True,
    )  # fmt: skip
    reject = Action(
        any_of(concluding, deciding, gm_deciding) >> rejected, _("不予立项"), by=holder, form="ReasonForm",
        tell=("initiator",), danger=True,
    )  # fmt: skip

    name_leader = Action(
        naming_leader >> naming_members, _("指定负责人"), by=holder, form="LeaderForm", effect="name_leader",
        tell=("initiator",), primary=True,
    )  # fmt: skip
    name_members = Action(
        naming_members >> STAY, _("指定成员"), by=holder, form="MembersForm", effect="name_members",
        vote="approve", primary=True,
    )  # fmt: skip
    cannot_staff = Action(
        naming_members >> STAY, _("无法派出人员"), by=holder, form="ReasonForm", vote="refuse"
    )
    write_plan = Action(establishing >> STAY, _("编制计划"), by=holder, form="PlanForm", effect="write_plan")
    submit_plan = Action(
        establishing >> noticing, _("提交计划"), by=holder, form="OpinionForm", effect="submit_plan",
        primary=True,
    )  # fmt: skip
    send_back_plan = Action(noticing >> establishing, _("退回修改"), by=holder, form="ReasonForm")
    issue = Action(
        noticing >> executing, _("下发立项通知书"), by=holder, form="OpinionForm", effect="issue",
        issues=("notice",), asks="receipt", tell=("initiator",), primary=True,
    )  # fmt: skip
    issue_again = Action(
        executing >> STAY, _("重新下发立项通知书"), by=duty("pmo"), when=notice_outdated, form="OpinionForm",
        effect="issue_again", issues=("notice",), asks="receipt", clause="4.1.b",
    )  # fmt: skip
    receipt = Side("acknowledge", (departments_taking_part,), _("签收立项通知书"))

    log_risk = Action(
        executing >> STAY, _("登记风险"), by=is_leader | takes_part, form="RiskForm", effect="log_risk"
    )
    update_risk = Action(
        executing >> STAY, _("更新风险"), by=is_leader, when=has_risks, form="RiskStateForm",
        effect="update_risk",
    )  # fmt: skip
    record_cost = Action(
        executing >> STAY, _("登记支出"), by=is_leader | duty("finance"), form="ExpenseForm",
        effect="record_cost", routine=True,
    )  # fmt: skip
    report_week = Action(
        executing >> STAY, _("填写项目周报"), by=is_leader, form="WeeklyForm", effect="report_week", routine=True,
    )  # fmt: skip
    refer_dispute = Action(
        executing >> STAY, _("提请裁决争议"), by=is_leader | takes_part, form="DisputeForm", asks="dispute"
    )
    dispute = Side(
        "decide_dispute", (decider,), _("裁决项目争议"), kind="approve", form="RulingForm", effect="ruled"
    )
    set_up_group = Action(
        any_of(establishing, noticing, executing, suspended) >> STAY, _("成立专项领导小组"),
        by=who(executive) | duty("general_manager"), when=is_("level", "major"), form="GroupForm",
        effect="set_up_group", clause="3.1.b",
    )  # fmt: skip
    dissolve_group = Action(
        any_of(establishing, noticing, executing, suspended) >> STAY, _("撤销专项领导小组"),
        by=who(executive) | duty("general_manager"), when=has_group, form="ReasonForm",
        effect="dissolve_group", clause="3.1.b",
    )  # fmt: skip
    group_decides = Action(
        any_of(establishing, noticing, executing, suspended) >> STAY, _("登记领导小组决定"), by=chairs_group,
        form="GroupDecisionForm", effect="group_decides", clause="3.1.b",
    )  # fmt: skip

    reach = Action(
        executing >> STAY, _("确认里程碑达成"), by=is_leader, when=has_marks_to_reach, form="ReachForm",
        effect="reach", clause="4.1.c",
    )  # fmt: skip
    ask_reports = Action(executing >> STAY, _("发起部门周报"), by=system, effect="ask_reports", routine=True)
    adopt = Action(executing >> STAY, _("变更生效"), by=system, form="AdoptForm", effect="adopt")
    advance = Action(executing >> STAY, _("推进计划"), by=system, effect="advance", routine=True)
    ask_to_stop = Action(
        any_of(executing, suspended) >> stopping, _("申请暂停或终止"), by=is_leader, form="StopForm",
        effect="ask_to_stop", danger=True,
    )  # fmt: skip
    agree_stop = Action(
        stopping >> [suspended, terminated], _("同意"), by=holder, form="OpinionForm", to="where_decided",
        primary=True,
    )  # fmt: skip
    refuse_stop = Action(
        stopping >> [executing, suspended], _("不同意"), by=holder, form="ReasonForm", to="where_refused"
    )
    resume_project = Action(
        suspended >> executing, _("恢复执行"), by=is_leader | duty("pmo"), form="ReasonForm", effect="go_on",
        primary=True,
    )  # fmt: skip

    close_project = Action(
        executing >> archiving, _("结项"), by=is_leader | duty("pmo"), when=accepted, form="OpinionForm",
        effect="close_project", tell=("initiator",), clause="4.1.d",
    )  # fmt: skip
    archive = Action(
        archiving >> closed, _("归档"), by=holder, form="OpinionForm", effect="archive", primary=True,
        clause="4.1.d",
    )  # fmt: skip

    condition = Child("project_task", _("立项条件"), source=(naming_leader,), by=system, blocks=("issue",))
    task = Child("project_task", _("项目任务"), source=(noticing, executing), by=system)
    meetings = Child("meeting_series", _("项目推进会"), source=(noticing,), by=system)
    decision = Child(
        "decision", _("决策登记"), source=(establishing, noticing, executing, stopping, suspended), by=system
    )
    report = Child("project_report", _("部门周报"), source=(executing,), by=system)
    change = Child("plan_change", _("申请计划变更"), source=(executing,), by=is_leader)
    acceptance = Child(
        "project_acceptance", _("申请验收"), source=(executing,), by=is_leader, blocks=("close_project",)
    )

    verbs = Verbs(
        return_=(Return(head_review, (returned,), form="SupplementForm"),),
        withdraw=any_of(
            head_review, returned, formal_check, defective, assessing, concluding, deciding
        ).states,
        withdraw_to=withdrawn,
        void=duty("pmo"),
        void_to=void,
        reassign=holder,
        add_signer=True,
        correct=("title", "background", "objectives", "scope", "content", "results", "resources", "benefit"),
    )
    holds = (
        Hold("leader", _("项目负责人")),
        Hold("person", _("项目成员"), model="Member", matter="project"),
        Hold(
            "person", _("计划任务"), model="PlanTask", matter="project", when={"actual_end": None, "dropped": False}
        ),
        Hold("owner", _("风险责任人"), model="Risk", matter="project", when={"state": "open"}),
        Hold("chair", _("领导小组组长"), model="LeadingGroup", matter="project", when={"dissolved_at": None}),
        Hold("members", _("领导小组成员"), model="LeadingGroup", matter="project", when={"dissolved_at": None}),
    )  # fmt: skip
    limits = (
        Limit("head_review", "", "2 WD", "4.1.a"),
        Limit("supplement", "", "3 WD", "4.1.a"),
        Limit("formal_check", "", "1 WD", "4.1.a"),
        Limit("mend", "", "3 WD", "4.1.a"),
        Limit("assess", "", "3 WD", "4.1.b"),
        Limit("conclude", "", "1 WD", "4.1.b"),
        Limit("decide", "", "1 WD", "4.1.b"),
        Limit("decide_large", "", "2 WD", "4.1.b"),
        Limit("name_leader", "", "1 WD", "4.1.b"),
        Limit("name_members", "", "1 WD", "4.1.b"),
        Limit("establish", "", "5 WD", "4.1.b"),
        Limit("issue", "", "1 WD", "4.1.b"),
        Limit("acknowledge", "", "1 WD", "4.1.b"),
        Limit("execute", "", "date due_at, else 60 WD", "4.1.c"),
        Limit("decide_stop", "", "2 WD", "3.1.a"),
        Limit("archive", "", "20 WD", "4.1.d"),
        Limit("decide_dispute", "", "2 WD", "3.1.b"),
    )
