"""1.3.d: work that was done elsewhere, carried out again from its log, so that who held it how long can be counted."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.holders import field
from xieli.matters.predicates import system
from xieli.matters.procedure import STAY as STAY
from xieli.matters.procedure import Action, Clock, Item, Limit, Number, State, Verbs, any_of


class ReplayedWork(Declaration):
    """A case of a log: one act for each line, by the log's own teams and times."""

    key, name, prefix, version, clause = "replay", _("回放的工作"), "HF", 1, "1.3.d"
    details = "Replayed"
    icon = "history"
    warnings = "silent"
    starts = system

    draft = State(_("草稿"), idle=_("尚未开始回放"))
    active = State(_("办理中"), Item("work", field("lead"), label=_("办理")))
    waiting = State(_("等待对方"), Item("wait", field("lead"), label=_("等待对方")), pauses=("total",))
    resolved = State(_("已解决"), Item("confirm", field("lead"), label=_("确认解决")))
    settled = State(_("已关闭"), Item("file", field("lead"), label=_("归档")))
    done = State(_("办结"), final=True)
    start = draft

    anywhere = any_of(active, waiting, resolved, settled)
    begin = Action(
        draft >> [active, waiting, resolved, settled, done],
        _("开始"), by=system, form="LineForm", effect="take_line", to="state_of_line",
    )  # fmt: skip
    note = Action(anywhere >> STAY, _("记录"), by=system, form="LineForm", effect="take_line")
    move = Action(
        anywhere >> [active, waiting, resolved, settled, done],
        _("推进"), by=system, form="LineForm", effect="take_line", to="state_of_line",
    )  # fmt: skip

    total = Clock(_("总时限"), start=("begin",), stop=("done",), total=True, calendar="round_the_clock")
    number = Number("{prefix}-{year}-{n:06d}", by="begin")
    verbs = Verbs(reassign=system)
    limits = (
        Limit("work", "", "7 D C"),
        Limit("wait", "", "30 D C"),
        Limit("confirm", "", "7 D C"),
        Limit("file", "", "7 D C"),
        Limit("total", "", "30 D C"),
    )
