"""Short messages to the customer at the steps of a case, each with a link that opens this case only."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from xieli.customers import tokens
from xieli.customers.models import CustomerToken
from xieli.customers.shapes import MOBILE
from xieli.matters.commands.act import Act
from xieli.matters.procedure import Action
from xieli.notifications import sms

LINK_LASTS = timedelta(days=180)

# Which template an act's message uses; acts not named here tell the progress in the words of the state reached.
TEMPLATES = {
    "record": "tracking",
    "ask": "asked",
    "resolve": "result",
    "group_answer": "result",
    "satisfied": "survey",
    "unreached": "survey",
}


def tell_customer(act: Act, action: Action) -> None:
    """Write the message in the act's transaction. Silent without a mobile number, or when the customer acted."""
    case = act.details
    if act.matter.customer is None or not MOBILE.fullmatch(case.phone):
        return
    if act.actor.kind == "customer" and action.name != "record":
        return
    # The number exists only at the end of the act, and the message carries it.
    act.after.append(lambda event: _send(act, action.name))


def _send(act: Act, name: str) -> None:
    case, customer = act.details, act.matter.customer
    assert customer is not None
    token = tokens.issue(CustomerToken.Purpose.TRACKING, customer, lasting=LINK_LASTS, matter=act.matter.pk)
    params = {"number": act.matter.number, "link": tracking_url(token)}
    template = TEMPLATES.get(name, "progress")
    if template == "asked":
        params["question"] = case.question[:60]
    if template == "progress":
        params["progress"] = _progress(act)
    sms.send(case.phone, template, params)


def _progress(act: Act) -> str:
    case = act.details
    if act.matter.state == "merged" and case.duplicate_of is not None:
        return _("已与 %(number)s 合并办理") % {"number": case.duplicate_of.number}
    if act.matter.state == "dispatched" and act.matter.lead_department is not None:
        return _("已转%(department)s办理") % {"department": act.matter.lead_department.name}
    return str(act.scene.state.label)


def tracking_url(token: str) -> str:
    """Where the customer follows one case."""
    return f"{settings.BASE_URL}/p/t/{token}"
