"""4.3: a customer's demand, from the first word to a result the customer confirmed."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import executive_of, field, head_of, queue
from xieli.matters.predicates import api_client, customer, did, duty, holder, is_, lead_head, system
from xieli.matters.procedure import (
    STAY,
    Action,
    Child,
    Clock,
    Hold,
    Item,
    Number,
    Return,
    State,
    Timer,
    Verbs,
    any_of,
)
from xieli.procedures.service.holders import dispatched_to, service_managers
from xieli.procedures.service.limits import LIMITS

CS, LEAD, HANDLER = queue("customer_service"), field("lead"), field("handler")
agent = duty("agent", "shift_leader", "service_manager")
urgent = is_("urgency", "safety", "fault")
# Who sent it on doesn't judge what came back.
caller = agent & ~did("dispatch", "redispatch")


# One act a paragraph, as dense as the clause itself: the formatter would make it three times as long.
# fmt: off
class ServiceCase(Declaration):
    """What a state owes, who may act in it, what runs beside it. Limits: limits.py; what acts do: effects.py."""

    key, name, prefix, version = "service", _("客户需求"), "GD", 1
    clause, details, visible, warnings, icon = "4.3", "CaseDetails", "internal", "urgent", "phone"
    documents = ("case",)
    summary = _("客户来电、扫码或上网提出的需求：受理、答复或派单、处理、核查、回访，直到客户确认。")
    number = Number("{prefix}{day}-{n:05d}", by="record", period="day")
    starts = agent
    holds = (Hold("handler", _("承办人")),)
    limits = LIMITS

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    recorded = State(_("已记录"), Item("dispatch", CS, label=_("答复或派单")))
    answered = State(_("已答复"), Item("confirm_answer", CS, label=_("确认客户满意")))
    dispatched = State(_("已派单"), Item("accept", dispatched_to, judges=True, label=_("受理")))
    accepted = State(_("已受理"), Item("contact", HANDLER, label=_("首次联系客户")))
    resolving = State(_("处理中"), Item("solve", HANDLER, label=_("处理并提交结果")))
    waiting = State(
        _("待客户"), Item("chase", HANDLER, label=_("等客户补充")), pauses=("total", "repair", "step")
    )
    grouped = State(_("群体事件处理中"), idle=_("随群体事件统一处理和答复"))
    resolved = State(_("待核查"), Item("check", CS, judges=True, label=_("核查结果")))
    checked = State(_("待回访"), Item("call_back", CS, label=_("回访客户")))
    followed = State(_("已回访"), idle=_("七天内客户可以评价或提出异议"))
    ruled = State(
        _("终局裁定"), Item("determine", head_of("customer_service"), kind="approve", label=_("终局裁定"))
    )
    closed = State(_("已关闭"), final=True, outcome="closed")
    merged = State(_("已合并"), final=True, outcome="merged")
    void = State(_("已作废"), final=True, outcome="void")
    start = draft
    live = any_of(recorded, dispatched, accepted, resolving, waiting)

    record = Action(
        draft >> recorded, _("记录"), by=agent | customer | api_client, form="RecordForm", effect="on_record",
        tell=("customer",), primary=True, clause="4.3.a",
    )
    answer = Action(
        recorded >> answered, _("当场答复"), by=agent, form="AnswerForm", effect="on_answer",
        tell=("customer",), clause="4.3.a",
    )
    confirmed = Action(
        answered >> followed, _("客户满意"), by=agent | customer, form="CallBackForm", effect="on_rated",
        tell=("customer",), primary=True, clause="4.3.c",
    )
    not_helped = Action(
        answered >> recorded, _("没有解决"), by=agent | customer, form="ReasonForm", clause="4.3.c",
    )
    dispatch = Action(
        recorded >> dispatched, _("派单"), by=agent, form="DispatchForm", effect="on_dispatch",
        tell=("customer",), primary=True, clause="4.3.a",
    )
    redispatch = Action(
        dispatched >> dispatched, _("改派部门"), by=agent, form="DispatchForm", effect="on_dispatch",
        tell=("customer",), clause="4.3.a",
    )
    accept = Action(
        dispatched >> accepted, _("受理"), by=holder | lead_head, form="AcceptForm", effect="on_accept",
        primary=True, clause="4.3.b",
    )
    contact = Action(
        accepted >> resolving, _("已联系客户"), by=holder, form="ContactForm", effect="on_contact",
        tell=("customer",), primary=True, clause="4.3.b",
    )
    arrive = Action(
        resolving >> STAY, _("到场打卡"), by=holder, when=urgent & ~is_("arrived", True), form="ArrivalForm",
        effect="on_arrive", clause="4.3.b",
    )
    ask = Action(
        resolving >> waiting, _("请客户补充"), by=holder, form="AskForm", tell=("customer",), clause="4.3.b",
    )
    replied = Action(
        waiting >> resolving, _("客户已补充"), by=holder | customer | agent, form="TextForm", primary=True,
        clause="4.3.b",
    )
    resolve = Action(
        resolving >> resolved, _("提交结果"), by=holder, form="ResultForm", effect="on_result", primary=True,
        clause="4.3.b",
    )
    passed = Action(
        resolved >> checked, _("核查通过"), by=agent, form="CheckForm", effect="on_passed",
        tell=("customer",), primary=True, clause="4.3.c",
    )
    missed = Action(
        checked >> STAY, _("未接通"), by=caller, when=is_("attempts_left", True),
        form="AttemptForm", effect="on_missed", clause="4.3.c",
    )
    satisfied = Action(
        any_of(checked, followed) >> followed, _("客户满意"), by=caller | customer,
        form="CallBackForm", effect="on_rated", tell=("customer",), primary=True, clause="4.3.c",
    )
    unreached = Action(
        checked >> followed, _("三次未接通，结束回访"), by=caller, when=is_("attempts_left", False),
        form="ReasonForm", effect="on_unreached", tell=("customer",), clause="4.3.c",
    )
    reopen = Action(
        any_of(checked, followed) >> [resolving, recorded, ruled], _("客户不满意，重新处理"), by=agent | customer,
        form="DissatisfiedForm", to="after_reopen", effect="on_reopen", clause="4.3.c",
    )
    determine = Action(
        ruled >> [resolving, closed], _("作出终局裁定"), by=holder & ~did("resolve"), form="DeterminationForm",
        to="after_determination", effect="on_determined", tell=("customer",), primary=True, clause="4.3.c",
    )
    group = Action(
        any_of(recorded, dispatched) >> grouped, _("并入群体事件"), by=agent | system, form="GroupForm",
        effect="on_grouped", clause="4.3.a",
    )
    group_answer = Action(
        grouped >> followed, _("统一答复"), by=agent, form="GroupAnswerForm", effect="on_group_answer",
        tell=("customer",), clause="4.3.c",
    )
    ungroup = Action(grouped >> recorded, _("移出群体事件"), by=agent, form="ReasonForm", effect="on_ungrouped")
    merge = Action(
        live >> merged, _("合并到另一工单"), by=agent, form="MergeForm", effect="on_merge", tell=("customer",),
        danger=True,
    )
    cancel = Action(
        live >> void, _("作废"), by=duty("shift_leader", "service_manager"), form="ReasonForm",
        second=duty("service_manager"), second_who=service_managers, danger=True,
    )
    give_up = Action(
        any_of(recorded, answered) >> void, _("客户撤销"), by=customer, form="ReasonForm", danger=True,
    )
    rate_over = Timer(followed, closed, "7 D C", _("评价期结束"))

    total = Clock(
        _("答复客户"), start=("record",), stop=("followed", "closed", "merged", "void"), resume_on=("reopen",),
        total=True,
    )
    response = Clock(
        _("首次响应"), start=("record",),
        stop=("answer", "dispatch", "contact", "group", "merge", "closed", "void"),
        when=is_("channel", "web", "qr", "app"), pausable=False,
    )
    on_site = Clock(
        _("到场"), start=("dispatch", "redispatch"), stop=("arrive", "resolve", "group", "merged", "void"),
        again=("reopen", "determine"), when=urgent & ~is_("fix", "remote") & ~is_("state", "ruled"),
    )
    repair = Clock(
        _("修复"), start=("dispatch", "redispatch"), stop=("resolve", "group", "merged", "void", "closed"),
        resume_on=("reopen",), when=urgent,
    )

    assist = Child(
        "collaboration", _("请其他部门协助"), source=(accepted, resolving), by=holder, blocks=("resolve",),
        limits={"accept": "2 h W", "deliver": "60 % of parent total, else 1 WD"},
    )
    opinion = Child(
        "customer_opinion", _("标为重要意见"),
        source=(recorded, answered, dispatched, accepted, resolving, resolved, checked, followed), by=agent,
    )
    verbs = Verbs(
        return_=(
            Return(dispatched, (recorded,), times=1, form="SupplementForm"),
            Return(resolved, (resolving,), form="ResultForm"),
        ),
        reassign=holder | lead_head,
        take_back=("dispatch",),
        pause=("customer", "outside_cause"),
        extend=2,
        extend_who=(head_of(LEAD), executive_of(LEAD)),
        arbiter=head_of("customer_service"),
        correct=("demand", "kind", "order_no", "plate", "cause"),
        classify="internal",
    )
