"""负责人频道: a standing channel between the heads of departments, in threads, seen by them alone (3.2.b)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.predicates import initiator
from xieli.matters.procedure import Action, Number, State, Verbs

from .permissions import heads


class HeadsThread(Declaration):
    """Begun by a head, talked over in the comments, ended with its conclusion. Who heads a department reads all of
    it, from the day of the appointment to its end; nobody else does."""

    key, name, prefix, clause = "heads_thread", _("负责人频道"), "PD", "3.2.b"
    details, visible, circle = "ThreadDetails", "internal", "heads"
    icon = "message"
    summary = _("部门负责人之间的常设沟通渠道：围绕某件事项或自由话题讨论，只有各部门负责人能看到。")
    starts = heads
    number = Number("{prefix}-{year}-{n:04d}", by="post")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    open = State(_("讨论中"), idle=_("在讨论区发言，有结论时结束"))
    concluded = State(_("已有结论"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    post = Action(
        draft >> open, _("发起话题"), by=initiator & heads, form="PostForm", effect="post", primary=True
    )
    conclude = Action(open >> concluded, _("结束并写下结论"), by=heads, form="ConcludeForm", primary=True)

    verbs = Verbs(
        void=initiator & heads, void_to=void, classify="internal", copy=False, urge=False, report=False,
        correct=("title",),
    )  # fmt: skip
