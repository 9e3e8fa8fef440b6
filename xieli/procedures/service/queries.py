"""Cases as the hotline and the dispatcher need them: a caller's history, likely duplicates, who usually leads what."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from xieli.core.clock import now
from xieli.customers.models import Customer
from xieli.customers.queries import files_of, look_up
from xieli.customers.shapes import phone_number, plate_number
from xieli.matters.models import DutyEntry, Matter, Ruling
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department, Person
from xieli.procedures.service.choices import HARDWARE, Urgency
from xieli.procedures.service.models import Incident
from xieli.stations.models import Charger, Station

SAME_CUSTOMER = timedelta(days=3)
SAME_MACHINE = timedelta(hours=24)
SAME_PLACE = timedelta(hours=2)
USUAL = timedelta(days=90)


def cases(person: Person) -> QuerySet[Matter]:
    """Service cases this person may know of, newest first, with what a row shows."""
    rows = Matter.objects.visible_to(person).filter(procedure="service", number__isnull=False)
    return rows.select_related("case__station", "case__charger", "customer", "lead_department").order_by(
        "-id"
    )


def to_arrive(person: Person, station: Station) -> list[Matter]:
    """What this person is to mend at a station and has not come for yet, the most urgent first."""
    rows = Matter.objects.filter(
        procedure="service",
        case__handler=person,
        case__station=station,
        case__arrived_at=None,
        state="resolving",
    )
    return list(rows.exclude(case__urgency=Urgency.ORDINARY).order_by("-priority", "pk")[:5])


def callers(text: str) -> list[Customer]:
    """Whoever a caller may be, by phone, plate, member id, order number or case number."""
    text = text.strip()
    if not text:
        return []
    if found := look_up(text):
        return found
    spoken = Matter.objects.filter(procedure="service", customer__isnull=False)
    rows = spoken.filter(Q(case__order_no=text) | Q(number=text.upper())).select_related(
        "customer__merged_into"
    )
    kept = {row.customer.merged_into or row.customer for row in rows[:10] if row.customer}
    return sorted(kept, key=lambda customer: customer.pk)


def history(customer: Customer, person: Person, most: int = 8) -> list[Matter]:
    """The customer's latest cases, also those of files merged into this one."""
    return list(cases(person).filter(customer__in=files_of(customer))[:most])


def duplicates(
    person: Person,
    *,
    customer: Customer | None = None,
    phone: str = "",
    charger: Charger | None = None,
    station: Station | None = None,
    demand: str = "",
    besides: Matter | None = None,
) -> list[Matter]:
    """Open cases that may be the same: the caller's own of three days, the machine's of a day, the station's of two
    hours with the same demand. At most eight, newest first."""
    moment = now()
    alike = Q(pk__in=[])
    if customer is not None:
        alike |= Q(customer__in=files_of(customer), opened_at__gte=moment - SAME_CUSTOMER)
    if phone:
        alike |= Q(case__phone=phone, opened_at__gte=moment - SAME_CUSTOMER)
    if charger is not None:
        alike |= Q(case__charger=charger, opened_at__gte=moment - SAME_MACHINE)
    if station is not None and demand:
        alike |= Q(case__station=station, case__demand=demand, opened_at__gte=moment - SAME_PLACE)
    rows = cases(person).filter(alike, Q(idle=False) | Q(state="grouped"), closed_at=None)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return list(rows[:8])


def incidents_at(station: Station | None) -> list[Incident]:
    """Open incidents of a station, or of all where none is named."""
    rows = Incident.objects.filter(ended_at=None).select_related("lead")
    return list(rows if station is None else rows.filter(stations=station))


def incident_notices(station: Station) -> list[str]:
    """What the customers of a station read of its open incidents."""
    return [incident.banner for incident in incidents_at(station)]


def usual_lead(demand: str, station: Station | None, kind: str = "") -> Department | None:
    """Who leads such a case: the station's operator for machines, else the list of duties (the kind before all
    kinds), else the last ruling, else who led most of that demand in 90 days.
    """
    if demand in HARDWARE and station is not None and station.operator is not None:
        return station.operator
    listed = DutyEntry.objects.filter(procedure="service", category=demand, kind__in=[kind, ""], to_at=None)
    for found in (
        listed.order_by("-kind").values_list("lead", flat=True),
        Ruling.objects.filter(procedure="service", category=demand)
        .order_by("-at")
        .values_list("department", flat=True),
        _led_most(demand),
    ):
        if (first := found.first()) is not None:
            return organisation.department_by_id(first)
    return None


def _led_most(demand: str) -> QuerySet[Matter, int | None]:
    led = Matter.objects.filter(procedure="service", category=demand, opened_at__gte=now() - USUAL)
    rows = led.exclude(lead_department=None).values("lead_department").annotate(n=Count("id")).order_by("-n")
    return rows.values_list("lead_department", flat=True)


def normal_phone(text: str) -> str:
    """The phone in normal form, or nothing where it is none."""
    try:
        return phone_number(text)
    except ValueError:
        return ""


def is_plate(text: str) -> bool:
    """Whether the text is a number plate."""
    try:
        return bool(plate_number(text))
    except ValueError:
        return False


def members_of(incident: Incident) -> Sequence[Matter]:
    """The cases that wait for an open incident's answer; of one that ended, those that got it."""
    rows = Matter.objects.filter(case__incident=incident).select_related("case__station").order_by("pk")
    return list(rows if incident.ended_at else rows.filter(state="grouped"))
