"""Short messages to the customer at the steps of a case, each with a link that opens this case only, in the language in
which the customer reads our pages: Chinese where we don't know."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xieli.customers import tokens
from xieli.customers.models import CustomerToken
from xieli.customers.shapes import MOBILE
from xieli.matters.commands.act import Act
from xieli.matters.models import Matter
from xieli.matters.procedure import Action
from xieli.notifications import sms
from xieli.procedures.service.choices import Channel

LINK_LASTS = timedelta(days=180)

# Which template an act's message uses; acts not named here tell the progress in the words of the state reached.
TEMPLATES = {
    "record": "tracking",
    "ask": "asked",
    "answer": "result",
    "passed": "result",
    "group_answer": "result",
    "confirmed": "survey",
    "satisfied": "survey",
    "unreached": "survey",
}


def tell_customer(act: Act, action: Action) -> None:
    """Write the message in the act's transaction. Silent without a mobile number, when the customer acted, about an
    answer given on the telephone, and about the progress made in the moment of recording: that message's link shows
    it. Whose case was merged into this one hears of its result too."""
    template = TEMPLATES.get(action.name, "progress")
    if template == "result":
        act.after.append(lambda event: _tell_merged(act.matter, {act.details.phone}))
    if act.actor.kind == "customer" and action.name != "record":
        return
    if action.name == "answer" and act.details.channel == Channel.HOTLINE:
        return
    if template == "progress" and act.now == act.matter.opened_at:
        return
    # The number exists only at the end of the act, and the message carries it.
    act.after.append(lambda event: _send(act.matter, act.details, template, _more(act, template)))


def _tell_merged(kept: Matter, told: set[str]) -> None:
    """Each telephone once: the same customer may have called three times."""
    for case in kept.duplicates.select_related("matter__customer").order_by("pk"):
        if case.phone not in told:
            _send(case.matter, case, "result", {})
        told.add(case.phone)
        _tell_merged(case.matter, told)


def _send(matter: Matter, case: Any, template: str, more: dict[str, str]) -> None:
    customer = matter.customer
    if customer is None or not MOBILE.fullmatch(case.phone):
        return
    token = tokens.issue(CustomerToken.Purpose.TRACKING, customer, lasting=LINK_LASTS, matter=matter.pk)
    params = {"number": matter.number, "link": tracking_url(token), **more}
    sms.send(case.phone, template, params, _language(matter))


def _language(matter: Matter) -> str:
    return (matter.customer and matter.customer.language) or settings.LANGUAGE_CODE


def _more(act: Act, template: str) -> dict[str, str]:
    """What else stands in the template."""
    if template == "asked":
        return {"question": act.details.question[:60]}
    if template != "progress":
        return {}
    with override(_language(act.matter)):  # as the message around it, whoever acts
        return {"progress": _progress(act)}


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
