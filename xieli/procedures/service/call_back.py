"""Effects of the check and the call-back (4.3.c): three attempts, the rating, the way back, the last word."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Follow
from xieli.organisation import queries as organisation

ATTEMPTS = 3
APART = timedelta(hours=1)
LAST_ROUND = 3
SUPERVISE = gettext_noop("%(matter)s：客户不满意，第 %(times)s 次退回，请您督办")


def on_passed(act: Act) -> None:
    """A new call-back begins without attempts."""
    act.set_details(attempts=[], not_reached=False)


def on_missed(act: Act) -> None:
    """One call not answered; the next must be in another hour."""
    attempts = act.details.attempts
    if attempts and act.now - attempts[-1] < APART:
        raise ActionError(_("三次回访要错开时段：距上次未接通不到一小时，请稍后再拨。"))
    act.set_details(attempts=[*attempts, act.now])


def on_unreached(act: Act) -> None:
    """After three attempts at different hours the call-back ends as not reached."""
    act.set_details(not_reached=True)


def on_rated(act: Act) -> None:
    """Whose rating it is: the customer's own, or told to the agent."""
    act.set_details(rated_by_customer=act.actor.kind == "customer", not_reached=False)


def on_reopen(act: Act) -> None:
    """Once more: the first time the department's head supervises, the second time its executive."""
    case, department = act.details, act.matter.lead_department
    act.set_details(
        reopenings=case.reopenings + 1,
        rated_by_customer=act.actor.kind == "customer",
        attempts=[],
        arrived_at=None,
    )
    if case.incident is not None and department is None:
        _take_over_from_incident(act)
        department = act.matter.lead_department
    if department is None:
        return
    find = organisation.head_of if case.reopenings == 1 else organisation.executive_of
    supervisor = find(department)
    if supervisor is None:
        return
    act.joins(people=[supervisor.pk])
    Follow.objects.update_or_create(
        matter=act.matter, person=supervisor, defaults={"active": True, "at": act.now}
    )
    act.journal["supervisor"] = supervisor.pk
    act.notice([supervisor.pk], "urged", SUPERVISE, times=case.reopenings)


def _take_over_from_incident(act: Act) -> None:
    """A case answered with an incident has no department of its own: it gets the incident's."""
    lead = act.details.incident.lead
    act.set_details(lead_department=lead.lead_department, handler=lead.case.handler)


def after_reopen(act: Act) -> str:
    """The third dissatisfaction is ruled on; a case that never went to a department is recorded anew."""
    if act.details.reopenings >= LAST_ROUND:
        return "ruled"
    return "resolving" if act.details.handler is not None else "recorded"


def on_determined(act: Act) -> None:
    """The ruling is the customer's answer too."""
    if act.data["decision"] == "uphold":
        act.set_details(answer=act.texts["text"])


def after_determination(act: Act) -> str:
    """Once more needs somebody to do it."""
    if act.data["decision"] == "uphold":
        return "closed"
    if act.details.handler is None:
        raise ActionError(_("这张工单没有经办人，无法再处理一次；请维持结果，或另派新工单。"))
    return "resolving"
