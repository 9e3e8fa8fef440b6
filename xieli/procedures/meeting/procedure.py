"""会议: planned, invited to, held, its minutes confirmed, its resolutions carried out (3.1.b, 3.2.b, 4.1.c, 4.2.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field
from xieli.matters.predicates import anyone, duty, holder, initiator, person_in, system
from xieli.matters.procedure import (
    STAY,
    Action,
    Child,
    Clock,
    Hold,
    Item,
    Limit,
    Number,
    Side,
    State,
    Verbs,
    any_of,
)  # fmt: skip

from .permissions import (
    CONFIRM,
    NEEDS,
    attendee,
    begins_soon,
    convenes,
    has_begun,
    heads_asked,
    heard,
    others_present,
)

CONVENER, CHAIR, SECRETARY = field("convener"), field("chair"), field("secretary")


class Meeting(Declaration):
    """One meeting of any kind (see kinds.py): called by somebody, or planned by its series."""

    key, name, prefix, clause = "meeting", _("会议"), "HY", "3.2.b"
    details, visible = "MeetingDetails", "internal"
    documents = ("minutes",)
    icon = "users"
    summary = _("召集会议：发出通知，记录到会和纪要，参会人确认、主持人签发，决议成为待办并跟踪到办结。")
    starts = anyone
    number = Number("{prefix}-{year}-{n:04d}", by="call")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    planned = State(_("待通知"), Item("invite", CONVENER, label=_("发出会议通知")))
    invited = State(_("已通知"), Item("record_held", CONVENER, label=_("召开会议并记录到会")))
    held = State(_("已召开"), Item("write_minutes", SECRETARY, label=_("整理会议纪要")))
    minutes_draft = State(_("纪要待确认"), Item("sign_minutes", CHAIR, label=_("签发会议纪要")))
    minutes_confirmed = State(_("决议落实中"), idle=_("决议全部落实后自动办结"))
    closed = State(_("已办结"), final=True)
    cancelled = State(_("已取消"), final=True, outcome="withdrawn")
    void = State(_("已作废"), final=True)
    start = draft

    call = Action(
        draft >> [planned, invited], _("召集会议"), by=initiator | system, form="CallForm", effect="call",
        to="after_call", asks="needs", primary=True,
    )  # fmt: skip
    propose = Action(
        any_of(planned, invited) >> STAY, _("提议议题"), by=attendee, form="ProposeForm", effect="propose"
    )
    invite = Action(
        planned >> invited, _("发出通知"), by=holder | convenes, form="InviteForm", effect="invite",
        asks="needs", primary=True,
    )  # fmt: skip
    reschedule = Action(
        invited >> invited, _("调整会议"), by=holder | convenes, form="InviteForm", effect="reschedule",
        asks="needs",
    )  # fmt: skip
    needs = Side(
        NEEDS, (heads_asked,), _("填报进展与需协调事项"), form="NeedsForm", effect="on_needs", optional=True,
        verb=_("填报进展与需协调事项"),
    )  # fmt: skip
    reply = Action(
        any_of(planned, invited) >> STAY, _("答复邀请"), by=attendee, form="ReplyForm", effect="reply"
    )
    check_in = Action(invited >> STAY, _("签到"), by=attendee, when=begins_soon, effect="check_in")
    cancel = Action(
        any_of(planned, invited) >> cancelled, _("取消会议"), by=convenes | system, form="ReasonForm",
        effect="cancel", danger=True,
    )  # fmt: skip
    hold = Action(
        invited >> held, _("记录到会情况"), by=holder | convenes | person_in("secretary"), when=has_begun,
        form="HoldForm", effect="hold", primary=True,
    )  # fmt: skip
    write = Action(
        held >> minutes_draft, _("提交纪要"), by=holder | convenes, form="MinutesForm", effect="write",
        asks="confirmation", primary=True,
    )  # fmt: skip
    confirmation = Side(
        CONFIRM, (others_present,), _("确认会议纪要"), form="ConfirmForm", effect="on_confirmation",
        verb=_("确认或提出异议"),
    )  # fmt: skip
    send_back = Action(minutes_draft >> held, _("退回修改"), by=holder, form="ReasonForm")
    sign = Action(
        minutes_draft >> [minutes_confirmed, closed], _("签发纪要"), by=holder, when=heard, form="OpinionForm",
        effect="sign", to="after_signing", issues=("minutes",), primary=True,
    )  # fmt: skip
    close = Action(minutes_confirmed >> closed, _("办结"), by=system | convenes)

    resolution = Child(
        "resolution", _("会议决议"), source=(minutes_draft, minutes_confirmed), by=system, blocks=("close",)
    )

    room = Child("sharing", _("会议室"), source=(draft, planned, invited), by=system)

    held_in_time = Clock(_("按期召开"), start=("call",), stop=("hold",), total=True)

    verbs = Verbs(
        void=duty("pmo", "admin"),
        void_to=void,
        reassign=holder,
        correct=("title", "purpose", "minutes"),
    )
    holds = (Hold("convener", _("召集人")), Hold("chair", _("主持人")), Hold("secretary", _("记录人")))
    limits = (
        Limit("invite", "", "2 WD", "3.2.b"),
        Limit("invite", "kind=ad_hoc", "1 WD", "4.2.a"),
        Limit(NEEDS, "", "date needs_by, else 1 WD", "3.2.b"),
        Limit("record_held", "", "date record_by, else 1 WD", "3.2.b"),
        Limit("write_minutes", "", "2 WD", "3.2.b"),
        Limit(CONFIRM, "", "1 WD", "3.2.b"),
        Limit("sign_minutes", "", "2 WD", "3.2.b"),
        Limit("held_in_time", "", "date period_ends, else 10 WD", "3.1.b"),
        Limit("held_in_time", "kind=ad_hoc", "3 WD", "4.2.a"),
    )
