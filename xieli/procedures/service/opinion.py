"""客户意见 and 客户意见汇编 (4.3.c): two small procedures, so that each opinion is followed to its answer."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import executive_of, field, head_of, queue
from xieli.matters.predicates import duty, holder, lead_head, system
from xieli.matters.procedure import Action, Item, Limit, Number, State, Verbs

CS, LEAD = queue("customer_service"), field("lead")
serving = duty("agent", "shift_leader", "service_manager")
managing = duty("service_manager", "shift_leader")


class CustomerOpinion(Declaration):
    """An opinion worth more than its case: a department answers it, the customer hears what came of it."""

    key, name, prefix, clause = "customer_opinion", _("客户意见"), "KY", "4.3.c"
    details, visible, warnings, icon = "OpinionDetails", "internal", "normal", "message"
    summary = _("从客户需求中挑出的重要意见：分办到部门，限期答复，结果告知客户，并列入当月汇编。")
    number = Number("{prefix}-{year}-{n:04d}", by="submit")
    starts = serving

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    submitted = State(_("待分办"), Item("assign_opinion", CS, label=_("分办")))
    assigned = State(_("待答复"), Item("answer_opinion", LEAD, judges=True, label=_("答复意见")))
    answered = State(_("待告知客户"), Item("tell_outcome", CS, label=_("告知客户")))
    closed = State(_("已办结"), final=True, outcome="closed")
    dropped = State(_("已撤下"), final=True, outcome="void")
    start = draft

    submit = Action(
        draft >> submitted, _("提交"), by=serving, form="OpinionForm", effect="on_opinion", primary=True
    )
    assign = Action(
        submitted >> assigned,
        _("分办"),
        by=managing,
        form="AssignOpinionForm",
        effect="on_opinion_assigned",
        primary=True,
    )
    answer = Action(
        assigned >> answered, _("答复"), by=holder | lead_head, form="OpinionAnswerForm", primary=True
    )
    again = Action(answered >> assigned, _("请部门补充"), by=serving, form="ReasonForm")
    tell = Action(answered >> closed, _("已告知客户"), by=serving, form="OpinionToldForm", primary=True)

    verbs = Verbs(
        void=managing,
        void_to=dropped,
        classify="internal",
        reassign=holder | lead_head,
        extend=2,
        extend_who=(head_of(LEAD), executive_of(LEAD)),
        arbiter=head_of("customer_service"),
    )
    limits = (
        Limit("assign_opinion", "", "1 WD", "4.3.c", warnings="normal"),
        Limit("assign_opinion", "grave=True", "15 min C", "4.3.c", warnings="urgent"),
        Limit("answer_opinion", "", "10 WD", "4.3.c", warnings="normal"),
        Limit("tell_outcome", "", "2 WD", "4.3.c", warnings="normal"),
    )


class OpinionDigest(Declaration):
    """The month's digest: compiled by customer service, read by the executives and every department's head."""

    key, name, prefix, clause = "opinion_digest", _("客户意见汇编"), "YH", "4.3.c"
    details, visible, warnings, icon = "DigestDetails", "company", "normal", "report"
    summary = _("每月汇总重要意见及其办理结果，送公司领导和各部门负责人。")
    number = Number("{prefix}-{year}-{n:02d}", by="begin")
    starts = managing

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    compiling = State(_("编制中"), Item("compile_digest", head_of("customer_service"), label=_("编制汇编")))
    issued = State(_("已印发"), final=True, outcome="issued")
    start = draft

    begin = Action(
        draft >> compiling, _("开始编制"), by=managing | system, form="MonthForm", effect="on_digest"
    )
    issue = Action(
        compiling >> issued,
        _("印发"),
        by=holder | managing,
        form="ForewordForm",
        effect="on_digest_issued",
        primary=True,
    )
    verbs = Verbs(reassign=holder, entrust=True)
    limits = (Limit("compile_digest", "", "3 WD", "4.3.c", warnings="normal"),)
