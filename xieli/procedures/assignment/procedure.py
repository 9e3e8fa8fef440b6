"""交办: a superior assigns a dated task to a subordinate, who reports back (3.2.a); an executive's are 领导督办."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field, initiator, superior_of
from xieli.matters.predicates import duty, head, holder, system
from xieli.matters.predicates import initiator as by_assigner
from xieli.matters.procedure import STAY, Action, Child, Hold, Item, Limit, Number, Side, State, Verbs

from .permissions import leader, superior


class Assignment(Declaration):
    """Assigned, done, reported back; closed by who assigned it, or sent back."""

    key, name, prefix, clause = "assignment", _("交办"), "JB", "3.2.a"
    details, visible = "AssignmentDetails", "internal"
    documents: tuple[str, ...] = ("task",)
    icon = "clipboard-list"
    summary = _("向下属交办一件有期限的工作：对方办理后汇报，由您确认办结或退回重办。")
    starts = superior
    number = Number("{prefix}-{year}-{n:04d}", by="assign")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    doing = State(_("办理中"), Item("report_back", field("assignee"), label=_("办理并汇报")))
    reported = State(_("待交办人确认"), Item("judge", initiator, label=_("确认办结")))
    closed = State(_("已办结"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    assign = Action(
        draft >> doing, _("交办"), by=by_assigner & superior, form="AssignForm", effect="assign", primary=True
    )
    report_back = Action(doing >> reported, _("汇报"), by=holder, form="ReportBackForm", primary=True)
    close = Action(reported >> closed, _("确认办结"), by=holder, form="OpinionForm", primary=True)
    send_back = Action(
        reported >> doing, _("退回重办"), by=holder, form="ReasonForm", effect="count", rounds="send_back"
    )

    onward = Child("assignment", _("再交办"), source=(doing,), by=holder, blocks=("report_back",))
    ask_help = Child(
        "collaboration", _("请其他部门协作"), source=(doing,), by=holder, blocks=("report_back",)
    )

    verbs = Verbs(
        withdraw=(doing, reported),
        withdraw_to=withdrawn,
        void=duty("pmo"),
        void_to=void,
        reassign=by_assigner | head,
        take_back=("report_back", "send_back"),
        extend=2,
        extend_who=(initiator, superior_of(initiator)),
        correct=("title", "content"),
    )
    holds = (Hold("assignee", _("承办人")),)
    limits: tuple[Limit, ...] = (
        Limit("report_back", "", "date needed_by, else 2 WD", "3.2.a"),
        Limit("judge", "", "2 WD", "3.2.a"),
    )


class Instruction(Assignment):
    """领导督办: what an executive assigns to anybody under them; numbered on its own. The office watches it, progress
    is asked for in a rhythm."""

    key, name, prefix, clause = "instruction", _("领导督办"), "DB", "3.1.a"
    icon = "flag"
    summary = _("公司领导交办并督办的事项：单独编号，由交办的领导本人确认办结。")
    starts = leader
    documents = ("task", "notice")

    assign = Action(
        Assignment.draft >> Assignment.doing,
        _("交办"),
        by=by_assigner & leader,
        form="InstructForm",
        effect="instruct",
        issues=("notice",),
        primary=True,
    )
    report_progress = Action(
        Assignment.doing >> STAY,
        _("报告进展"),
        by=holder | head,
        form="ReportForm",
        effect="reported",
        routine=True,
    )
    ask_progress = Action(
        Assignment.doing >> STAY,
        _("到期请报告进展"),
        by=system,
        effect="asked",
        routine=True,
        asks="progress_asked",
    )
    progress_asked = Side(
        "give_progress", (field("assignee"),), _("报告督办进展"), kind="handle", form="ReportForm",
        effect="reported",
    )  # fmt: skip
    supervise_office = Action(
        Assignment.doing >> STAY, _("督查"), by=duty("admin"), form="TextForm", effect="supervised"
    )
    limits = (*Assignment.limits, Limit("give_progress", "", "1 WD", "3.1.a"))
