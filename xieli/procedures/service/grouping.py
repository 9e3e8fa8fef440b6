"""群体事件: one case leads, the others wait for it and get one answer. As long as it is open the stations' customers
read its banner (`queries.incident_notices`), beside what the station itself has to say."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.models import Link, Matter
from xieli.organisation.models import Person
from xieli.procedures.service.models import Incident
from xieli.stations.models import Station


def on_grouped(act: Act) -> None:
    """Bind the case to its incident. The leading case itself can't wait for itself."""
    incident: Incident = act.data["incident"]
    if incident.lead_id == act.matter.pk:
        raise ActionError(_("这是群体事件的主工单，不能并入自己。"))
    act.set_details(incident=incident)
    Link.objects.get_or_create(
        source=act.matter, target=incident.lead, kind="incident", defaults={"at": act.now}
    )


def on_ungrouped(act: Act) -> None:
    """The case has a cause of its own after all."""
    act.set_details(incident=None)


def on_group_answer(act: Act) -> None:
    """The incident's answer is this case's result."""
    act.set_details(cause=act.details.incident.lead.case.cause or "outside", not_reached=False)


@transaction.atomic
def begin(lead: Matter, by: Person, banner: str, places: Iterable[Station]) -> Incident:
    """Make `lead` the leading case of an incident at these stations, whose pages show `banner` from now on.

    Raises ValidationError for a case that isn't an open service case, leads one already, or names no station.
    """
    places = list(places)
    lead = Matter.objects.select_for_update().get(pk=lead.pk)
    if lead.procedure != "service" or not lead.is_open or lead.number is None:
        raise ValidationError(_("只有未办结的客户需求才能作为群体事件的主工单。"))
    if Incident.objects.filter(lead=lead).exists():
        raise ValidationError(_("这张工单已经是群体事件的主工单。"))
    if not banner.strip() or not places:
        raise ValidationError(_("请写明公告并至少选择一个站点。"))
    incident = Incident.objects.create(
        lead=lead, banner=banner.strip(), started_by=by, started_at=clock.now()
    )
    incident.stations.set(places)
    return incident


def join_all(incident: Incident, cases: Iterable[Matter], by: Person) -> int:
    """Put several cases under the incident, each in an act of its own; returns how many went."""
    joined = 0
    for case in cases:
        try:
            perform(case.pk, "group", Actor.of(by), {"incident": str(incident.uid)})
        except ActionError:  # answered or dispatched further meanwhile: it goes its own way
            continue
        joined += 1
    return joined


def answer_all(incident: Incident, by: Person, text: str) -> int:
    """One answer to every waiting case, the incident ended and its banner with it; returns how many were answered.

    Each case is an act of its own: asked again after an interruption, only the rest is answered.
    """
    if not text.strip():
        raise ValidationError(_("请写明统一答复的内容。"))
    Incident.objects.filter(pk=incident.pk, ended_at=None).update(answer=text.strip())
    waiting = Matter.objects.filter(case__incident=incident, state="grouped").order_by("pk")
    answered = 0
    for case in waiting:
        perform(case.pk, "group_answer", Actor.of(by), {"result": text})
        answered += 1
    Incident.objects.filter(pk=incident.pk, ended_at=None).update(ended_by=by, ended_at=clock.now())
    return answered
