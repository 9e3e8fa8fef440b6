"""Effects of the handling (4.3.b): dispatching, accepting, contacting, arriving, the result."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.procedures.service.choices import Fix, Urgency
from xieli.procedures.service.roster.queries import on_shift
from xieli.stations import commands as stations
from xieli.stations.queries import by_public_token, charger_by_code, distance_km

NEAR_KM = 1.0
DISPATCHED = gettext_noop("%(matter)s 已派到本部门")
PARTS_BANNER = "本站有设备停用待修，预计 24 小时内恢复，给您带来不便请谅解。"


def on_dispatch(act: Act) -> None:
    """Name the lead and assisting departments; whoever is on shift there is told at once."""
    case, department, person = act.details, act.data["department"], act.data.get("person")
    if person is not None and department.pk not in organisation.departments_of(person):
        raise ActionError(_("%(person)s不在所选部门。请改选部门或人员。") % {"person": person.name})
    act.set_details(
        lead_department=department,
        assisting=[one.pk for one in act.data.get("assisting") or ()],
        nominee=person,
        handler=None,
        dispatches=case.dispatches + 1,
        priority={Urgency.SAFETY: 2, Urgency.FAULT: 1}.get(Urgency(case.urgency), 0),
    )
    act.joins(departments=act.matter.assisting)
    there = [duty.person_id for duty in on_shift(department, act.now) if not duty.on_call]
    act.notice(there, "assigned", DISPATCHED)


def on_accept(act: Act) -> None:
    """Who handles it from now on: the one named, else the one who accepts."""
    handler: Person | None = act.data.get("handler") or act.actor.person
    assert handler is not None  # only holders and heads accept
    department = act.matter.lead_department
    if department is not None and department.pk not in organisation.departments_of(handler):
        raise ActionError(_("%(person)s不在主办部门，不能作为经办人。") % {"person": handler.name})
    act.set_details(handler=handler)
    act.joins(people=[handler.pk])


def on_contact(act: Act) -> None:
    """The first contact of the case is kept; a later one changes the promise only."""
    if act.details.contacted_at is None:
        act.set_details(contacted_at=act.now)


def on_arrive(act: Act) -> None:
    """On site: the charger's own code proves it, else a position near the station; else it is only told."""
    case, proof = act.details, _proof(act)
    if case.station and case.fix != Fix.REMOTE and proof == "elsewhere":
        raise ActionError(
            _("扫到的桩或您的位置不在 %(station)s，请到场后再打卡。") % {"station": case.station.name}
        )
    act.set_details(arrived_at=act.now, arrived_by=proof)
    act.journal["arrived_by"] = proof


def _proof(act: Act) -> str:
    case, scanned = act.details, (act.data.get("charger") or "").strip()
    if scanned:
        charger = charger_by_code(scanned) or by_public_token(
            urlsplit(scanned).path.rstrip("/").rsplit("/", 1)[-1]
        )
        return "qr" if charger is not None and charger.station_id == case.station_id else "elsewhere"
    latitude, longitude = act.data.get("latitude"), act.data.get("longitude")
    if latitude is None or longitude is None or case.station is None or case.station.latitude is None:
        return "told"
    here = distance_km(latitude, longitude, case.station.latitude, case.station.longitude)
    return "position" if here <= NEAR_KM else "elsewhere"


def on_result(act: Act) -> None:
    """Parts that are waited for put a notice on the station, so that no one drives there in vain."""
    case: Any = act.details
    if case.fix == Fix.PARTS and case.station and not case.station.banner_at(act.now):
        stations.set_banner(case.station, PARTS_BANNER)
