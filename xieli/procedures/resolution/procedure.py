"""决议事项: what a meeting resolved or a leader decided becomes work with an owner and a date (3.1.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import Place, Who, executive_of, field
from xieli.matters.predicates import duty, head, holder, person_in, system
from xieli.matters.procedure import Action, Child, Hold, Item, Limit, Number, State, Verbs
from xieli.matters.scene import Scene

LEAD, JUDGE = field("lead"), field("judge")


def _doer(scene: Scene) -> list[Place]:
    """The person named, for the department named; else whoever of the department takes it."""
    [place] = LEAD.resolve_all(scene) or [Place(None)]
    return [Place(place.department, field("owner").resolve(scene).person)]


class Resolution(Declaration):
    """Opened by what was resolved; carried out; confirmed by who chaired or decided, or sent back."""

    key, name, prefix, clause = "resolution", _("决议事项"), "JX", "3.1.b"
    details = "ResolutionDetails"
    icon = "check"
    summary = _("会议决议和公司决策落实到部门和人：按期办理并反馈，由主持人或决策人确认落实。")
    starts = system
    number = Number("{prefix}-{year}-{n:04d}", by="resolve")

    draft = State(_("草稿"), idle=_("由会议或决策生成"))
    doing = State(_("落实中"), Item("carry_out_resolution", Who("doer", _doer), label=_("落实决议")))
    done = State(_("待确认落实"), Item("judge_resolution", JUDGE, judges=True, label=_("确认决议落实")))
    closed = State(_("已落实"), final=True)
    withdrawn = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    resolve = Action(draft >> doing, _("下达"), by=system, form="ResolveForm", effect="resolve")
    carry_out = Action(doing >> done, _("反馈落实情况"), by=holder | head, form="ResultForm", primary=True)
    close = Action(
        done >> closed, _("确认落实"), by=holder, form="OpinionForm", effect="settle", primary=True
    )
    send_back = Action(
        done >> doing, _("没有落实"), by=holder, form="ReasonForm", effect="count", rounds="send_back"
    )

    ask_help = Child("collaboration", _("请其他部门协作"), source=(doing,), by=holder, blocks=("carry_out",))

    verbs = Verbs(
        withdraw=(doing, done),
        withdraw_to=withdrawn,
        void=person_in("judge") | duty("pmo"),
        void_to=void,
        reassign=holder | head,
        take_back=("carry_out", "send_back"),
        extend=2,
        extend_who=(JUDGE, executive_of(LEAD)),
        correct=("title", "content"),
        copy=False,
    )
    holds = (Hold("owner", _("责任人")), Hold("judge", _("确认人")))
    limits = (
        Limit("carry_out_resolution", "", "date needed_by, else 5 WD", "3.1.b"),
        Limit("carry_out_resolution", "round>1", "2 WD", "3.1.b"),
        Limit("judge_resolution", "", "2 WD", "3.1.b"),
    )
