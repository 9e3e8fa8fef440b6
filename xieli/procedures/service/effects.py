"""What the acts of a service case do besides moving its state. Each runs in the act's transaction, before the move."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from xieli.customers import commands as customers
from xieli.customers.models import Customer
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.procedure import Label
from xieli.matters.scene import Scene
from xieli.procedures.service import call_back, grouping, opinion_effects
from xieli.procedures.service.choices import Demand, Fix, Urgency, answer_class
from xieli.procedures.service.handling import on_accept, on_arrive, on_contact, on_dispatch, on_result
from xieli.procedures.service.models import ArticleUse
from xieli.procedures.service.telling import tell_customer
from xieli.stations.models import Station

PRIORITIES = {Urgency.SAFETY: 2, Urgency.FAULT: 1, Urgency.ORDINARY: 0}


def facts(scene: Scene) -> Mapping[str, Any]:
    """What limits and predicates may name: kind, demand, urgency, zone, how it is mended, which round it is."""
    if scene.procedure.key != "service":
        return opinion_effects.facts(scene)
    case = scene.details
    return {
        "kind": case.kind,
        "demand": case.demand,
        "urgency": case.urgency,
        "channel": case.channel,
        "answer": answer_class(case.kind, case.demand),
        "zone": case.station.zone if case.station else Station.Zone.URBAN,
        "fix": case.fix,
        "arrived": case.arrived_at is not None,
        "round": case.reopenings + 1,
        "dispatches": case.dispatches,
        "attempts_left": len(case.attempts) < call_back.ATTEMPTS,
        "warnings": "urgent" if case.urgency != Urgency.ORDINARY else "normal",
    }


def category_labels() -> Sequence[tuple[str, Label]]:
    """Categories of cases in lists and in the list of duties: the demand types."""
    return Demand.choices


def on_record(act: Act) -> None:
    """Find the customer or put them on file; name the case by its place and demand.

    Who the customer is stays in the case's own fields: the ledger, which everybody concerned reads, holds none of it.
    """
    case = act.details
    for name in ("phone", "caller_name", "plate", "member_id", "order_no"):
        act.texts.pop(name, None)
    act.set_details(
        customer=_customer(act),
        category=case.demand,
        priority=PRIORITIES[Urgency(case.urgency)],
        title=title_of(case),
        summary=case.text,
    )


def _customer(act: Act) -> Customer | None:
    case = act.details
    known = {"name": case.caller_name, "member_id": case.member_id, "plate": case.plate}
    if act.matter.customer is not None:
        if not case.phone:
            act.set_details(phone=act.matter.customer.phone)
        return act.matter.customer
    if not case.phone and not case.member_id:
        return None
    try:
        return customers.meet(case.phone, **known)
    except ValidationError as error:
        raise Invalid({"phone": error.messages}) from error


@override("zh-hans")  # what is written down is Chinese, whoever writes it
def title_of(case: Any) -> str:
    """云港高铁东站 07 号桩 · 枪无法拔出, or the demand and the first words where no place is known."""
    subject = case.subject
    if case.charger:
        place = _("%(station)s %(number)s 号桩") % {
            "station": case.station.name,
            "number": case.charger.short_code,
        }
        return f"{place} · {subject}"[:200]
    if case.station:
        return f"{case.station.name} · {subject}"[:200]
    return f"{subject}：{case.text.splitlines()[0][:40] if case.text else ''}"[:200]


def on_answer(act: Act) -> None:
    """Count the knowledge article that helped, once for each case."""
    article = act.data.get("article")
    if article is None:
        return
    _use, new = ArticleUse.objects.get_or_create(
        article=article, matter=act.matter, defaults={"person": act.actor.person, "at": act.now}
    )
    if new:
        type(article).objects.filter(pk=article.pk).update(uses=F("uses") + 1)


def on_merge(act: Act) -> None:
    """Bind the case to the one that stays; the customer follows that one from now on."""
    from xieli.matters.models import Link, Matter

    number = act.data["into"].strip().upper()
    named = Matter.objects.filter(procedure="service", number=number)
    # Held until the end: two cases merged into each other at the same moment would leave none of them open.
    kept = named.select_for_update(skip_locked=True).first()
    if kept is None and named.exists():
        raise ActionError(_("%(number)s 正有人在办理，请稍后再合并。") % {"number": number})
    if kept is None or not kept.is_open:
        raise ActionError(_("没有号码为 %(number)s 的未办结工单，请核对后再合并。") % {"number": number})
    if kept.pk == act.matter.pk:
        raise ActionError(_("不能把工单合并到它自己。"))
    act.set_details(duplicate_of=kept)
    Link.objects.get_or_create(source=act.matter, target=kept, kind="duplicate", defaults={"at": act.now})


on_passed, on_missed, on_rated = call_back.on_passed, call_back.on_missed, call_back.on_rated
on_unreached, on_reopen, after_reopen = call_back.on_unreached, call_back.on_reopen, call_back.after_reopen
on_determined, after_determination = call_back.on_determined, call_back.after_determination
on_grouped, on_ungrouped, on_group_answer = (
    grouping.on_grouped,
    grouping.on_ungrouped,
    grouping.on_group_answer,
)
on_opinion, on_opinion_assigned = opinion_effects.on_opinion, opinion_effects.on_assigned
on_digest, on_digest_issued = opinion_effects.on_digest, opinion_effects.on_digest_issued

__all__ = [
    "Fix",
    "category_labels",
    "facts",
    "on_accept",
    "on_arrive",
    "on_contact",
    "on_dispatch",
    "on_result",
    "tell_customer",
]
