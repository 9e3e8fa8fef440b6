"""报告问题: a problem stays open until its reporter agrees that it is solved (clause 3.3.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import executive_of, field, initiator, queue
from xieli.matters.predicates import anyone, duty, holder, lead_head
from xieli.matters.predicates import initiator as reporter
from xieli.matters.procedure import Action, Hold, Item, Limit, Number, State, Verbs


class Problem(Declaration):
    """Standing alone, or raised from any matter as its child: reported, solved, agreed."""

    key, name, prefix, clause = "problem", _("问题"), "WT", "3.3.a"
    details = "ProblemDetails"
    documents = ("report",)
    icon = "alert-triangle"
    summary = _("报告工作中遇到的问题：多严重、谁能解决；直到您同意已解决才算办结。")
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="report")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    reported = State(_("待解决"), Item("solve", field("solver"), label=_("解决问题")))
    solved = State(_("待报告人确认"), Item("agree", initiator, label=_("确认是否解决")))
    closed = State(_("已解决"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    report = Action(
        draft >> reported, _("报告"), by=reporter, form="ReportForm", effect="report", primary=True
    )
    propose = Action(reported >> solved, _("已解决，请确认"), by=holder, form="SolutionForm", primary=True)
    agree = Action(solved >> closed, _("同意已解决"), by=holder, form="OpinionForm", primary=True)
    disagree = Action(
        solved >> reported, _("没有解决"), by=holder, form="ReasonForm", effect="count", rounds="disagree"
    )

    verbs = Verbs(
        withdraw=(reported, solved),
        withdraw_to=withdrawn,
        void=lead_head | duty("pmo"),
        void_to=void,
        reassign=holder | lead_head,
        take_back=("propose", "disagree"),
        extend=2,
        extend_who=(initiator, executive_of(field("lead"))),
        arbiter=queue("pmo"),
        correct=("title", "content", "severity"),
    )
    holds = (Hold("solver", _("解决人")),)
    limits = (
        Limit("solve", "", "5 WD", "3.3.a"),
        Limit("solve", "severity=major", "2 WD", "3.3.a"),
        Limit("solve", "severity=critical", "4 h W", "3.3.a", warnings="urgent"),
        Limit("agree", "", "2 WD", "3.3.a"),
        Limit("arbitrate", "", "1 WD", "1.3.d"),
    )
