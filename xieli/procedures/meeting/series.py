"""例会: a period and a convener. In each period one meeting is planned; a period without it is an alert (3.1.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.predicates import duty, initiator, system
from xieli.matters.procedure import STAY, Action, Child, Hold, Number, State, Verbs

from .permissions import convenes, may_hold_regularly


class MeetingSeries(Declaration):
    """Begun by who may hold meetings regularly, or by the product for another matter (a project); until ended."""

    key, name, prefix, clause = "meeting_series", _("例会"), "LH", "3.1.b"
    details, visible = "SeriesDetails", "internal"
    icon = "calendar"
    summary = _("定期会议：定好周期、召集人和参会人，每期由系统安排下一次；到期没有召开会预警。")
    starts = may_hold_regularly
    holds = (Hold("convener", _("召集人")), Hold("chair", _("主持人")), Hold("secretary", _("记录人")))
    number = Number("{prefix}-{year}-{n:03d}", by="begin")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    running = State(_("进行中"), idle=_("每个周期由系统安排一次会议"))
    ended = State(_("已结束"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    begin = Action(
        draft >> running, _("开始例会"), by=(initiator & may_hold_regularly) | system, form="SeriesForm",
        effect="begin_series", primary=True,
    )  # fmt: skip
    change = Action(
        running >> STAY, _("调整例会"), by=convenes | initiator, form="SeriesForm", effect="change_series"
    )
    plan_next = Action(running >> STAY, _("安排下一次会议"), by=system, effect="plan_next", routine=True)
    end = Action(
        running >> ended, _("结束例会"), by=convenes | initiator | system, form="ReasonForm",
        effect="end_series", danger=True,
    )  # fmt: skip

    meeting = Child("meeting", _("会议"), source=(running,), by=system)

    verbs = Verbs(
        void=duty("pmo", "admin"), void_to=void, correct=("title", "purpose"), report=False, urge=False
    )
