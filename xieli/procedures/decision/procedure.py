"""决策: the register of what the company's leaders decided, and of what follows from it (3.1.a)."""

from django.utils.translation import gettext_lazy as _

from xieli.matters.declaration import Declaration
from xieli.matters.predicates import duty, person_in, system
from xieli.matters.procedure import STAY, Action, Child, Number, State, Verbs

from .signing import owes_signature

recorder = duty("executive", "general_manager", "pmo", "admin")
decider = person_in("decided_by") | duty("general_manager")


class Decision(Declaration):
    """Recorded; in force until who decided revokes it, with or without another in its place."""

    key, name, prefix, clause = "decision", _("决策"), "JD", "3.1.a"
    details = "DecisionDetails"
    documents = ("entry",)
    icon = "flag"
    summary = _("登记公司领导的决策：决定了什么、由谁、依据什么，并把要落实的事项派给部门和人。")
    starts = recorder | system
    number = Number("{prefix}-{year}-{n:04d}", by="record")

    draft = State(_("草稿"), idle=_("草稿属于填写人"))
    effective = State(_("生效中"), idle=_("有效，直到撤销；要落实的事项另行跟踪"), standing=True)
    revoked = State(_("已撤销"), final=True)
    void = State(_("已作废"), final=True)
    start = draft

    record = Action(
        draft >> effective,
        _("登记决策"),
        by=recorder | system,
        form="RecordForm",
        effect="record",
        primary=True,
    )
    follow_up_on = Action(
        effective >> STAY, _("增加落实事项"), by=recorder | decider, form="FollowUpsForm",
        effect="add_follow_ups", primary=True,
    )  # fmt: skip
    sign = Action(
        effective >> STAY, _("签字确认"), by=owes_signature, form="SignForm", clause="3.1.b", routine=True
    )
    revoke = Action(
        effective >> revoked, _("撤销决策"), by=decider, form="RevokeForm", effect="revoke",
        tell=("initiator",), danger=True,
    )  # fmt: skip

    follow_up = Child("resolution", _("决策落实"), source=(draft, effective), by=system)

    verbs = Verbs(
        void=duty("pmo", "admin"),
        void_to=void,
        correct=("title", "content", "basis", "decided_on"),
        report=False,
        urge=False,
    )
